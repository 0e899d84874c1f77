/** Why it does what it does, in a sentence that stands long enough to be read. */
import { useSignal, useSignalEffect } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { reasonOf } from '../../../explain/reason.ts';
import { imaginingsOf, isAsImagined, isImagining, nameOf } from '../../mind/influences.ts';
import { type SteadyWhy, steadyWhy } from '../../mind/steady-why.ts';
import { words } from '../../words/index.ts';
import { language } from '../../words/language.ts';
import { labelText } from '../../words/name-known.ts';
import type { PartProps } from '../part.ts';

/** While something is moved, the same is imagined: sentences stand long enough to be read. */
function imaginedBy(
  absent: readonly { readonly key: string }[],
  displaced: readonly { readonly key: string }[],
): string {
  return [...absent, ...displaced].map(({ key }) => key).join();
}

export function WhyPart({ state }: PartProps) {
  const why = useSignal<SteadyWhy | undefined>(undefined);
  const imagined = useRef(imaginedBy(state.absent.peek(), state.displaced.peek()));
  const spoke = useRef(language.peek());
  const laidOut = useRef(state.layout.peek());
  useSignalEffect(() => {
    const answer = state.answer.value;
    const imaginings = imaginingsOf(state);
    if (!answer) {
      why.value = undefined;
      return;
    }
    // Answers that were under way when something was imagined say nothing of it.
    if (!isAsImagined(answer, imaginings)) return;
    const { mind } = words.value;
    const { absent, displaced } = imaginings;
    // Of another world or one that stands still, or in another language: at once.
    const layout = state.layout.peek();
    const isSame =
      imagined.current === imaginedBy(absent, displaced) &&
      spoke.current === language.value &&
      laidOut.current === layout &&
      state.pace.peek().playing;
    const before = isSame ? why.peek() : undefined;
    imagined.current = imaginedBy(absent, displaced);
    spoke.current = language.value;
    laidOut.current = layout;
    const said = mind.why.reason(reasonOf(answer.explanation), nameOf);
    const things = absent.map(({ label }) => labelText(label));
    const sentence = !isImagining(imaginings)
      ? said
      : displaced.length > 0
        ? mind.why.asImagined(said)
        : mind.why.without(things, said);
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
