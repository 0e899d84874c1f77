/** Sentences that the person should know now, one under the other, until they are put away. */
import { useEffect } from 'preact/hooks';
import type { Notice } from '../state.ts';
import { words } from '../words/index.ts';
import { CloseIcon } from './icons.tsx';
import type { PartProps } from './part.ts';

/** What only informs goes by itself after so many milliseconds. */
const infoMilliseconds = 12_000;

function NoticeLine({ notice, dismiss }: { notice: Notice; dismiss: (id: number) => void }) {
  const { id, tone, said } = notice;
  useEffect(() => {
    if (tone !== 'info') return;
    const timer = setTimeout(() => dismiss(id), infoMilliseconds);
    return () => clearTimeout(timer);
  }, [id, tone, dismiss]);
  return (
    <li class={`notice card ${tone}`}>
      <span>{said(words.value)}</span>
      <button
        type="button"
        class="quiet"
        onClick={() => dismiss(id)}
        aria-label={words.value.page.putAway}
      >
        <CloseIcon />
      </button>
    </li>
  );
}

export function Notices({ state, commands }: PartProps) {
  return (
    <ul class="notices" aria-live="polite" aria-label={words.value.page.messages}>
      {state.notices.value.map((notice) => (
        <NoticeLine key={notice.id} notice={notice} dismiss={commands.dismiss} />
      ))}
    </ul>
  );
}
