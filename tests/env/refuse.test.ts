/** What a scenario's own functions give by mistake is refused at once, in one sentence. */
import { beforeAll, describe, expect, it } from 'vitest';
import scene from '../../scenes/plaza.json';
import { InputError } from '../../src/core/input-error.ts';
import {
  type Agent,
  createEnvironment,
  defineScenario,
  ego,
  loadEngines,
  placeAtRandom,
  type ScenarioOptions,
} from '../../src/env/index.ts';

beforeAll(loadEngines);

const whole: ScenarioOptions = {
  name: 'mis',
  title: 'Mistaken',
  description: 'A scenario with a mistake.',
  scene: { ...scene, agents: { ...scene.agents, count: 2 }, generate: [] },
  sensors: [ego()],
  begin: (agent) => placeAtRandom(agent),
  reward: () => 0,
};

/** What is said of three decisions, or of the beginning. */
function refusal(change: object): string {
  const scenario = defineScenario({ ...whole, ...change });
  let environment: ReturnType<typeof createEnvironment> | undefined;
  try {
    environment = createEnvironment(scenario, { seed: 4 });
    for (let step = 0; step < 3; step++) environment.step(new Float32Array(4));
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  } finally {
    environment?.dispose();
  }
  return 'nothing was refused';
}

describe('a reward or shaping', () => {
  it.each([
    ['reward', Number.NaN, 'NaN'],
    ['reward', undefined, 'nothing'],
    ['reward', Number.POSITIVE_INFINITY, 'Infinity'],
    ['reward', '1', '"1"'],
    ['shaping', Number.NaN, 'NaN'],
  ])('that is no finite number is refused: %s %s', (what, value, got) => {
    const sometimes = ({ index, steps }: Agent) => (index === 1 && steps === 2 ? value : 0);
    expect(refusal({ [what]: sometimes })).toMatch(
      new RegExp(
        `^Expected the ${what} of scenario "mis" to be a finite number, got ${got} \\(agent 1, decision 2, layout \\d+\\)\\.$`,
      ),
    );
  });
});

describe('an outcome', () => {
  it.each([
    ['succes', '"succes"'],
    ['timeout', '"timeout"'],
    [false, 'false'],
    [true, 'true'],
    ['', '""'],
    [0, '0'],
  ])('that there is not is refused: %s', (outcome, got) => {
    expect(refusal({ outcome: () => outcome })).toBe(
      `Expected the outcome of scenario "mis" to be "success", "collision" or nothing, got ${got}.`,
    );
  });

  it.each(['success', 'collision', undefined, null])('%s is none of these', (outcome) => {
    expect(refusal({ outcome: () => outcome })).toBe('nothing was refused');
  });
});

describe('a beginning', () => {
  /** The ground is open at the first place, and ends before the second. */
  const [open, outside] = [
    [0.123456, 6.5],
    [99, 0],
  ] as const;

  it.each([
    [
      'a goal outside',
      open,
      outside,
      /from \(0\.12, 6\.50\) to \(99\.00, 0\.00\) .*the goal is not on/,
    ],
    [
      'a start outside',
      outside,
      open,
      /from \(99\.00, 0\.00\) .*: the start is not on free ground/,
    ],
    [
      'a goal that is no number',
      open,
      [Number.NaN, 0],
      /to \(NaN, 0\.00\) .*the goal is not on free/,
    ],
    ['two ends outside', outside, [99, 5], /: neither is on free ground/],
  ] as const)('with %s is refused', (_, [x, z], [goalX, goalZ], sentence) => {
    const begin = (agent: Agent) => {
      agent.start(x, z, 0);
      agent.setGoal(goalX, goalZ);
    };
    const said = refusal({ begin });
    expect(said).toMatch(
      /^Expected scenario "mis" to begin with a goal that can be reached on foot/,
    );
    expect(said).toMatch(sentence);
    expect(said).toMatch(/; draw another in `begin`, or use placeAtRandom\.$/);
  });

  it('with a goal where the agent stands is refused, as when none was set', () => {
    const sentence =
      /^Expected scenario "mis" to begin with a goal away from the start, but agent 0 has both at \(-?\d+\.\d\d, -?\d+\.\d\d\) in layout \d+: call agent\.setGoal in `begin`/;
    expect(refusal({ begin: () => {} })).toMatch(sentence);
    expect(refusal({ begin: (agent: Agent) => agent.setGoal(agent.x, agent.z) })).toMatch(sentence);
  });

  it('without a start is none of these: the agent goes on from where it stands', () => {
    const begin = (agent: Agent) => agent.setGoal(0, agent.z > 0 ? -6.5 : 6.5);
    expect(refusal({ begin })).toBe('nothing was refused');
  });
});
