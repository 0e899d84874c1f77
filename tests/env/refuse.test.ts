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
