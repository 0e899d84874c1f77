/**
 * A made-up stream of world steps, told twice: as transition rows, and as plain records that an oracle
 * can reason about. Agents walk on a line; their episodes end at random, in every way there is, with
 * next-step autoreset. Each agent row says whose and when it is, so that any row can be recognised.
 */
import { createRandom, type Random } from '../../src/core/random.ts';
import { anchorFeatures, layoutOf } from '../../src/core/spec.ts';
import { flags, rowLayoutOf } from '../../src/core/transition-row.ts';

export const streamLayout = layoutOf({
  version: 1,
  agent: [
    { kind: 'vector', name: 'ego', features: ['stream', 'time', 'agent', 'goal'] },
    { kind: 'anchor', name: 'anchor', features: anchorFeatures },
  ],
  world: [
    {
      kind: 'graph',
      name: 'sceneGraph',
      nodes: 1,
      features: ['x', 'z'],
      edges: 0,
      edgeFeatures: [],
    },
  ],
});
export const agents = 3;
export const streamRow = rowLayoutOf(streamLayout, agents);
/** Within the agent row. */
export const at = { stream: 0, time: 1, agent: 2, goal: 3, place: 4 } as const;

/** One agent's step from time t to t + 1. */
export interface StepRecord {
  readonly episode: number;
  readonly place: number;
  readonly action: readonly [number, number];
  readonly reward: number;
  readonly flag: number;
}

export interface EpisodeStream {
  /** [time][agent] */
  readonly records: readonly (readonly StepRecord[])[];
  /** [time] rows as replay takes them. */
  readonly rows: readonly Float32Array[];
}

export function createStream(stream: number, length: number, seed = 1): EpisodeStream {
  const random = createRandom(seed, 'stream', stream);
  const walkers = Array.from({ length: agents }, () => ({ episode: 0, place: 0, over: false }));
  const records: StepRecord[][] = [];
  const rows: Float32Array[] = [];
  for (let time = 0; time < length; time++) {
    const row = new Float32Array(streamRow.size);
    const now = walkers.map((walker) => step(walker, random));
    now.forEach((record, agent) => {
      const start = streamRow.agentOffset + agent * streamLayout.agentSize;
      row.set([stream, time, agent, 50, record.place], start);
      row.set(record.action, streamRow.actionOffset + agent * 2);
      row[streamRow.rewardOffset + agent] = record.reward;
      const bootstraps = record.flag === flags.continues || record.flag === flags.truncated;
      row[streamRow.discountOffset + agent] = bootstraps ? 1 : 0;
      row[streamRow.flagOffset + agent] = record.flag;
    });
    row[streamRow.worldOffset] = time;
    records.push(now);
    rows.push(row);
  }
  return { records, rows };
}

function step(
  walker: { episode: number; place: number; over: boolean },
  random: Random,
): StepRecord {
  const action = [random.range(-1, 1), random.range(-1, 1)] as const;
  const { episode, place } = walker;
  if (walker.over) {
    walker.over = false;
    walker.episode += 1;
    walker.place = random.integer(5);
    return { episode, place, action, reward: 0, flag: flags.respawns };
  }
  walker.place += random.integer(4) - 1;
  const chance = random.uniform();
  const flag = chance < 0.12 ? flags.terminated : chance < 0.24 ? flags.truncated : flags.continues;
  walker.over = flag !== flags.continues;
  return { episode, place, action, reward: random.integer(9) - 4, flag };
}
