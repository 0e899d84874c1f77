import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emptyProgress, saveProgress } from '../../src/app/learning/progress.ts';
import { writeCheckpointFile } from '../../src/storage/checkpoint-file.ts';
import { readEventFile } from '../storage/read-event-file.ts';
import { makeFolder } from './run-cli.ts';

const folder = makeFolder();
const run = (...given: string[]) => folder.run(['export', ...given]);
const write = (name: string, content: string | Uint8Array) =>
  writeFileSync(join(folder.path, name), content);
const read = (name: string) => readFileSync(join(folder.path, name), 'utf8');

const report = {
  ...{ agentSteps: 640, updates: 20, wallSeconds: 10.5, episodes: 4, success: 0.5 },
  ...{ collision: 0, spl: 0.25, return: 1.5, criticLoss: 0.125, actorLoss: -0.5, qMean: 0.75 },
  ...{ agentStepsPerSecond: 64, updatesPerSecond: 2, validation: 0.9 },
  rolledBack: [{ updates: 20, to: 10, reason: 'Q ran away.' }],
};
const point = {
  ...{ seconds: 3, agentSteps: 90, updates: 2, success: 1, return: 2, spl: 0.5 },
  ...{ criticLoss: 0.1, actorLoss: null, q: 0.3 },
};

beforeAll(() => {
  mkdirSync(join(folder.path, 'run'));
  // Of a release that told less, and without an episode.
  const older = { wallSeconds: 5, episodes: 0, success: null, agentSteps: 320 };
  write('run/metrics.jsonl', `${JSON.stringify(older)}\n${JSON.stringify(report)}\n`);
  const progress = saveProgress({ ...emptyProgress, points: [point] }, 1);
  write('page.heed', writeCheckpointFile({ manifest: { progress }, blobs: new Map() }));
  write('trained.heed', writeCheckpointFile({ manifest: { progress: {} }, blobs: new Map() }));
  write('wrong.jsonl', '{"wallSeconds":1}\n');
  write('no.heed', 'hello');
  write('negative.jsonl', JSON.stringify({ ...report, agentSteps: -640 }));
  write(
    'half.jsonl',
    JSON.stringify({ ...report, rolledBack: [{ to: 10, reason: 'Q ran away.' }] }),
  );
});
afterAll(() => folder.remove());

describe('export', () => {
  it('writes the reports of a training as CSV', async () => {
    const { code, stdout, stderr } = await run('--run', 'run', '--out', 'run.csv');
    expect([code, stderr, stdout]).toEqual([0, '', 'Wrote run.csv: 2 points.\n']);
    expect(read('run.csv').split('\r\n')).toEqual([
      'agentSteps,seconds,success,collision,return,spl,validation,criticLoss,actorLoss,q,updates,episodes,agentStepsPerSecond,updatesPerSecond,marks',
      '320,5,,,,,,,,,,0,,,',
      '640,10.5,0.5,0,1.5,0.25,0.9,0.125,-0.5,0.75,20,4,64,2,rollback: collapsed at update 20 and rolled back to update 10. Q ran away.',
      '',
    ]);
  });

  it('writes a run that the page saved for TensorBoard, into a folder', async () => {
    const { code, stdout } = await run('--run', 'page.heed', '--out', 'board/page');
    expect(code).toBe(0);
    const [, file = ''] = stdout.match(/^Wrote (\S+events\.out\.tfevents\.\d{10}\.heed): 1 /) ?? [];
    const [, event] = readEventFile(readFileSync(join(folder.path, file)));
    expect(event?.step).toBe(90n);
    expect(event?.values.map(({ tag }) => tag)).toEqual([
      ...['episodes/success', 'episodes/return', 'episodes/spl'],
      ...['losses/critic', 'losses/q', 'progress/updates'],
    ]);
  });

  it.each([
    ['nothing', ['--run', 'nowhere', '--out', 'a.csv'], /^Expected a run in "nowhere", but/],
    [
      'lines of something else',
      ['--run', 'wrong.jsonl', '--out', 'a.csv'],
      /line 1: expected a rep/,
    ],
    [
      'steps below 0',
      ['--run', 'negative.jsonl', '--out', 'a.csv'],
      /^negative\.jsonl, line 1: expected agentSteps to be a number of at least 0, but got -640\.$/m,
    ],
    [
      'half a rollback',
      ['--run', 'half.jsonl', '--out', 'a.csv'],
      /line 1: expected rolledBack\[0\]\.updates to be a whole number from 0 to \d+, but got nothing\.$/m,
    ],
    ['a file that is no run', ['--run', 'no.heed', '--out', 'a.csv'], /^"no.heed" is no readable/],
    ['a run without curves', ['--run', 'trained.heed', '--out', 'a.csv'], /has no curves: it was/],
    [
      'another file as --out',
      ['--run', 'run', '--out', 'no.heed'],
      /a folder for TensorBoard, but/,
    ],
    ['a folder that is not there', ['--run', 'run', '--out', 'x/a.csv'], /^Cannot write x\/a\.csv/],
  ])('%s is one sentence and exit code 2', async (_name, given, pattern) => {
    const { code, stdout, stderr } = await run(...given);
    expect(stderr).toMatch(pattern);
    expect(stderr.trimEnd()).not.toContain('\n');
    expect([code, stdout]).toEqual([2, '']);
  });
});
