/**
 * Shipped policies were trained where nobody visits, and treat a visitor as one of those whom they know: in the
 * plaza as another robot, to the bit; in CrowdNav as a person. Both go round who stands in the way.
 */
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { scenarios } from '../../scenes/index.ts';
import { actingPolicy } from '../../src/agents/trained-policy.ts';
import { readPolicyDirectory } from '../../src/cli/policy-directory.ts';
import type { Agent } from '../../src/env/agent.ts';
import { createEnvironment, type Environment, loadEngines } from '../../src/env/index.ts';

beforeAll(loadEngines);

function open(name: string) {
  const scenario = scenarios.get(name);
  const folder = join(import.meta.dirname, '../../assets/policies', name);
  const { card, weights } = readPolicyDirectory(scenario, folder);
  return { scenario, policy: actingPolicy(scenario, card.hyperparameters, weights) };
}

it('to the policy of the plaza a visitor is another robot', () => {
  const { scenario, policy } = open('plaza');
  const environment = createEnvironment(scenario, { seed: 11 });
  const { readings } = environment;
  const still = new Float32Array(2 * environment.agents);
  const { x, z } = readings[0] as Agent;
  // Where the first one sees nobody.
  const [farX, farZ] = [x > 0 ? -8.5 : 8.5, z > 0 ? -8.5 : 8.5] as const;
  const act = () => {
    for (let i = 0; i < 8; i++) environment.step(still);
    const out = new Float32Array(2 * environment.agents);
    policy.act([environment], [out]);
    return [...out.subarray(0, 2)];
  };
  const kept = environment.save();
  const alone = () => {
    environment.restore(kept);
    environment.world.place(1, farX, farZ, 0);
    return environment.world;
  };
  alone().enterVisitor(x + 1.2, z + 0.4, 0);
  const place = environment.world.visitor as { x: number; z: number };
  const toVisitor = act();
  alone();
  const toNobody = act();
  alone().place(1, place.x, place.z, 0);
  expect(act()).toEqual(toVisitor);
  expect(toNobody).not.toEqual(toVisitor);
  policy.dispose();
  environment.dispose();
});

/** Takes the visitor's row out of what the first robot senses. */
function overlook({ observationLayout, agentRows, setBodies, world }: Environment): void {
  const set = observationLayout.agent.find(({ part }) => part.kind === 'set');
  if (set?.part.kind !== 'set') throw new Error('Expected a policy that attends to a set.');
  const { rows, features } = set.part;
  for (let k = 0; k < rows; k++) {
    if (setBodies[k] !== world.bodies.visitor) continue;
    const at = set.offset + k * features.length;
    agentRows.fill(0, at, at + features.length);
    agentRows[set.offset + rows * features.length + k] = 0;
  }
}

/** Metres between the centres of the first robot and the visitor. */
function apart({ world }: Environment): number {
  const { position, visitor } = world.bodies;
  const dx = (position[3 * visitor] as number) - (position[0] as number);
  const dz = (position[3 * visitor + 2] as number) - (position[2] as number);
  return Math.hypot(dx, dz);
}

it('the policy of the plaza goes round a visitor, and into one that it does not sense', () => {
  const { scenario, policy } = open('plaza');
  const environment = createEnvironment(scenario, { seed: 11 });
  const actions = new Float32Array(2 * environment.agents);
  /** In how many of `cases` the first robot touches a visitor who stands 2.2 m ahead on its way. */
  const touches = (cases: number, isSensed: boolean) => {
    let touched = 0;
    for (let i = 0; i < cases; i++) {
      environment.reset(100 + i);
      const { world } = environment;
      const { x, z, goalX, goalZ } = environment.readings[0] as Agent;
      const far = Math.hypot(goalX - x, goalZ - z);
      world.enterVisitor(x + (2.2 * (goalX - x)) / far, z + (2.2 * (goalZ - z)) / far, 0);
      for (let step = 0; step < 60; step++) {
        if (environment.finished.some(({ agent }) => agent === 0)) break;
        if (!isSensed) overlook(environment);
        policy.act([environment], [actions]);
        environment.step(actions);
        if (apart(environment) > 2 * world.radius + 0.03) continue;
        touched++;
        break;
      }
    }
    return touched;
  };
  const counts = { sensed: touches(24, true), unsensed: touches(24, false) };
  expect(counts.sensed).toBeLessThan(3);
  expect(counts.unsensed).toBeGreaterThan(6);
  policy.dispose();
  environment.dispose();
});

it('the policy of CrowdNav goes round a visitor, and through one that it does not sense', () => {
  const { scenario, policy } = open('crowdnav');
  const environment = createEnvironment(scenario, { seed: 11 });
  const action = new Float32Array(2);
  /** In how many of `cases` the robot collides with a visitor who stands 1.2 m ahead of its start. */
  const collisions = (cases: number, isSensed: boolean) => {
    let collided = 0;
    for (let i = 0; i < cases; i++) {
      environment.reset(100 + i);
      const { world } = environment;
      const { x, z } = environment.readings[0] as Agent;
      world.enterVisitor(x, z + 1.2, 0);
      for (let step = 0; step < 24 && environment.finished.length === 0; step++) {
        if (!isSensed) overlook(environment);
        policy.act([environment], [action]);
        environment.step(action);
      }
      const isNear = apart(environment) < 2 * world.radius + 0.25;
      if (environment.finished[0]?.outcome === 'collision' && isNear) collided++;
    }
    return collided;
  };
  const counts = { sensed: collisions(40, true), unsensed: collisions(40, false) };
  expect(counts.sensed).toBe(0);
  expect(counts.unsensed).toBeGreaterThan(9);
  policy.dispose();
  environment.dispose();
});
