import scene from '../../scenes/plaza.json';
import * as heed from '../../src/env/index.ts';

export const shyPlaza = heed.defineScenario({
  name: 'shy-plaza',
  title: 'Shy plaza',
  description: 'Cross the plaza without coming near anyone.',
  scene,
  sensors: [heed.ego(), heed.rangeScan({ rays: 24, reach: 8 }), heed.nearbyEntities({ rows: 4 })],
  timeLimitFactor: 3,

  begin(agent) {
    heed.placeAtRandom(agent, { nearest: 5, farthest: 20 });
  },

  reward(agent) {
    const progress = heed.geodesicProgress(agent);
    const shyness = heed.crowding(agent, 1);
    return heed.arrival(agent) + 0.1 * progress - 0.05 * shyness;
  },

  outcome(agent) {
    if (agent.touching & heed.touches.agent) return 'collision';
    return agent.reachedGoal ? 'success' : undefined;
  },
});
