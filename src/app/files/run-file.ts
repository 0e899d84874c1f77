/** A run: a whole checkpoint as one file, of the page or of the command line. */
import { checkpointExtension, mostFileBytes } from '../../storage/checkpoint-file.ts';
import type { FileKind } from './file-kind.ts';
import { sceneOf } from './scene-of.ts';

/** As agents/manifest.ts has it, which is not loaded for it. */
const checkpointFormat = 'heed-checkpoint';

export const runFile: FileKind = {
  name: 'run',
  ending: checkpointExtension,
  mostBytes: mostFileBytes,
  isOne: ({ manifest }) => manifest.format === checkpointFormat,
  async open(file, taker, known) {
    await taker.takeRun(file, sceneOf(file, 'a run', known));
  },
};
