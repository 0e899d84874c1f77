/** Why it does what it does, in a sentence that stands long enough to be read. */
import { useSignal, useSignalEffect } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { sayWhy } from '../../explain/say-why.ts';
import { isWithout, nameOf } from '../influences.ts';
import type { AbsentThing } from '../state.ts';
import { type SteadyWhy, steadyWhy } from '../steady-why.ts';
import type { PartProps } from './part.ts';

/** Nobody takes what would be for what is. */
function without(absent: readonly AbsentThing[], said: string): string {
  const things = absent.map(({ label }) => label).join(' and ');
  return `Without ${things}, it ${said.charAt(0).toLowerCase()}${said.slice(1)}`;
}

export function WhyPart({ state }: PartProps) {
  const why = useSignal<SteadyWhy | undefined>(undefined);
  const imagined = useRef<readonly AbsentThing[]>(state.absent.peek());
  useSignalEffect(() => {
    const answer = state.answer.value;
    const absent = state.absent.value;
    if (!answer) {
      why.value = undefined;
      return;
    }
    // Answers that were under way when something was imagined away say nothing of it.
    if (!isWithout(answer, absent)) return;
    // Of another world: at once.
    const before = imagined.current === absent ? why.peek() : undefined;
    imagined.current = absent;
    const said = sayWhy(answer.explanation, { nameOf });
    why.value = steadyWhy(before, absent.length === 0 ? said : without(absent, said), Date.now());
  });
  const { learner, updates, training } = state;
  const wanders =
    learner.value.is !== 'absent' && training.value && updates.value === 0 && !state.answer.value;
  return (
    <div class="why">
      <p class="why-sentence">
        {why.value?.sentence ??
          (wanders
            ? 'Wanders at random: nothing has been learned yet.'
            : 'Looking into its mind …')}
      </p>
      <p class="hidden" aria-live="polite">
        {why.value?.spoken}
      </p>
    </div>
  );
}
