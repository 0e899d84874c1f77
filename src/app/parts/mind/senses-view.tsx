/** All that it knows of the world at this moment, every number with its name. */

import type { AttendedEntity, AttentionReport } from '../../../agents/attention-report.ts';
import { agentName, visitorName } from '../../../view/names.ts';
import { overlays } from '../../../view/overlays/index.ts';
import { reading } from '../../format.ts';
import { words } from '../../words/index.ts';
import { featureName, labelText, overlayLabel, partName } from '../../words/name-known.ts';
import type { PartProps } from '../part.ts';
import { AmongPart } from './among-part.tsx';
import { GraphPart } from './graph-part.tsx';
import { ScanDrawing } from './scan-drawing.tsx';

const nameOf = ({ kind, body, label }: AttendedEntity) =>
  labelText(kind === 'visitor' ? visitorName : kind === 'agent' ? agentName(body) : label);

function Entities({ report: { set, entities } }: { readonly report: AttentionReport }) {
  if (!set) return null;
  const { senses } = words.value.mind;
  return (
    <section class="sensed">
      <h3>{partName(set.part)}</h3>
      {set.rows.length === 0 ? (
        <p class="none">{words.value.mind.inSight}</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region must be reachable by key.
        <section class="wide-table" tabIndex={0} aria-label={senses.numbers(partName(set.part))}>
          <table>
            <thead>
              <tr>
                <th scope="col">
                  <span class="hidden">{senses.feature}</span>
                </th>
                {entities.map((entity) => (
                  <th key={entity.body} scope="col">
                    {nameOf(entity)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {set.features.map((feature, i) => (
                <tr key={feature}>
                  <th scope="row">{featureName(feature)}</th>
                  {set.rows.map(({ body, values }) => (
                    <td key={body}>{reading(values[i] as number)}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </section>
  );
}

const ofSelected = overlays
  .entries()
  .filter(([, { of, switchedElsewhere }]) => of === 'selected' && !switchedElsewhere);

function Drawn({ state, commands }: PartProps) {
  return (
    <fieldset class="drawn">
      <legend>{words.value.mind.senses.drawn}</legend>
      {ofSelected.map(([name, { label }]) => (
        <label key={name}>
          <input
            type="checkbox"
            checked={state.overlays.value.has(name)}
            onChange={() => commands.toggleOverlay(name)}
          />
          {overlayLabel(name, label)}
        </label>
      ))}
    </fieldset>
  );
}

export function SensesView(props: PartProps) {
  const report = props.state.attention.value;
  if (!report) return <p class="none">{words.value.mind.senses.looking}</p>;
  const { senses } = words.value.mind;
  const among = props.state.answer.value?.among;
  const { agent, features, scan, graph } = report;
  const parts = [...new Set(features.map(({ part }) => part))];
  return (
    <>
      <Drawn {...props} />
      {scan.distances.length > 0 && (
        <section class="sensed">
          <h3>{senses.rays(scan.distances.length)}</h3>
          <ScanDrawing agent={agent} angles={scan.angles} distances={scan.distances} />
        </section>
      )}
      {parts.map((part) => (
        <section key={part} class="sensed">
          <h3>{partName(part)}</h3>
          <dl class="features">
            {features
              .filter((feature) => feature.part === part)
              .map(({ name, value }) => (
                <div key={name}>
                  <dt>{featureName(name)}</dt>
                  <dd>{reading(value)}</dd>
                </div>
              ))}
          </dl>
        </section>
      ))}
      <Entities report={report} />
      {among && <AmongPart state={props.state} among={among} />}
      {graph && <GraphPart state={props.state} size={graph} />}
    </>
  );
}
