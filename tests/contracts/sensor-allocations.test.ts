/**
 * That no registered sensor leaves an object behind in a step. In a file, and so in a process, of its own: what other
 * tests ask of the same functions decides what the compiler makes of them, and whether the numbers that they pass to
 * each other are on the heap.
 */
import { beforeAll, expect, it } from 'vitest';
import {
  type BoundSensor,
  createEnvironment,
  type Environment,
  ego,
  loadEngines,
  sensors,
} from '../../src/env/index.ts';
import { leastAllocatedBytes } from './allocated-bytes.ts';
import { scenarioWith } from './busy-rooms.ts';

beforeAll(loadEngines);

it.each(sensors.names())(
  'sensor %s leaves no object behind in a step',
  async (name) => {
    const environment = createEnvironment(scenarioWith(name), { seed: 5 });
    const { world, scenario } = environment;
    await expectNoObjects(sensors.get(name)().bind(world, scenario.scene), environment);
    environment.dispose();
  },
  60_000,
);

/**
 * Numbers that the compiler boxes are 16 bytes each, and how many that are is its own affair: up to three of an agent's,
 * some dozens of a world's, which has them once for all its agents. A list of two numbers is 64.
 */
const ofAgent = 60;
const ofWorld = 800;

async function expectNoObjects(
  bound: BoundSensor,
  environment: Environment,
  turns?: number,
): Promise<void> {
  const { readings, agents, agentRows, worldRow } = environment;
  const own = () => {
    for (const agent of readings) bound.writeAgent?.(agent, agentRows, 0);
  };
  const shared = () => bound.writeWorld?.(worldRow, 0);
  const bytes = await leastAllocatedBytes(own, ofAgent * agents, turns);
  expect(bytes / agents, 'writeAgent').toBeLessThan(ofAgent);
  expect(await leastAllocatedBytes(shared, ofWorld, turns), 'writeWorld').toBeLessThan(ofWorld);
}

it('what is asked of sensors finds one that allocates, whether it keeps that or not', async () => {
  const environment = createEnvironment(scenarioWith('ego'), { seed: 5 });
  const { world, scenario } = environment;
  const quiet = ego().bind(world, scenario.scene);
  await expectNoObjects(quiet, environment);
  const kept = { last: [0, 0], lists: [[0, 0]] };
  const ofAnAgent: BoundSensor = {
    writeAgent(agent, row, offset) {
      quiet.writeAgent?.(agent, row, offset);
      kept.last = [agent.index, agent.steps];
    },
  };
  await expect(expectNoObjects(ofAnAgent, environment, 12)).rejects.toThrow('writeAgent');
  const ofAWorld: BoundSensor = {
    writeWorld() {
      // A list of each body.
      kept.lists = Array.from({ length: world.bodies.count }, (_, body) => [body, body]);
    },
  };
  await expect(expectNoObjects(ofAWorld, environment, 12)).rejects.toThrow('writeWorld');
  environment.dispose();
}, 60_000);
