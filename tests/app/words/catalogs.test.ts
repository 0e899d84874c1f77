/** Both catalogs say everything, each in its own language. That no phrase is missing is for the compiler to see. */
import { afterEach, describe, expect, it } from 'vitest';
import { scenarios } from '../../../scenes/index.ts';
import { settings } from '../../../src/app/learning/settings.ts';
import { catalogs } from '../../../src/app/words/index.ts';
import { language, languageOf } from '../../../src/app/words/language.ts';
import type { Reason } from '../../../src/explain/reason.ts';
import { adjustable } from '../../../src/rl/adjustable.ts';
import { heed } from '../../../src/rl/algorithms/heed.ts';
import { edgeKinds } from '../../../src/scene/graph-capacity.ts';
import { propLook, staticLook } from '../../../src/scene/scene-quantities.ts';
import { overlays } from '../../../src/view/overlays/index.ts';

const { en, zh } = catalogs;

/** What phrases are given whose parameters are no plain texts or numbers. */
const facts = { scenario: 'plaza', agents: 8, rate: '12 %', minutes: '3', ownRun: false };
const reason: Reason = {
  doing: 'turns-left',
  because: { is: 'nothing', least: 0.15 },
  agrees: true,
  hardly: undefined,
  inVain: undefined,
};
const tau = { value: 0.5, low: 0.4, high: 0.6 };
const samples: Readonly<Record<string, readonly unknown[]>> = {
  'page.list': [['A', 'B']],
  ...Object.fromEntries(
    ['trained', 'failed', 'off', 'starting', 'trying', 'learned', 'learning'].map((story) => [
      `page.story.${story}`,
      [facts],
    ]),
  ),
  'page.time.speedName': ['max'],
  'page.time.speedSpoken': ['turbo'],
  'page.time.slowMotion': [0.25],
  'learning.reason.chosen': [
    { backend: 'wasm', why: 'software', reason: 'Learning runs on wasm (the CPU).' },
  ],
  'learning.timeline.oneOfMarks': ['best', '1 s'],
  'learning.collapse': [{ is: 'no-number', of: 'q' }],
  'learning.settings.changes': [['A', 'B']],
  'learning.cases.sources': [[{ methods: ['A', 'B'], of: 'C' }]],
  'mind.why.reason': [reason, () => 'A'],
  'mind.why.without': [['A', 'B'], 'Turns left.'],
  'mind.actions.aside': [12, 'left'],
  'editing.addA': ['hedge'],
  'editing.new': ['hedge'],
  'editing.advice.click': ['hedge'],
  'editing.spoken.inHand': ['hedge'],
  'editing.hindrance': ['hedge'],
  'editing.would.otherwise': ['A', { by: 0.4, way: 'slower' }],
  'editing.step': [{ does: 'move', look: 'hedge' }],
  'editing.cutOff': [['A', 'B'], 2],
  'report.measuring': [{ when: '1 s', number: 1, of: 2 }, '3 s'],
  'report.of': [{ when: '1 s', updates: '2', now: '5', decisions: '3', tries: 4 }],
  'report.finding': [{ is: 'ranks', part: 'nearbyEntities', like: 'much', tau }],
  'rewind.differs': [12],
  'run.failure': [{ is: 'gone', what: 'learning' }],
  'run.otherSettings': [['A', 'B']],
  'run.stopped': ['A', 'walker'],
  'share.kinds': [[{ name: 'run', ending: '.heed' }]],
};

/** Every phrase as it is said, by its path. */
function phrasesOf(catalog: object, path = ''): [path: string, said: string][] {
  return Object.entries(catalog).flatMap(([key, value]): [string, string][] => {
    const at = path === '' ? key : `${path}.${key}`;
    if (at === 'names') return [];
    if (typeof value === 'string') return [[at, value]];
    if (typeof value !== 'function') return phrasesOf(value, at);
    const said: unknown = value(...(samples[at] ?? ['1', '2', '3', '4']));
    return typeof said === 'string' ? [[at, said]] : phrasesOf(said as object, at);
  });
}

/** What is the same everywhere: names, units, and what is made of the parameters alone. */
const sameEverywhere = new Set([
  'learning.tiles.spl.name',
  'learning.compare.before',
  'learning.settings.change',
  'learning.settings.changes',
  'learning.rows.ofSpeed',
  'learning.timeline.markAt',
  'learning.cases.of',
  'learning.cases.sources',
  'mind.robots.place',
  'mind.why.thing',
  'mind.actions.velocity',
  'mind.senses.graph.hears',
  'editing.numbered',
  'editing.the',
  'page.list',
  'page.withKey',
  'rewind.ofFile',
  'share.results.ways.csv',
  'share.results.ways.jsonl',
  'share.results.ways.tensorboard',
]);

