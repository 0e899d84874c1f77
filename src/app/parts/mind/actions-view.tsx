/** What it could do: what it chooses, how it moves, and what its critic thinks of everything else. */

import { colourGradient } from '../../../view/colour-scale.ts';
import { decimals, speedText } from '../../format.ts';
import { favouriteOf, rangeOf, valueAt } from '../../mind/action-field.ts';
import { type Velocity, velocityInWords } from '../../mind/directions.ts';
import { imaginingsOf, isAsImagined, isImagining } from '../../mind/influences.ts';
import { words } from '../../words/index.ts';
import type { PartProps } from '../part.ts';
import { ActionDisc } from './action-disc.tsx';

const scaled = ({ forward, left }: Velocity, factor: number): Velocity => ({
  forward: forward * factor,
  left: left * factor,
});

/** Differences of value below this are no reason to prefer anything. */
const little = 0.005;

function Unjudged({ state }: Pick<PartProps, 'state'>) {
  const card = state.watching.value?.card;
  const { actions } = words.value.mind;
  return <p class="none">{card ? actions.noCritic(card.version) : actions.criticComes}</p>;
}

function Expected({ values }: { readonly values: Float32Array }) {
  const { least, most } = rangeOf(values);
  return (
    <p class="disc-scale">
      <span>{decimals(least, 2)}</span>
      <span class="disc-colours" style={{ '--colours': colourGradient }} />
      <span>{decimals(most, 2)}</span>
      <small>{words.value.mind.actions.scale}</small>
    </p>
  );
}

interface ChoiceRow {
  readonly kind: 'chosen' | 'moving' | 'favourite' | 'imagined';
  readonly title: string;
  readonly velocity: Velocity;
  readonly value: number | undefined;
}

export function ActionsView({ state }: PartProps) {
  const answer = state.answer.value;
  if (!answer) return <p class="none">{words.value.mind.nothing}</p>;
  const { actions, imagined: would } = words.value.mind;
  const { explanation, velocity, actionValues: values } = answer;
  const { maxSpeed, actual } = explanation;
  const favourite = values && favouriteOf(values);
  const imaginings = imaginingsOf(state);
  const imagined =
    isImagining(imaginings) && isAsImagined(answer, imaginings) ? explanation.action : undefined;
  const expectedOf = ({ forward, left }: Velocity) =>
    values && valueAt(values, forward / maxSpeed, left / maxSpeed);
  const chosenValue = actual.value ?? undefined;
  const prefers =
    favourite && chosenValue !== undefined && favourite.value - chosenValue > little
      ? favourite
      : undefined;
  const rows: ChoiceRow[] = [
    { kind: 'chosen', title: actions.chosen, velocity: actual.action, value: chosenValue },
    ...(imagined
      ? [
          {
            ...({ kind: 'imagined', title: actions.imagined, velocity: imagined } as const),
            value: explanation.value ?? undefined,
          },
        ]
      : []),
    { kind: 'moving', title: actions.moving, velocity, value: expectedOf(velocity) },
    ...(prefers
      ? [
          {
            ...({ kind: 'favourite', title: actions.favourite } as const),
            ...{ velocity: scaled(prefers, maxSpeed), value: prefers.value },
          },
        ]
      : []),
  ];
  return (
    <div class="actions">
      <ActionDisc
        state={state}
        chosen={scaled(actual.action, 1 / maxSpeed)}
        moving={scaled(velocity, 1 / maxSpeed)}
        favourite={prefers}
        imagined={imagined && scaled(imagined, 1 / maxSpeed)}
        label={actions.disc(velocityInWords(actual.action), speedText(maxSpeed, 1))}
      />
      {values && <Expected values={values} />}
      <dl class="choices">
        {rows.map(({ kind, title, velocity: way, value }) => (
          <div key={kind} class={kind}>
            <dt>{title}</dt>
            <dd>
              {velocityInWords(way)}
              {value !== undefined && <small>{would.expects(decimals(value, 2))}</small>}
            </dd>
          </div>
        ))}
      </dl>
      {!answer.judged && <Unjudged state={state} />}
      {state.learner.value.is !== 'absent' && state.training.value && (
        <p class="none">{actions.noise}</p>
      )}
    </div>
  );
}
