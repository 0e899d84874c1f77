/** The ways out and in: to the dialog in which a person shares, and to whatever file there is to open. */

import { words } from '../../words/index.ts';
import type { PartProps } from '../part.ts';

export function FileButtons({ commands }: Pick<PartProps, 'commands'>) {
  const { share } = words.value;
  return (
    <div class="run-buttons">
      <button type="button" class="plain" title={share.orSaveHint} onClick={commands.showShare}>
        {share.orSave}
      </button>
      <button type="button" class="plain" onClick={() => commands.chooseFile('open')}>
        {share.open}
      </button>
    </div>
  );
}
