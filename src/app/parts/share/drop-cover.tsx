/** Over the page while a file is held over it. */
import { fileKinds } from '../../files/index.ts';
import { words } from '../../words/index.ts';
import type { PartProps } from '../part.ts';

export function DropCover({ state }: Pick<PartProps, 'state'>) {
  if (!state.dropping.value) return null;
  const { share } = words.value;
  return (
    <div class="drop-cover">
      <p class="drop-words card">{share.drop(share.kinds(fileKinds))}</p>
    </div>
  );
}
