/** An environment of two agents in which every number says when and whose it is. */
import { layoutOf } from '../../src/core/spec.ts';
import type { Environment } from '../../src/env/environment.ts';
import type { FinishedEpisode } from '../../src/env/episode.ts';

export const madeUpLayout = layoutOf({
  version: 1,
  agent: [{ kind: 'vector', name: 'ego', features: ['world', 'time', 'agent'] }],
  world: [
    { kind: 'graph', name: 'graph', nodes: 1, features: ['x', 'z'], edges: 0, edgeFeatures: [] },
  ],
});
export const agents = 2;
export const maxSpeed = 1.5;

export interface MadeUpEnvironment extends Environment {
  /** Copies of what `step` was called with, m/s. */
  readonly taken: Float32Array[];
}

/** Reward 100 w + t + 0.1 a, discount 1, and flag t mod 4 for the step from time t. */
export function createMadeUpEnvironment(world: number): MadeUpEnvironment {
  const agentRows = new Float32Array(agents * madeUpLayout.agentSize);
  const worldRow = new Float32Array(madeUpLayout.worldSize);
  const reward = new Float32Array(agents);
  const flag = new Uint8Array(agents);
  const finished: FinishedEpisode[] = [];
  const taken: Float32Array[] = [];
  const observe = () => {
    const time = taken.length;
    worldRow[0] = time;
    for (let agent = 0; agent < agents; agent++) agentRows.set([world, time, agent], agent * 3);
  };
  observe();
  const environment: Partial<MadeUpEnvironment> = {
    agents,
    observationLayout: madeUpLayout,
    action: { features: ['forward', 'left'], maxSpeed },
    agentRows,
    worldRow,
    reward,
    discount: new Float32Array(agents).fill(1),
    flag,
    finished,
    taken,
    step(actions) {
      const time = taken.length;
      taken.push(actions.slice());
      for (let agent = 0; agent < agents; agent++) {
        reward[agent] = 100 * world + time + 0.1 * agent;
        flag[agent] = time % 4;
      }
      finished.length = 0;
      if (time % 3 === 2) finished.push({ agent: world, episodeIndex: time } as FinishedEpisode);
      observe();
    },
  };
  return environment as MadeUpEnvironment;
}
