/** Sentences that the person should know now, one under the other, until they are put away. */
import { useEffect } from 'preact/hooks';
import type { Notice } from '../state.ts';
import { words } from '../words/index.ts';
import { CloseIcon } from './icons.tsx';
import type { PartProps } from './part.ts';

/** What only informs goes by itself after it could be read for so many milliseconds. */
const infoMilliseconds = 12_000;

interface LineProps {
  readonly notice: Notice;
  /** Whether the person looks: not while the page is behind others, nor while a scene is still being opened. */
  readonly read: boolean;
  readonly dismiss: (id: number) => void;
}

function NoticeLine({ notice, read, dismiss }: LineProps) {
  const { id, tone, said } = notice;
  useEffect(() => {
    if (tone !== 'info' || !read) return;
    const timer = setTimeout(() => dismiss(id), infoMilliseconds);
    return () => clearTimeout(timer);
  }, [id, tone, read, dismiss]);
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
  const read = state.inView.value && state.world.value !== 'loading';
  return (
    <ul class="notices" aria-live="polite" aria-label={words.value.page.messages}>
      {state.notices.value.map((notice) => (
        <NoticeLine key={notice.id} {...{ notice, read }} dismiss={commands.dismiss} />
      ))}
    </ul>
  );
}