const han = /\p{Script=Han}/u;

describe('catalogs', () => {
  afterEach(() => {
    language.value = 'en';
  });

  it('have the same phrases, and none is empty', () => {
    const [english, chinese] = [phrasesOf(en), phrasesOf(zh)];
    expect(english.length).toBeGreaterThan(350);
    expect(chinese.map(([path]) => path).sort()).toEqual(english.map(([path]) => path).sort());
    for (const [path, said] of [...english, ...chinese]) expect(said.trim(), path).not.toBe('');
  });

  it('are each in their own language', () => {
    const inChinese = phrasesOf(en).filter(([, said]) => han.test(said));
    expect(inChinese).toEqual([]);
    language.value = 'zh';
    const notInChinese = phrasesOf(zh).filter(
      ([path, said]) => !han.test(said) && !sameEverywhere.has(path),
    );
    expect(notInChinese).toEqual([]);
    const undefinedIn = [...phrasesOf(en), ...phrasesOf(zh)].filter(([, said]) =>
      /undefined|NaN|\[object/.test(said),
    );
    expect(undefinedIn).toEqual([]);
  });

  it('have Chinese punctuation in Chinese', () => {
    language.value = 'zh';
    const wrong = phrasesOf(zh).filter(([, said]) =>
      /\p{Script=Han}\s*[,;!?()]|\p{Script=Han}[.:]/u.test(said),
    );
    expect(wrong).toEqual([]);
  });

  it('know all that comes from elsewhere: scenes, overlays, settings, and what observations are made of', () => {
    const { names } = zh;
    const parts = scenarios
      .entries()
      .flatMap(([, { observationLayout }]) => [
        ...observationLayout.agent.map(({ part }) => part),
        ...observationLayout.world.map(({ part }) => part),
      ]);
    // Rays are numbered, and neither these nor the anchor are listed.
    const listed = parts.filter(
      ({ name, kind }) => name !== 'rangeScan' && kind !== 'graph' && kind !== 'anchor',
    );
    const known = (names: readonly string[], of: Readonly<Record<string, unknown>>) =>
      expect(names.filter((name) => !Object.hasOwn(of, name))).toEqual([]);
    known(scenarios.names(), names.scenes);
    known(overlays.names(), names.overlays);
    known(
      parts.filter(({ kind }) => kind !== 'anchor').map(({ name }) => name),
      names.parts,
    );
    known(
      listed.flatMap(({ features }) => [...features]),
      names.features,
    );
    // Of the graph what is shown: its nodes' numbers, and the kinds of its edges.
    const graphs = parts.filter(({ kind }) => kind === 'graph');
    known([...graphs.flatMap(({ features }) => [...features]), ...edgeKinds], names.features);
    known(
      Object.keys(heed).filter((name) => !adjustable.some((each) => each === name)),
      names.hyperparameters,
    );
    known(
      scenarios.entries().flatMap(([, { metrics }]) => Object.keys(metrics)),
      names.columns,
    );
    known(
      settings.map(({ name }) => name),
      zh.learning.settings.of,
    );
    known([...staticLook.options, ...propLook.options], zh.editing.looks);
  });

  it.each([
    ['hedge 7', '绿篱 7'],
    ['North-east quarter', '东北区'],
    ['passage Room 1 – Room 12', '通道 房间 1 – 房间 12'],
    ['passage West hall – Passage', '通道 西厅 – 过道'],
    ['any lamp', '任意灯'],
    ['walker 3', '行人 3'],
    ['Ada 2', 'Ada 2'],
    ['You', '你'],
    ['Lord’s garden', 'Lord’s garden'],
  ])('the label %s is %s', (label, chinese) => {
    expect(zh.names.label(label)).toBe(chinese);
    expect(en.names.label(label)).toBe(label);
  });

  it('every region of every scene has a name', () => {
    const labels = scenarios
      .entries()
      .flatMap(([, { scene }]) => (scene.regions ?? []).map(({ label }) => label));
    expect(labels.filter((label) => !han.test(zh.names.label(label)))).toEqual([]);
  });
});

describe('language', () => {
  it.each([
    [['zh-CN', 'en'], 'zh'],
    [['zh-Hans-SG'], 'zh'],
    [['en-GB', 'zh'], 'en'],
    [['fr-FR', 'zh-TW', 'en'], 'zh'],
    [['fr', 'de'], 'en'],
    [[], 'en'],
  ] as const)('of a browser with %j is %s', (preferred, chosen) => {
    expect(languageOf(preferred)).toBe(chosen);
  });
});
