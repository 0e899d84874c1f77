/** A model that the visitor wears: glTF 2.0 as GLB or as JSON with all in it, or a VRM, which is a GLB. */
import { avatarLimits } from '../../view/own-avatar/limits.ts';
import { readAvatar } from '../visit/own-avatar.ts';
import type { FileKind } from './file-kind.ts';
import { readFile } from './read-file.ts';

const glb = 'glTF';

export const avatarFile: FileKind = {
  name: 'avatar',
  ending: '.glb, .gltf, .vrm',
  mostBytes: avatarLimits.fileBytes,
  isOne({ head }) {
    const text = new TextDecoder().decode(head).replace('\ufeff', '');
    return text.startsWith(glb) || text.trimStart().startsWith('{');
  },
  async open(file, taker) {
    const bytes = await readFile(file);
    await taker.takeAvatar({
      ...{ file: file.name, bytes, model: await readAvatar(bytes, file.name) },
    });
  },
};
