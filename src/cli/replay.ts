/** `npm run replay -- FILE`: whether a recording, played again here, goes as it went. */
import { readFileSync, statSync } from 'node:fs';
import { scenarios } from '../../scenes/index.ts';
import { readRecordingFile } from '../agents/recording-file.ts';
import { mostRecordingBytes } from '../agents/recording-format.ts';
import { verifyRecording } from '../agents/replay.ts';
import { sayDifference } from '../agents/replay-words.ts';
import { InputError } from '../core/input-error.ts';
import { loadEngines } from '../env/index.ts';
import { defineCommand } from './arguments.ts';
import { runCommand } from './run-command.ts';

const command = defineCommand({
  name: 'replay',
  summary:
    'Plays a recording from its beginning, and says whether the world goes as it went; exit code 1: it does not.',
  operand: { value: 'FILE', help: 'a recording, x.heedrec (docs/recordings.md)', required: true },
  flags: {},
});

function readFile(path: string): Uint8Array {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found?.isFile()) throw new InputError(`Expected a recording, but "${path}" is no file.`);
  if (found.size > mostRecordingBytes) {
    throw new InputError(
      `"${path}": expected a recording of at most ${mostRecordingBytes} bytes, but got ${found.size}.`,
    );
  }
  return readFileSync(path);
}

await runCommand(command, async ({ operand }) => {
  const bytes = readFile(operand);
  await loadEngines();
  const { scenario, recording } = readRecordingFile(bytes, `"${operand}"`, scenarios);
  const { decisions, seconds, differsFrom } = verifyRecording(scenario, recording);
  const what = `${scenario.name}, ${recording.policy}: ${decisions} decisions, ${seconds.toFixed(1)} s`;
  if (differsFrom === undefined) {
    process.stdout.write(`Yes. ${what}; every second goes as it was recorded.\n`);
    return;
  }
  process.stdout.write(`No. ${what}. ${sayDifference(differsFrom)}\n`);
  process.exitCode = 1;
});
