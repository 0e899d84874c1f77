import { describe, expect, it } from 'vitest';
import { LearnedPolicy } from '../../src/agents/learned-policy.ts';
import { createRandom } from '../../src/core/random.ts';
import { livingArenas } from '../nn/arenas.ts';
import { expectClose } from '../nn/expect-close.ts';
import { agents, createMadeUpEnvironment, madeUpLayout, maxSpeed } from './made-up-environment.ts';
import { smallHyperparameters } from './small-run.ts';

function createPolicy(scale = 0.5): LearnedPolicy {
  const hyperparameters = { ...smallHyperparameters, graphRounds: 0 };
  const policy = new LearnedPolicy(madeUpLayout, agents, hyperparameters);
  const random = createRandom(3, 'policy');
  const { size } = policy.inference.actor.blueprint;
  policy.inference.setWeights({
    actor: Float32Array.from({ length: size }, () => scale * random.range(-1, 1)),
    shift: new Float32Array(madeUpLayout.agentSize),
    scale: new Float32Array(madeUpLayout.agentSize).fill(1),
  });
  return policy;
}

describe('learned policy', () => {
  it('writes the actor’s actions in m/s, for each environment its own', () => {
    const policy = createPolicy();
    const environments = [createMadeUpEnvironment(0), createMadeUpEnvironment(1)];
    const actions = environments.map(() => new Float32Array(agents * 2));
    policy.act(environments, actions);
    const unit = policy.inference.act(environments);
    expectClose(
      actions.flatMap((of) => [...of]),
      [...unit].map((value) => value * maxSpeed),
      { tolerance: 1e-6 },
    );
    expect(actions[0]).not.toEqual(actions[1]);
    policy.dispose();
  });

  it('stays on the disc of top speed, however large its weights are', () => {
    const policy = createPolicy(50);
    const environment = createMadeUpEnvironment(2);
    const actions = new Float32Array(agents * 2);
    policy.act([environment], [actions]);
    for (let agent = 0; agent < agents; agent++) {
      const speed = Math.hypot(actions[agent * 2] as number, actions[agent * 2 + 1] as number);
      expect(speed).toBeLessThanOrEqual(maxSpeed * (1 + 1e-5));
      expect(speed).toBeGreaterThan(0.9 * maxSpeed);
    }
    policy.dispose();
  });

  it('makes one arena, whatever it is asked, and gives it back', async () => {
    const before = await livingArenas();
    const policy = createPolicy();
    const environments = [createMadeUpEnvironment(0), createMadeUpEnvironment(1)];
    const actions = environments.map(() => new Float32Array(agents * 2));
    policy.act(environments, actions);
    expect(await livingArenas()).toBe(before + 1);
    for (let i = 0; i < 5; i++) policy.act(environments, actions);
    expect(await livingArenas()).toBe(before + 1);
    policy.dispose();
    expect(await livingArenas()).toBe(before);
  });
});
