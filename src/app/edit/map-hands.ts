/** What is where on the map, and the way there, by the stage. */
import type { Stage } from '../../view/stage.ts';
import type { MapHands } from '../show/show-commands.ts';

export function createMapHands(stage: () => Stage | undefined): MapHands {
  return {
    agentAt(x, z, reach) {
      const now = stage()?.moment('drawn');
      if (!now) return undefined;
      let nearest: number | undefined;
      let least = reach;
      for (let agent = 0; agent < now.heading.length; agent++) {
        const dx = (now.position[3 * agent] as number) - x;
        const dz = (now.position[3 * agent + 2] as number) - z;
        const distance = Math.hypot(dx, dz);
        if (distance > least) continue;
        least = distance;
        nearest = agent;
      }
      return nearest;
    },
    lookAt: (x, z) => stage()?.lookAt(x, z),
  };
}
