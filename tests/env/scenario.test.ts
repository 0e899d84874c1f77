import { describe, expect, it } from 'vitest';
import scene from '../../scenes/plaza.json';
import { InputError } from '../../src/core/input-error.ts';
import {
  defineScenario,
  ego,
  nearbyEntities,
  publishedSeeds,
  rangeScan,
  rememberedEntities,
} from '../../src/env/index.ts';
import { figureNames } from '../../src/env/metric.ts';

const whole = {
  name: 'test',
  title: 'Test',
  description: 'A scenario for a test.',
  scene,
  sensors: [ego()],
  begin: () => {},
  reward: () => 0,
};

/** A sensor called "mine" with this part of the agent's row. */
const sensing = (agent: object) => ({ ...ego(), name: 'mine', parts: () => ({ agent }) });

const result = { method: 'ORCA', source: 'A paper', success: 0.43, collision: 0.57 };
const benchmark = {
  scene: { ...scene, agents: { ...scene.agents, count: 1 } },
  seeds: publishedSeeds({
    ...{ validation: [0, 9], test: [10, 19], training: [20, 29], fresh: 30 },
  }),
  metrics: { gap: { title: 'gap', gather: 'least', of: () => 0 } },
};

function refusal(make: () => unknown): string {
  try {
    make();
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
  return 'nothing was refused';
}

describe('defineScenario', () => {
  it('fills in the documented defaults', () => {
    const scenario = defineScenario(whole);
    expect(scenario).toMatchObject({
      decisionSeconds: 0.1,
      substeps: 6,
      layoutSteps: 600,
      gamma: 0.99,
      timeLimitFactor: 3,
      goalRadius: 0.4,
      agents: 8,
      action: { maxSpeed: 1.5 },
    });
    expect(scenario.observationLayout.agentSize).toBe(10);
    expect(scenario.observationLayout.worldSize).toBe(0);
  });

  const wrong: readonly (readonly [string, object, string])[] = [
    [
      'a name with blanks',
      { name: 'My Plaza' },
      'small letters, digits and dashes, got "My Plaza"',
    ],
    ['no title', { title: ' ' }, 'scenario "test": title to be a text'],
    ['a misspelt option', { gama: 0.9 }, 'scenario "test": unknown option "gama". Known: name,'],
    ['gamma above 1', { gamma: 1.5 }, 'scenario "test": gamma to be a number from 0 to 1, got 1.5'],
    [
      'a text for a number',
      { goalRadius: '1' },
      'goalRadius to be a number from 0.05 to 5, got "1"',
    ],
    [
      'a limit of no decision',
      { limitSteps: 0 },
      'limitSteps to be an integer from 1 to 100000, got 0',
    ],
    [
      'a layout per episode of many agents',
      { layoutPerEpisode: true },
      'scenario "test": layoutPerEpisode to stand with a scene of 1 agent, got 8 agents',
    ],
    [
      'a metric that is gathered otherwise',
      { metrics: { gap: { title: 'gap', gather: 'median', of: () => 0 } } },
      'scenario "test": metric gap: gather to be pooled, mean, sum, least, most, got "median"',
    ],
    [
      'a metric with a hyphen',
      { metrics: { 'least-gap': { title: 'gap', gather: 'least', of: () => 0 } } },
      'metrics of letters and digits, got "least-gap"',
    ],
    ['metrics of nothing', { metrics: null }, 'metrics to be a record { name: { title, gather,'],
    [
      'a metric of nothing',
      { metrics: { gap: null } },
      'metric gap to be a record { title, gather, of }, got null',
    ],
    [
      'a misspelt field of a metric',
      { metrics: { gap: { title: 'gap', gather: 'least', of: () => 0, fromstart: true } } },
      'metric gap: unknown option "fromstart". Known: title, gather, fromStart, cases, of.',
    ],
    [
      'a metric of other cases than there are',
      { metrics: { gap: { title: 'gap', gather: 'least', of: () => 0, cases: 'success' } } },
      'metric gap: cases to be all, successes, got "success"',
    ],
    [
      'published results without published cases',
      { published: [result] },
      'scenario "test": published to stand with published cases, got seeds by hash',
    ],
    [
      'a published success in per cent',
      { ...benchmark, published: [{ ...result, success: 43 }] },
      'scenario "test": published: ORCA: success to be a number from 0 to 1, got 43',
    ],
    [
      'a published figure that it does not gather',
      { ...benchmark, published: [{ ...result, figures: { danger: 0.1 } }] },
      'published: ORCA: figures: unknown option "danger". Known: gap.',
    ],
    [
      'a published result of nobody',
      { ...benchmark, published: [{ ...result, source: '' }] },
      'published: ORCA: source to be a text of at least one letter',
    ],
    ['half a decision', { layoutSteps: 60.5 }, 'layoutSteps to be an integer from 50 to 1000000'],
    ['time off the physics', { decisionSeconds: 0.11 }, 'multiple of 1/60 s, got 0.11; 0.116'],
    [
      'no reward',
      { reward: undefined },
      'reward to be a function (agent) => number, got undefined',
    ],
    ['no sensors', { sensors: [] }, 'sensors to list at least one sensor, such as ego()'],
    ['a sensor twice', { sensors: [ego(), ego()] }, 'sensor "ego" stands there twice'],
    [
      'a sensor that is not called',
      { sensors: [ego(), nearbyEntities] },
      'scenario "test": sensors[1] to be a sensor, got a function: write nearbyEntities().',
    ],
    [
      'a sensor that is nothing',
      { sensors: [undefined] },
      'sensors[0] to be a sensor, such as ego(), got nothing',
    ],
    [
      'a sensor without bind',
      { sensors: [{ ...ego(), bind: undefined }] },
      'sensors[0] ("ego"): bind to be a function (world, scene) => { writeAgent, writeWorld }, got',
    ],
    [
      'a sensor without parts',
      { sensors: [{ ...ego(), parts: () => undefined }] },
      'the parts of sensor "ego" to be a record { agent, world }, got undefined',
    ],
    [
      'two parts of one name',
      { sensors: [ego(), sensing({ kind: 'vector', name: 'ego', features: ['one'] })] },
      'sensor "mine": its part "ego" has the name of a part of "ego", whose place it would take',
    ],
    [
      'a graph in an agent’s row',
      { sensors: [sensing({ kind: 'graph', name: 'mine', features: ['x'] })] },
      'sensor "mine": part "mine": kind to be vector, set, anchor, got "graph"',
    ],
    [
      'a part without features',
      { sensors: [sensing({ kind: 'vector', name: 'mine', features: [] })] },
      'part "mine": features to list at least one name, got a list of 0',
    ],
    [
      'a feature twice',
      { sensors: [sensing({ kind: 'vector', name: 'mine', features: ['one', 'two', 'one'] })] },
      'part "mine": features to be names of which none repeats, got "one" twice',
    ],
    [
      'a set without rows',
      { sensors: [sensing({ kind: 'set', name: 'mine', features: ['one'] })] },
      'part "mine": rows to be an integer from 1 to 10000, got undefined',
    ],
    ['a broken scene', { scene: { version: 2 } }, 'the scene of scenario "test": version: '],
  ];
  for (const [what, change, message] of wrong) {
    it(`refuses ${what} in one sentence`, () => {
      const options = { ...whole, ...change } as Parameters<typeof defineScenario>[0];
      expect(refusal(() => defineScenario(options))).toContain(message);
    });
  }

  it.each(figureNames)('refuses a metric called %s, whose place it would take', (name) => {
    const metrics = { [name]: { title: 'gap', gather: 'least', of: () => 0 } as const };
    expect(refusal(() => defineScenario({ ...whole, metrics }))).toBe(
      `Expected scenario "test": metrics by names that no figure of every evaluation has, got "${name}": give it another.`,
    );
  });

  it('refuses options that are none', () => {
    expect(refusal(() => defineScenario(undefined as never))).toContain(
      'Expected defineScenario to be a record { name, title,',
    );
  });

  it('refuses misspelt options of sensors and seeds', () => {
    const misspelt = { ray: 3 } as object;
    expect(refusal(() => rangeScan(misspelt))).toBe(
      'rangeScan: unknown option "ray". Known: rays, reach.',
    );
    expect(refusal(() => nearbyEntities(misspelt))).toMatch(
      /^nearbyEntities: unknown option "ray"/,
    );
    expect(refusal(() => rememberedEntities(misspelt))).toMatch(
      /^rememberedEntities: unknown option/,
    );
    expect(refusal(() => publishedSeeds({ ...misspelt } as never))).toMatch(
      /^publishedSeeds: unknown option "ray"\. Known: training, /,
    );
  });

  it('refuses sensor options out of range', () => {
    expect(refusal(() => rangeScan({ rays: 3 }))).toContain('integer from 4 to 128, got 3');
    expect(refusal(() => rangeScan({ reach: Number.NaN }))).toContain('from 0.5 to 50, got NaN');
    expect(refusal(() => nearbyEntities({ rows: 0 }))).toContain('integer from 1 to 64, got 0');
  });
});
