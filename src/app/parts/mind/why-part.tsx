/** Why it does what it does, in a sentence that stands long enough to be read. */
import { useSignal, useSignalEffect } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { reasonOf } from '../../../explain/reason.ts';
import { isWithout, nameOf } from '../../mind/influences.ts';
import { type SteadyWhy, steadyWhy } from '../../mind/steady-why.ts';
import type { AbsentThing } from '../../state.ts';
import { words } from '../../words/index.ts';
import { language } from '../../words/language.ts';
import { labelText } from '../../words/name-known.ts';
import type { PartProps } from '../part.ts';

export function WhyPart({ state }: PartProps) {
  const why = useSignal<SteadyWhy | undefined>(undefined);
  const imagined = useRef<readonly AbsentThing[]>(state.absent.peek());
  const spoke = useRef(language.peek());
  const laidOut = useRef(state.layout.peek());
  useSignalEffect(() => {
    const answer = state.answer.value;
    const absent = state.absent.value;
    if (!answer) {
      why.value = undefined;
      return;
    }
    // Answers that were under way when something was imagined away say nothing of it.
    if (!isWithout(answer, absent)) return;
    const { mind } = words.value;
    // Of another world or one that stands still, or in another language: at once.
    const layout = state.layout.peek();
    const isSame =
      imagined.current === absent &&
      spoke.current === language.value &&
      laidOut.current === layout &&
      state.pace.peek().playing;
    const before = isSame ? why.peek() : undefined;
    imagined.current = absent;
    spoke.current = language.value;
    laidOut.current = layout;
    const said = mind.why.reason(reasonOf(answer.explanation), nameOf);
    const things = absent.map(({ label }) => labelText(label));
    const sentence = absent.length === 0 ? said : mind.why.without(things, said);
    why.value = steadyWhy(before, sentence, Date.now());
  });
  const { learner, updates, training } = state;
  const wanders =
    learner.value.is !== 'absent' && training.value && updates.value === 0 && !state.answer.value;
  return (
    <div class="why">
      <p class="why-sentence">
        {why.value?.sentence ??
          (wanders ? words.value.mind.why.wanders : words.value.mind.why.looking)}
      </p>
      <p class="hidden" aria-live="polite">
        {why.value?.spoken}
      </p>
    </div>
  );
}
