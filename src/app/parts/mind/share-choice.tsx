/** Of which round or head shares are shown, or of all in the mean. */
import type { Signal } from '@preact/signals';
import type { MessageChoice } from '../../../nn/probe.ts';
import { words } from '../../words/index.ts';

interface ShareChoiceProps {
  readonly choice: Signal<MessageChoice>;
  readonly of: 'round' | 'head';
  readonly count: number;
}

export function ShareChoice({ choice, of, count }: ShareChoiceProps) {
  const { graph: said } = words.value.mind.senses;
  const chosen = choice.value;
  const options = [undefined, ...Array.from({ length: count }, (_, i) => i)];
  return (
    <fieldset class="order shares">
      <legend>{said[of]}</legend>
      {options.map((option) => (
        <button
          key={option ?? -1}
          type="button"
          aria-pressed={chosen[of] === option}
          onClick={() => {
            choice.value = { ...chosen, [of]: option };
          }}
        >
          {option === undefined ? said.mean : option + 1}
        </button>
      ))}
    </fieldset>
  );
}
