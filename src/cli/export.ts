/**
 * `npm run export -- --run runs/plaza-heed-1 --out plaza.csv`: how a run went, for other programs. An --out that ends
 * in .csv or .jsonl is that file; any other is a folder for TensorBoard. Reads what `train` wrote, or a run that the
 * page saved to a file.
 */
import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { restoreProgress } from '../app/learning/progress.ts';
import { resultsOf } from '../app/learning/progress-results.ts';
import { InputError } from '../core/input-error.ts';
import { checkpointExtension, readManifestAlone } from '../storage/checkpoint-file.ts';
import { type ResultKind, type RunResults, writeResults } from '../storage/run-results.ts';
import { defineCommand } from './arguments.ts';
import { resultsOfReports } from './metrics-results.ts';
import { checkOutputFile, makeFolder, replaceOutput } from './output-path.ts';
import { metricsFile, readMetrics } from './read-metrics.ts';
import { runCommand } from './run-command.ts';

const command = defineCommand({
  name: 'export',
  summary: 'Writes how a run went as CSV, as JSON lines, or for TensorBoard.',
  flags: {
    run: {
      kind: 'string',
      value: 'DIR|FILE',
      help: 'directory of a run, its metrics (.jsonl), or a run that the page saved (.heed)',
      required: true,
    },
    out: {
      kind: 'string',
      value: 'FILE|DIR',
      help: 'a .csv or .jsonl file, or a folder for TensorBoard',
      required: true,
    },
  },
});

async function resultsOfFile(file: string): Promise<RunResults> {
  const where = `"${file}"`;
  const descriptor = openSync(file, 'r');
  try {
    const read = async (from: number, to: number) => {
      const bytes = new Uint8Array(to - from);
      return bytes.subarray(0, readSync(descriptor, bytes, 0, bytes.length, from));
    };
    const manifest = await readManifestAlone(read, statSync(file).size, where);
    const { progress } = (manifest ?? {}) as { readonly progress?: unknown };
    const kept = restoreProgress(progress);
    if (kept) return resultsOf(kept);
    throw new InputError(
      `${where} has no curves: it was not trained in the page. Name the directory that it was trained in, which has.`,
    );
  } finally {
    closeSync(descriptor);
  }
}

async function readRun(run: string): Promise<RunResults> {
  const found = statSync(run, { throwIfNoEntry: false });
  if (!found) throw new InputError(`Expected a run in "${run}", but there is nothing.`);
  if (found.isDirectory()) return resultsOfReports(readMetrics(join(run, metricsFile)));
  if (extname(run) === checkpointExtension) return resultsOfFile(run);
  return resultsOfReports(readMetrics(run));
}

const kinds: Readonly<Record<string, ResultKind>> = { '.csv': 'csv', '.jsonl': 'jsonl' };

await runCommand(command, async ({ run, out }) => {
  const results = await readRun(run);
  const kind = kinds[extname(out)];
  const { name, bytes } = writeResults(kind ?? 'tensorboard', results, {
    ...{ name: basename(out, extname(out)), now: Date.now() },
  });
  let file = out;
  if (!kind) {
    if (existsSync(out) && !statSync(out).isDirectory()) {
      throw new InputError(
        `Expected --out to be a .csv or .jsonl file or a folder for TensorBoard, but "${out}" is another file.`,
      );
    }
    makeFolder(out);
    file = join(out, name);
  }
  checkOutputFile(file);
  await replaceOutput(file, bytes);
  process.stdout.write(`Wrote ${file}: ${results.rows.length} points.\n`);
});
