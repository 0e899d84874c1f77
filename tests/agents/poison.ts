/** Spoils a learner's networks, as learning that diverges does, at a moment that a test chooses. */
import type { Learner } from '../../src/rl/learner.ts';

/** Every weight of network `index` (actor first) times `factor`, in the target too. */
export async function poison(learner: Learner, index: number, factor: number): Promise<void> {
  const { networks } = await learner.state();
  learner.restoreNetworks(
    networks.map((network, i) => {
      if (i !== index) return network;
      const spoilt = (values: Float32Array) => values.map((value) => value * factor);
      return { ...network, online: spoilt(network.online), target: spoilt(network.target) };
    }),
  );
}
