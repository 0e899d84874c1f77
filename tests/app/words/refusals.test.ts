import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { catalogs } from '../../../src/app/words/index.ts';
import { phrases, refusal, remedies, sentences } from '../../../src/app/words/zh/refusals.ts';

/** All that Heed says from where it knows no language; literals that are joined by a plus count as one. */
const said = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.startsWith('app/words/zh'))
  .map((file) => readFileSync(`src/${file}`, 'utf8').replaceAll(/['`] \+\n\s*['`]/g, ''))
  .join('\n');

it.each([...sentences, ...phrases, ...remedies].map(([english]) => english))(
  'Heed can still say: %s',
  (english) => {
    for (const piece of english.split('*')) {
      expect(said.includes(piece.trim()), piece).toBe(true);
    }
  },
);

it.each([
  ['No way leads there.', '没有路通向那里。'],
  ['The planter stands there.', '那里已有花坛。'],
  ['A robot stands there.', '那里有一个机器人。'],
  [
    'The hedge “added-2” and the pillar “added-1” would stand in one place: move or leave out one of them.',
    '绿篱“added-2”与柱子“added-1”会占据同一处：请移动或去掉其中之一。',
  ],
  [
    'The crate stands there. Undo again when the place is free.',
    '那里已有木箱。等那里空出来再撤销。',
  ],
  [
    'The file “a.glb” is cut off: a GLB has at least 20 bytes.',
    '文件“a.glb”不完整：GLB 至少有 20 字节。',
  ],
  [
    'The file “x (1).heed” is no readable checkpoint: it has only 3 bytes.',
    '文件“x (1).heed”无法读取：它只有 3 字节。',
  ],
  ['The file “a.png” is none of Heed: expected a run (.heed).', /^文件“a\.png”不是 Heed 的文件。/],
  [
    'The file “b.heed” has 3.0 GB: a run has at most 2.1 GB.',
    '文件“b.heed”有 3.0 GB，太大了：最多 2.1 GB。',
  ],
  [
    'The file “c.heed”: expected seed to be a whole number, but got -1.',
    /^文件“c\.heed”中 seed 的值 -1 不正确/,
  ],
])('%s is said in Chinese', (english, chinese) => {
  expect(refusal(english)).toMatch(chinese);
  const failure = { is: 'refused', what: 'file', sentence: english } as const;
  expect(catalogs.zh.run.failure(failure)).toBe(refusal(english));
});

it('what is unknown is said as it came, behind a Chinese word for what did not work', () => {
  const failure = { is: 'refused', what: 'file', sentence: 'The moon is full.' } as const;
  expect(refusal(failure.sentence)).toBeUndefined();
  expect(catalogs.zh.run.failure(failure)).toMatch(/^\p{Script=Han}+：The moon is full\.$/u);
});
