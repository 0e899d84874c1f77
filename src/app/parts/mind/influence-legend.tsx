/** What the three bars of a thing mean: in a word each, and in sentences for who asks. */
import { words } from '../../words/index.ts';

export function InfluenceLegend({ judged }: { readonly judged: boolean }) {
  const { legend } = words.value.mind;
  const meanings = [
    ['weight', legend.weight, legend.weightMeaning],
    ['left-out', legend.leftOut, legend.leftOutMeaning],
    ['masked', legend.masked, legend.maskedMeaning],
  ] as const;
  return (
    <details class="legend">
      <summary>
        {meanings.map(([kind, word]) => (
          <span key={kind} class={`swatch ${kind}`}>
            {word}
          </span>
        ))}
      </summary>
      <dl>
        {meanings.map(([kind, word, sentence]) => (
          <div key={kind}>
            <dt class={`swatch ${kind}`}>{word}</dt>
            <dd>{sentence}</dd>
          </div>
        ))}
      </dl>
      <p>
        {judged ? legend.judged : legend.unjudged}
        {legend.oneByOne}
      </p>
    </details>
  );
}
