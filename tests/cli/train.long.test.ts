/** Whole trainings from the command line: kept, resumed, interrupted, and what stands in their way. */
import { createHash } from 'node:crypto';
import { appendFileSync, linkSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Manifest, readManifest } from '../../src/agents/manifest.ts';
import { readCheckpointFile } from '../../src/storage/checkpoint-file.ts';
import { openDirectoryStore } from '../../src/storage/directory-store.ts';
import { makeFolder } from './run-cli.ts';

const folder = makeFolder();
// The first command bundles the sources, which takes its time once.
beforeAll(() => folder.run(['train', '--help']), 60_000);
afterAll(() => folder.remove());

const network = ['channels=8', 'heads=2', 'hidden=16', 'graphRounds=1', 'batch=16'];
const schedule = ['worlds=2', 'warmup=48', 'stepsPerUpdate=16', 'replaySize=400'];
const settings = [...network, ...schedule].flatMap((setting) => ['--set', setting]);

const unwatched = [...settings, '--validate', '0'];
const small = ['train', '--scene', 'plaza', '--episodes', '0'];
const train = (...given: string[]) => folder.run([...small, '--seed', '3', ...given]);
const resume = (...given: string[]) => folder.run([...small, ...given]);

const fields = [
  'agentSteps',
  'updates',
  'wallSeconds',
  'episodes',
  'success',
  'collision',
  'spl',
  'return',
  'criticLoss',
  'actorLoss',
  'qMean',
  'agentStepsPerSecond',
  'updatesPerSecond',
  'backend',
  'residentBytes',
  'validation',
  'rolledBack',
];

const reportsOf = (run: string) =>
  readFileSync(join(folder.path, run, 'metrics.jsonl'), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, number>);

async function keptIn(run: string) {
  const store = await openDirectoryStore(join(folder.path, run));
  const { manifest, blobs } = (await store.read('run')) as {
    manifest: unknown;
    blobs: Map<string, Uint8Array>;
  };
  const digests = [...blobs].map(([name, bytes]) => {
    return `${name} ${createHash('sha1').update(bytes).digest('hex')}`;
  });
  return { manifest: readManifest(manifest, run), digests };
}

/** Without what a clock has told, which is another in every run. */
const timeless = ({ progress: _, moments, ...manifest }: Manifest) => ({
  ...manifest,
  moments: moments.map(({ seconds: _, ...moment }) => moment),
});

