/**
 * What those that it knows of are to each other in its policy: in each row how the thing there shares out its
 * attention over all of them, of one round and head or the mean. Columns are numbered as the rows are.
 */
import type { AmongReport } from '../../../explain/among-report.ts';
import { percent } from '../../format.ts';
import { labelOf } from '../../mind/influences.ts';
import { words } from '../../words/index.ts';
import { labelText } from '../../words/name-known.ts';
import type { PartProps } from '../part.ts';
import { ShareChoice } from './share-choice.tsx';

export function AmongPart({
  state,
  among: { things, shares, rounds, heads },
}: Pick<PartProps, 'state'> & { readonly among: AmongReport }) {
  const { among: said, graph } = words.value.mind.senses;
  const names = things.map((thing) => labelText(labelOf(thing)));
  if (names.length === 0) return null;
  return (
    <section class="sensed">
      <h3>{said.title}</h3>
      {rounds > 1 && <ShareChoice choice={state.amongChoice} of="round" count={rounds} />}
      {heads > 1 && <ShareChoice choice={state.amongChoice} of="head" count={heads} />}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region must be reachable by key. */}
      <section class="wide-table graph-rows among" tabIndex={0} aria-label={said.title}>
        <table>
          <thead>
            <tr>
              <th scope="col">{graph.between}</th>
              {names.map((name, heard) => (
                <th key={name} scope="col" title={name}>
                  {heard + 1}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {names.map((name, hearer) => (
              <tr key={name}>
                <th scope="row" title={name}>
                  {hearer + 1} {name}
                </th>
                {shares[hearer]?.map((share, heard) => (
                  <td
                    key={names[heard]}
                    style={{ '--share': share }}
                    title={`${graph.hears(name, names[heard] as string)}: ${percent(share)}`}
                  >
                    {Math.round(100 * share)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
}
