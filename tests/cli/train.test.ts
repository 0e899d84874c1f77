/** What `train` refuses, as a person sees it. Whole trainings: train.long.test.ts. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { makeFolder } from './run-cli.ts';

const folder = makeFolder();
// The first command bundles the sources, which takes its time once.
beforeAll(async () => {
  await folder.run(['train', '--help']);
  mkdirSync(join(folder.path, 'empty'));
  mkdirSync(join(folder.path, 'taken/metrics.jsonl'), { recursive: true });
  writeFileSync(join(folder.path, 'file'), 'precious');
  mkdirSync(join(folder.path, 'policy'));
  writeFileSync(join(folder.path, 'policy/card.json'), '{}');
}, 60_000);
afterAll(() => folder.remove());

describe.concurrent('train: what is refused with one sentence, before anything is written', () => {
  it.for<[string[], RegExp]>([
    [['--scene', 'plaza', '--steps', 'abc'], /Expected --steps to be an integer .*"abc"\./],
    [['--scene', 'plaza', '--steps', '0'], /Expected --steps to be an integer of at least 1/],
    [
      ['--scene', 'plaza', '--seed', '4294967296'],
      /Expected --seed to be an integer from 0 to 4294967295, but got "4294967296"\./,
    ],
    [['--scene', 'plaza', '--minutes', '-1'], /Expected --minutes to be a number/],
    [['--scene', 'plaza', '--validate', '-1'], /Expected --validate to be an integer from 0 to/],
    [
      ['--scene', 'plaza', '--validate-every', '0'],
      /Expected --validate-every to be an integer of/,
    ],
    [['--scene', 'plaza', '--sed', '1'], /Unknown flag --sed\./],
    [['--steps', '10'], /--scene is missing/],
    [
      ['--scene', 'moon'],
      /Unknown scenario "moon"\. Known: plaza, .*\. If it is yours, register it in scenes\/index\.ts\.$/m,
    ],
    [['--scene', '__proto__'], /Unknown scenario "__proto__"/],
    [['--scene', 'plaza', '--algorithm', 'ppo'], /Unknown algorithm "ppo"\. Known: heed, /],
    [
      ['--scene', 'crossing', '--set', 'colour=1'],
      /Unknown hyperparameter "colour"\. Known: .*; the scene "crossing" has no settings\.$/m,
    ],
    [
      ['--scene', 'crowdnav', '--set', 'colour=1'],
      /Unknown setting "colour"\. Known, of the scene: crossing, people, .*; of learning: attention, /,
    ],
    [
      ['--scene', 'crowdnav', '--set', 'people=7'],
      /Expected .*: people to be one of 5, 10, 20, got "7"/,
    ],
    [['--scene', 'plaza', '--set', 'hidden'], /Expected --set name=value, but got "hidden"\./],
    [['--scene', 'plaza', '--set', 'hidden=big'], /Expected hidden to be a whole number .*"big"/],
    [['--scene', 'plaza', '--set', 'channels=1e9'], /Expected channels to be a whole number/],
    [['--scene', 'plaza', '--set', 'channels=9'], /Expected channels to be a multiple of heads/],
    [
      ['--scene', 'plaza', '--set', 'agents=4', '--set', 'groups=8'],
      /Expected groups to be a divisor of the number of agents, 4, but got 8\./,
    ],
    [['--scene', 'plaza', '--set', 'attention=cross'], /Unknown attention kind "cross"\. Known: /],
    [['--scene', 'plaza', '--resume', 'nowhere'], /Expected a run in "nowhere" to resume, but /],
    [['--scene', 'plaza', '--resume', 'empty'], /Expected a run in "empty" to resume, but there/],
    [['--scene', 'plaza', '--out', 'file/run'], /Cannot make the folder "file\/run" \(ENOTDIR\)/],
    [
      ['--scene', 'plaza', '--out', 'taken'],
      /^Cannot write taken\/metrics\.jsonl: there is a folder of this name\.$/m,
    ],
    [
      ['--scene', 'plaza', '--out', 'policy'],
      /^"policy" holds a policy alone: name another --out for the run\.$/m,
    ],
    [['--scene', 'plaza', '--out', 'file'], /Cannot make the folder "file" \(EEXIST\)/],
  ])('%j', async ([given, pattern], { expect }) => {
    const { code, stdout, stderr } = await folder.run(['train', ...given]);
    expect(stderr).toMatch(pattern);
    expect(stderr).toMatch(/^[^\n]+\n$/);
    expect([code, stdout]).toEqual([2, '']);
    expect([...folder.content()]).toEqual([
      ['empty', 'a folder'],
      ['file', 'precious'],
      ['policy', 'a folder'],
      ['policy/card.json', '{}'],
      ['taken', 'a folder'],
      ['taken/metrics.jsonl', 'a folder'],
    ]);
  });
});