describe('train', () => {
  it('trains, reports, and leaves a run and a file that opens in the page', async () => {
    const { code, stdout } = await train('--steps', '160', '--out', 'a', ...unwatched);
    expect(stdout).toMatch(
      /^160 agent steps and 8 updates in 0\.\d min\. Kept in a; a\/plaza\.heed opens in the page\.\n$/,
    );
    expect(code).toBe(0);

    const reports = reportsOf('a');
    expect(reports.length).toBeGreaterThan(0);
    for (const report of reports) expect(Object.keys(report)).toEqual(fields);
    expect(reports.at(-1)).toMatchObject({ agentSteps: 160, updates: 8, backend: 'wasm' });

    const bytes = new Uint8Array(readFileSync(join(folder.path, 'a/plaza.heed')));
    const file = readCheckpointFile(bytes, 'the file');
    expect([...file.blobs.keys()]).toEqual(['actor', 'critic-1']);
    const light = readManifest(file.manifest, 'the file');
    expect(light).toMatchObject({ scenario: 'plaza', seed: 3, agentSteps: 160, updates: 8 });
    expect(light).toMatchObject({ replay: null, rollout: null });
    expect(light.hyperparameters).toMatchObject({ hidden: 16, worlds: 2, replaySize: 400 });
    const { manifest } = await keptIn('a');
    expect(manifest).toEqual({ ...light, replay: manifest.replay, rollout: manifest.rollout });
    expect(manifest.rollout).not.toBeNull();
  });

  it('does not write over a run', async () => {
    const before = folder.content();
    expect(await train('--steps', '16', '--out', 'a', ...unwatched)).toEqual({
      code: 2,
      stdout: '',
      stderr: '"a" already holds a run: go on with --resume a, or name another --out.\n',
    });
    expect(folder.content()).toEqual(before);
  });

  it('resumed, it goes on counting, and comes to what it would have been without a break', async () => {
    // As a run leaves it that was killed: reports from beyond its last checkpoint, one cut off.
    const { wallSeconds: before } = reportsOf('a').at(-1) as { wallSeconds: number };
    const lost = { ...reportsOf('a').at(-1), agentSteps: 176, wallSeconds: 1e6 };
    appendFileSync(join(folder.path, 'a/metrics.jsonl'), `${JSON.stringify(lost)}\n{"agentSt`);
    // Another name of the same file keeps what it has only if the file is replaced, not written into.
    const written = ['metrics.jsonl', 'plaza.heed'].map((name) => {
      const [file, other] = [join(folder.path, 'a', name), join(folder.path, `old-${name}`)];
      linkSync(file, other);
      return { other, bytes: readFileSync(file) };
    });

    const [resumed, whole] = [
      await resume('--steps', '320', '--resume', 'a'),
      await train('--steps', '320', '--out', 'b', ...unwatched),
    ];
    expect(resumed.stdout).toMatch(/^320 agent steps and 18 updates in .*Kept in a; /);
    expect([resumed.code, whole.code]).toEqual([0, 0]);
    for (const { other, bytes } of written) expect(readFileSync(other).equals(bytes)).toBe(true);
    const reports = reportsOf('a');
    expect(reports.map(({ agentSteps }) => agentSteps)).toEqual([160, 320]);
    expect(reports[1]?.wallSeconds).toBeGreaterThan(before);
    expect(reports[1]?.wallSeconds).toBeLessThan(1000);

    const [one, other] = [await keptIn('a'), await keptIn('b')];
    expect(one.digests).toEqual(other.digests);
    expect(timeless(one.manifest)).toEqual(timeless(other.manifest));
  });

  it('what stands in the way of a resume is one sentence, and the run stays as it is', async () => {
    const before = folder.content();
    const refused = async (given: string[], pattern: RegExp) => {
      const { code, stdout, stderr } = await folder.run(['train', ...given]);
      expect(stderr).toMatch(pattern);
      expect(stderr).toMatch(/^[^\n]+\n$/);
      expect([code, stdout]).toEqual([2, '']);
    };
    await refused(
      ['--scene', 'rooms', '--resume', 'a', '--episodes', '0'],
      /^"a": expected a run of the scene "rooms", but got one of "plaza"\.$/m,
    );
    await refused(
      ['--scene', 'plaza', '--resume', 'a', '--set', 'nStep=1'],
      /^A resumed run keeps its hyperparameters and settings: leave --set out\.$/m,
    );
    for (const given of [
      ['--seed', '3'],
      ['--algorithm', 'heed'],
    ]) {
      await refused(
        ['--scene', 'plaza', '--resume', 'a', ...given],
        /^A resumed run keeps its seed and algorithm: leave --seed and --algorithm out\.$/m,
      );
    }
    await refused(
      ['--scene', 'plaza', '--resume', 'a', '--validate', '5'],
      /^A resumed run keeps its validation: leave --validate and --validate-every out\.$/m,
    );
    await refused(
      ['--scene', 'plaza', '--resume', 'a', '--out', 'c'],
      /^A resumed run stays in its directory: leave --out out\.$/m,
    );
    expect(folder.content()).toEqual(before);

    const manifest = join(folder.path, 'a/run/manifest.json');
    const text = readFileSync(manifest, 'utf8');
    const damages: [string, RegExp][] = [
      [text.replace('"agentSteps": 320', '"agentSteps": -1'), /^a: expected agentSteps to be/],
      [text.replace('"hidden": 16', '"hidden": 1e9'), /^a: expected hidden to be a whole number/],
      [text.slice(0, 1000), /manifest\.json is not JSON/],
    ];
    for (const [damaged, pattern] of damages) {
      expect(damaged).not.toBe(text);
      writeFileSync(manifest, damaged);
      await refused(['--scene', 'plaza', '--resume', 'a', '--episodes', '0'], pattern);
      expect(readFileSync(manifest, 'utf8')).toBe(damaged);
    }
    writeFileSync(manifest, text);
    expect(folder.content()).toEqual(before);
  });

  it('watched, it keeps the best for use, says which, and resumes as if it had not stopped', async () => {
    const watched = [...settings, '--validate', '4', '--validate-every', '5'];
    const first = await train('--steps', '160', '--out', 'w', ...watched);
    const resumed = await resume('--steps', '320', '--resume', 'w');
    const whole = await train('--steps', '320', '--out', 'v', ...watched);
    const forUse =
      /\nFor use are the weights of update (\d+), the best at (\d) of 4 validation episodes\.\n$/;
    for (const { code, stdout } of [first, resumed, whole]) {
      expect(stdout).toMatch(forUse);
      expect(code).toBe(0);
    }
    const [one, other] = [await keptIn('w'), await keptIn('v')];
    expect(one.digests).toEqual(other.digests);
    expect(timeless(one.manifest)).toEqual(timeless(other.manifest));
    expect(one.digests.some((digest) => digest.startsWith('best-actor '))).toBe(true);

    const [, update] = forUse.exec(whole.stdout) as RegExpExecArray;
    const bytes = new Uint8Array(readFileSync(join(folder.path, 'v/plaza.heed')));
    const file = readCheckpointFile(bytes, 'the file');
    expect([...file.blobs.keys()]).toEqual(['actor', 'critic-1']);
    const light = readManifest(file.manifest, 'the file');
    expect(light).toMatchObject({ updates: Number(update), watchdog: null, validation: null });
    const evaluated = await folder.run([
      'evaluate',
      '--scene',
      'plaza',
      '--policy',
      'v',
      '--episodes',
      '2',
    ]);
    expect(evaluated.stdout).toContain(`The weights are those of update ${update}, the best at `);
  });

  it('interrupted, it keeps what it has', async () => {
    let interrupted = false;
    const given = [...small, '--minutes', '5', '--out', 'd', ...unwatched];
    const { code, stderr } = await folder.run(given, (text, interrupt) => {
      if (interrupted || !text.includes('agent steps')) return;
      interrupted = true;
      interrupt();
    });
    expect(stderr).toContain('press Ctrl-C again');
    expect(code).toBe(130);
    const { manifest } = await keptIn('d');
    expect(manifest.agentSteps).toBeGreaterThan(0);
    expect(reportsOf('d').at(-1)).toMatchObject({ agentSteps: manifest.agentSteps });
  });

  it('with two threads it repeats itself to the bit, and learns what one thread learns', async () => {
    const run = (name: string, threads: string) =>
      train('--steps', '160', '--out', name, '--threads', threads, ...unwatched);
    for (const [name, threads] of [
      ['one', '1'],
      ['two', '2'],
      ['two-again', '2'],
    ] as const) {
      expect((await run(name, threads)).code).toBe(0);
    }
    const [one, two, again] = await Promise.all(['one', 'two', 'two-again'].map(keptIn));
    expect(again?.digests).toEqual(two?.digests);
    const last = (name: string) => reportsOf(name).at(-1) as Record<string, number>;
    expect(last('two').updates).toBe(last('one').updates);
    // Sums in another order: the same but for rounding.
    expect(last('two').criticLoss).toBeCloseTo(last('one').criticLoss as number, 4);
    expect(one?.manifest.updates).toBe(two?.manifest.updates);
  });
});
