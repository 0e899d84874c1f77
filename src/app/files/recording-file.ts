/** A recording: of the page, or of a case of an evaluation. The simulation worker reads all of it, in its scene. */
import {
  mostRecordingBytes,
  recordingExtension,
  recordingFormat,
} from '../../agents/recording-format.ts';
import type { FileKind } from './file-kind.ts';
import { sceneOf } from './scene-of.ts';

export const recordingFile: FileKind = {
  name: 'recording',
  ending: recordingExtension,
  mostBytes: mostRecordingBytes,
  isOne: ({ manifest }) => manifest.format === recordingFormat,
  async open(file, taker, known) {
    await taker.takeRecording(file, sceneOf(file, 'a recording', known));
  },
};
