/** The way to the dialog of sharing: in the top bar or, on a phone, where there is room. */

import { words } from '../../words/index.ts';
import type { PartProps } from '../part.ts';
import { ShareIcon } from './share-icons.tsx';

export function ShareButton({ commands }: Pick<PartProps, 'commands'>) {
  return (
    <button
      type="button"
      class="share-button card"
      aria-label={words.value.share.title}
      title={words.value.share.hint}
      onClick={commands.showShare}
    >
      <ShareIcon />
    </button>
  );
}
