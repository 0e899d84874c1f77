/**
 * What an agent would observe now if one thing were not there: the world is sensed anew without it, by the
 * scenario's own sensors, bound a second time so that the environment's rows stay as they are. Nothing of the
 * simulation changes (world/take-away.ts).
 *
 * A body or a static is left out of every sensor: of sets (another may take its row), rays, memory, touch and
 * graph. A region, a passage or a category is known to the scene graph alone, so its node and all its edges are
 * left out; the ground is still there, and what other nodes tell of distances too.
 *
 * As if it vanished at this moment: what it has done before (a push, a detour of others) stands.
 *
 * Things may be imagined away, or elsewhere, or twice, for as long as a question takes (`imagine`): all else is then
 * asked as if it had been so to begin with.
 */
import { graphBlocks, type ObservationLayout } from '../core/spec.ts';
import { bindSensors, type PlacedSensor } from '../env/bind-sensors.ts';
import type { Environment } from '../env/environment.ts';
import type { World } from '../world/world.ts';
import type { Attended } from './attended.ts';
import { type Absent, absentNodes, type Imagined, senseSo } from './imagined.ts';

/** Where an observation is written: its world row from `world` on, −1 for not at all, its agent row from `agent` on. */
export interface Place {
  readonly rows: Float32Array;
  readonly world: number;
  readonly agent: number;
}

export class Resensing {
  #world: World | undefined;
  /** Nodes that are imagined away without a thing of the world. */
  #absentNodes: readonly number[] = [];
  #bound: readonly PlacedSensor[] = [];

  /** Writes what `agent` observes now: its world row and its agent row. */
  observe(environment: Environment, agent: number, to: Place): void {
    this.#bind(environment);
    const { readings } = environment;
    const reading = readings[agent];
    if (!reading) throw new Error(`Expected an agent below ${readings.length}, but got ${agent}.`);
    for (const { sensor, agent: agentPart, world: worldPart } of this.#bound) {
      if (to.world >= 0) sensor.writeWorld?.(to.rows, to.world + worldPart);
      sensor.writeAgent?.(reading, to.rows, to.agent + agentPart);
    }
    if (to.world < 0) return;
    const { rows, world } = to;
    for (const node of this.#absentNodes)
      dropNode(environment.observationLayout, node, rows, world);
  }

  /** Calls `ask` while all that is observed is observed as if it were so. */
  imagine(environment: Environment, imagined: Imagined, ask: () => void): void {
    const before = this.#absentNodes;
    this.#absentNodes = [...before, ...absentNodes(imagined)];
    try {
      senseSo(environment.world, imagined, ask);
    } finally {
      this.#absentNodes = before;
    }
  }

  /** The bodies in the rows of each set, as they were observed last: [K], −1 for absent rows. */
  bodies(agent: number): number[][] {
    return this.#bound.flatMap(({ sensor: { bodies } }) => {
      if (!bodies || !this.#world) return [];
      const rows = bodies.length / this.#world.layout.agents;
      return [[...bodies.subarray(agent * rows, (agent + 1) * rows)]];
    });
  }

  /** As `observe`, without one thing that is attended to. */
  observeWithout(
    environment: Environment,
    agent: number,
    { thing, node }: Absent,
    to: Place,
  ): void {
    if (thing) {
      environment.world.without(thing, () => this.observe(environment, agent, to));
      return;
    }
    this.observe(environment, agent, to);
    dropNode(environment.observationLayout, node, to.rows, to.world);
  }

  #bind({ world, scenario }: Environment): void {
    if (this.#world === world) return;
    this.#world = world;
    this.#bound = bindSensors(scenario, world);
  }
}

/** Takes a node and its edges out of the first graph of the world row at `rows[from]`. */
export function dropNode(
  { world }: ObservationLayout,
  node: number,
  rows: Float32Array,
  from: number,
): void {
  const placed = world[0];
  if (!placed) return;
  const { part } = placed;
  const at = from + placed.offset;
  const blocks = graphBlocks(part);
  const width = part.features.length;
  rows.fill(0, at + node * width, at + (node + 1) * width);
  rows[at + blocks.nodeMask + node] = 0;
  for (let edge = 0; edge < part.edges; edge++) {
    const sender = rows[at + blocks.senders + edge];
    const receiver = rows[at + blocks.receivers + edge];
    if (sender === node || receiver === node) rows[at + blocks.edgeMask + edge] = 0;
  }
}

/** Masks the rows that a thing has in the sets of the agent row at `rows[at]`. */
export function maskRows(
  { observationLayout }: Environment,
  { rows: ofSets }: Attended,
  rows: Float32Array,
  at: number,
): void {
  let set = 0;
  for (const { part, offset } of observationLayout.agent) {
    if (part.kind !== 'set') continue;
    const row = ofSets[set++] ?? -1;
    if (row >= 0) rows[at + offset + part.rows * part.features.length + row] = 0;
  }
}
