/** Sensors of a person's own: what they write is held against what they say, where a scenario is first observed. */
import { beforeAll, describe, expect, it } from 'vitest';
import scene from '../../scenes/plaza.json';
import { InputError } from '../../src/core/input-error.ts';
import { graphBlocks, type Part } from '../../src/core/spec.ts';
import {
  type Agent,
  type BoundSensor,
  createEnvironment,
  defineScenario,
  ego,
  loadEngines,
  placeAtRandom,
  type Sensor,
  sceneGraph,
} from '../../src/env/index.ts';

beforeAll(loadEngines);

const pair: Part = { kind: 'vector', name: 'pair', features: ['one', 'two'] };
const set: Part = { kind: 'set', name: 'set', rows: 2, features: ['one', 'two'] };

const mine = (bind: () => BoundSensor, agent: typeof pair | typeof set | null = pair): Sensor => ({
  name: 'mine',
  parts: () => (agent ? { agent } : {}),
  bind,
});

const writing =
  (...values: readonly number[]) =>
  (): BoundSensor => ({
    writeAgent(_, row, offset) {
      for (const [i, value] of values.entries()) row[offset + i] = value;
    },
  });

const scenarioOf = (...sensors: readonly Sensor[]) =>
  defineScenario({
    name: 'm',
    title: 'Mine',
    description: 'A scenario with a sensor of its own.',
    scene: { ...scene, agents: { ...scene.agents, count: 2 }, generate: [] },
    sensors,
    begin: (agent) => placeAtRandom(agent),
    reward: () => 0,
  });

function refusal(sensor: Sensor): string {
  try {
    createEnvironment(scenarioOf(sensor, ego()), { seed: 1 }).dispose();
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
  return 'nothing was refused';
}

describe('the first observation', () => {
  const last = (agent: Agent) => (agent.index === 1 ? Number.NaN : 0);
  it.each([
    [
      'a number too many',
      writing(1, 2, 3),
      pair,
      'its 2 numbers to be written, got 3 from writeAgent.',
    ],
    [
      'a number left out',
      writing(1),
      pair,
      'its 2 numbers to be written, but "two" was left out or is NaN.',
    ],
    [
      'a number without end',
      writing(Number.POSITIVE_INFINITY, 1),
      pair,
      'its 2 numbers to be written, but "one" is infinite.',
    ],
    [
      'a number of another agent’s',
      (): BoundSensor => ({
        writeAgent(agent, row, offset) {
          row[offset] = 0;
          row[offset + 1] = last(agent);
        },
      }),
      pair,
      'its 2 numbers to be written, but "two" was left out or is NaN.',
    ],
    [
      'a place that is not its own',
      (): BoundSensor => ({ writeAgent: (_, row) => void row.set([1, 2]) }),
      pair,
      'writeAgent to begin at row[offset], got a number in front of it.',
    ],
    [
      'a row left out',
      writing(1, 2, 3),
      set,
      'its 6 numbers to be written, but "two" of row 1 was left out or is NaN.',
    ],
    [
      'a mask left out',
      writing(1, 2, 3, 4, 1),
      set,
      'its 6 numbers to be written, but the mask of row 1 was left out or is NaN.',
    ],
    ['a part that nobody writes', () => ({}), pair, 'to have writeAgent, for its part "pair".'],
    [
      'numbers of no part',
      writing(1, 2),
      null,
      'its 0 numbers to be written, got 2 from writeAgent.',
    ],
  ] as const)('refuses a sensor that writes %s', (_, bind, part, message) => {
    const said = refusal(mine(bind, part));
    expect(said).toMatch(/^Expected sensor "mine" of scenario "m"/);
    expect(said).toContain(message);
  });

  it('refuses a graph of which a part is left out', () => {
    const graph = sceneGraph();
    const half: Sensor = {
      ...graph,
      bind(world, of) {
        const bound = graph.bind(world, of);
        const { nodeMask } = graphBlocks(graph.parts(of).world!);
        return {
          ...bound,
          writeWorld(row, offset) {
            bound.writeWorld?.(row, offset);
            row[offset + nodeMask + 1] = Number.NaN;
          },
        };
      },
    };
    expect(refusal(half)).toMatch(/but the mask of row 1 was left out or is NaN\.$/);
  });

  it('is what it would have been, also of a sensor that draws and counts', () => {
    const drawing = mine(() => {
      let calls = 0;
      return {
        writeAgent(agent, row, offset) {
          row[offset] = agent.random.uniform();
          row[offset + 1] = ++calls;
        },
      };
    });
    const scenario = scenarioOf(drawing, ego(), sceneGraph());
    // The first environment is looked at more closely, the second is not.
    const rows = [1, 2].map(() => {
      const environment = createEnvironment(scenario, { seed: 1 });
      const seen = [environment.agentRows.slice(), environment.worldRow.slice()];
      environment.step(new Float32Array(4));
      seen.push(environment.agentRows.slice(), environment.worldRow.slice());
      environment.dispose();
      return seen;
    });
    expect(rows[1]).toEqual(rows[0]);
    expect(rows[0]?.[0]?.[1]).toBe(1);
  });
});
