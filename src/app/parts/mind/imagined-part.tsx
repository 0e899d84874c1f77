/** What it does, and what it would do if some things were not there: before anything of it happens. */
import type { Choice } from '../../../explain/explainer.ts';
import { decimals } from '../../format.ts';
import { velocityInWords } from '../../mind/directions.ts';
import { isWithout } from '../../mind/influences.ts';
import { words } from '../../words/index.ts';
import { labelText } from '../../words/name-known.ts';
import type { PartProps } from '../part.ts';

function Chosen({ title, choice }: { title: string; choice: Choice }) {
  const { action, value } = choice;
  return (
    <div>
      <dt>{title}</dt>
      <dd>
        {velocityInWords(action)}
        {value !== null && <small>{words.value.mind.imagined.expects(decimals(value, 2))}</small>}
      </dd>
    </div>
  );
}

export function ImaginedPart({ state, commands }: PartProps) {
  const absent = state.absent.value;
  const answer = state.answer.value;
  if (absent.length === 0) return null;
  const explanation = answer && isWithout(answer, absent) ? answer.explanation : undefined;
  const { imagined } = words.value.mind;
  const { list } = words.value.page;
  return (
    <section class="imagined" aria-label={imagined.title}>
      <p>
        {imagined.without}
        <strong>{list(absent.map(({ label }) => labelText(label)))}</strong>
        <button
          type="button"
          class="plain"
          onClick={() => {
            commands.bringBack();
            // This button goes with what it brings back.
            document.querySelector<HTMLElement>('.mind-tabs [aria-selected="true"]')?.focus();
          }}
        >
          {imagined.bringBack}
        </button>
      </p>
      {explanation && (
        <dl>
          <Chosen title={imagined.does} choice={explanation.actual} />
          <Chosen title={imagined.would} choice={explanation} />
        </dl>
      )}
    </section>
  );
}
