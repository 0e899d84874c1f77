/** What it could do: what it chooses, how it moves, and what its critic thinks of everything else. */
import { favouriteOf, rangeOf, valueAt } from '../action-field.ts';
import { colourGradient } from '../colour-scale.ts';
import { type Velocity, velocityInWords } from '../directions.ts';
import { decimals } from '../format.ts';
import { isWithout } from '../influences.ts';
import { ActionDisc } from './action-disc.tsx';
import type { PartProps } from './part.ts';

const scaled = ({ forward, left }: Velocity, factor: number): Velocity => ({
  forward: forward * factor,
  left: left * factor,
});

/** Differences of value below this are no reason to prefer anything. */
const little = 0.005;

function Unjudged({ state }: Pick<PartProps, 'state'>) {
  const card = state.watching.value?.card;
  return (
    <p class="none">
      {card
        ? `What its critic thinks is not known: this policy was kept without it, in a file of version ${card.version}. Learn from scratch to see one.`
        : 'What its critic thinks is not known yet: it is on its way from the learner.'}
    </p>
  );
}

function Expected({ values }: { readonly values: Float32Array }) {
  const { least, most } = rangeOf(values);
  return (
    <p class="disc-scale">
      <span>{decimals(least, 2)}</span>
      <span class="disc-colours" style={{ '--colours': colourGradient }} />
      <span>{decimals(most, 2)}</span>
      <small>what its critic expects of going there (return)</small>
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
  if (!answer) return <p class="none">Nothing to be seen yet.</p>;
  const { explanation, velocity, actionValues: values } = answer;
  const { maxSpeed, actual } = explanation;
  const favourite = values && favouriteOf(values);
  const absent = state.absent.value;
  const imagined = absent.length > 0 && isWithout(answer, absent) ? explanation.action : undefined;
  const expectedOf = ({ forward, left }: Velocity) =>
    values && valueAt(values, forward / maxSpeed, left / maxSpeed);
  const chosenValue = actual.value ?? undefined;
  const prefers =
    favourite && chosenValue !== undefined && favourite.value - chosenValue > little
      ? favourite
      : undefined;
  const rows: ChoiceRow[] = [
    { kind: 'chosen', title: 'Chooses', velocity: actual.action, value: chosenValue },
    ...(imagined
      ? [
          {
            ...({ kind: 'imagined', title: 'Would choose', velocity: imagined } as const),
            value: explanation.value ?? undefined,
          },
        ]
      : []),
    { kind: 'moving', title: 'Moves now', velocity, value: expectedOf(velocity) },
    ...(prefers
      ? [
          {
            ...({ kind: 'favourite', title: 'Critic likes best' } as const),
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
        label={`Chooses ${velocityInWords(actual.action)}, of at most ${decimals(maxSpeed, 1)} m/s`}
      />
      {values && <Expected values={values} />}
      <dl class="choices">
        {rows.map(({ kind, title, velocity: way, value }) => (
          <div key={kind} class={kind}>
            <dt>{title}</dt>
            <dd>
              {velocityInWords(way)}
              {value !== undefined && <small>expects {decimals(value, 2)}</small>}
            </dd>
          </div>
        ))}
      </dl>
      {!answer.judged && <Unjudged state={state} />}
      {state.learner.value.is !== 'absent' && state.training.value && (
        <p class="none">While it learns, some noise is added to what it chooses.</p>
      )}
    </div>
  );
}
