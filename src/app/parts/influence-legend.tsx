/** What the three bars of a thing mean: in a word each, and in sentences for who asks. */

const meanings = [
  [
    'weight',
    'attention',
    'The share of its attention that the thing gets: the mean of its heads, of all things nearby or of all places.',
  ],
  [
    'left-out',
    'if gone',
    'How much its action changes, in metres per second, when all that it senses is sensed anew as if the thing were not there: rays, graph and all.',
  ],
  [
    'masked',
    'if unseen',
    'How much its action changes when it may not attend to the thing, and nothing else is changed. The rest of the second bar comes by other ways, such as rays.',
  ],
] as const;

export function InfluenceLegend({ judged }: { readonly judged: boolean }) {
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
        {judged
          ? 'The second figure is how much its critic then expects more or less of the way ahead.'
          : 'Its critic is not known, so it is not said what it would expect.'}{' '}
        Things are left out one by one: of two that do the same, neither may seem to matter until
        you imagine the other away.
      </p>
    </details>
  );
}
