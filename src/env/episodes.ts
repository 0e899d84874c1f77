/**
 * What an environment remembers of each agent's open episode: a structure of arrays [A], so that a
 * checkpoint is one copy of each. Metres, seconds, decisions. Knows nothing of the world.
 */

export interface Episodes {
  /** Episodes finished and begun since the environment's reset; one that was cut is not finished. */
  readonly finished: Int32Array;
  readonly begun: Int32Array;
  /** Decisions since the start, and the decision at which time is up. */
  readonly steps: Int32Array;
  readonly limitSteps: Int32Array;
  /** 1: the row shows a terminal observation; the next step respawns the agent. */
  readonly over: Uint8Array;
  /** Outcome of the last finished episode, as in a snapshot: 0 none yet, else 1 + index in `outcomes`. */
  readonly outcome: Uint8Array;
  /** Walking distance from start to goal, and the metres walked so far. */
  readonly shortest: Float64Array;
  readonly travelled: Float64Array;
  /** Discounted return so far, and the discount of the next reward (gamma^steps). */
  readonly return: Float64Array;
  readonly weight: Float64Array;
  /** [A, 2] where the agent stood before the last decision: x, z. */
  readonly from: Float64Array;
  /** Metres to the goal, straight and on foot, now and one decision ago. */
  readonly goalDistance: Float64Array;
  readonly previousGoalDistance: Float64Array;
  readonly geodesicDistance: Float64Array;
  readonly previousGeodesicDistance: Float64Array;
  /** [A, 2] the last executed action: forward, left, in m/s. */
  readonly action: Float32Array;
}

export const outcomes = ['success', 'collision', 'timeout'] as const;
export type Outcome = (typeof outcomes)[number];

export function createEpisodes(agents: number): Episodes {
  return {
    finished: new Int32Array(agents),
    begun: new Int32Array(agents),
    steps: new Int32Array(agents),
    limitSteps: new Int32Array(agents),
    over: new Uint8Array(agents),
    outcome: new Uint8Array(agents),
    shortest: new Float64Array(agents),
    travelled: new Float64Array(agents),
    return: new Float64Array(agents),
    weight: new Float64Array(agents),
    from: new Float64Array(agents * 2),
    goalDistance: new Float64Array(agents),
    previousGoalDistance: new Float64Array(agents),
    geodesicDistance: new Float64Array(agents),
    previousGeodesicDistance: new Float64Array(agents),
    action: new Float32Array(agents * 2),
  };
}

/** Plain numbers by array name, for a checkpoint's JSON. */
export type SavedEpisodes = { readonly [name in keyof Episodes]: readonly number[] };

export function saveEpisodes(episodes: Episodes): SavedEpisodes {
  const entries = Object.entries(episodes).map(([name, values]) => [name, Array.from(values)]);
  return Object.fromEntries(entries) as SavedEpisodes;
}

export function restoreEpisodes(episodes: Episodes, saved: SavedEpisodes): void {
  for (const name of Object.keys(episodes) as (keyof Episodes)[]) {
    (episodes[name] as Float64Array).set(saved[name]);
  }
}
