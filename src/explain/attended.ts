/**
 * The things that an agent attends to at a moment: whatever has a row in one of its sets or a node in the scene
 * graph, each once, however many rows it has. A person who walks in a street has both.
 *
 * Axes: K rows of a set, V graph nodes. SI units, agent frame = (forward, left).
 */
import { bodyLabel, kindOf } from '../agents/attention-report.ts';
import type { Agent } from '../env/agent.ts';
import type { Scenario } from '../env/scenario.ts';
import { timeToClosest } from '../env/sensors/closest-approach.ts';
import { graphCapacity } from '../scene/graph-capacity.ts';
import { nodeLabels } from '../scene/node-labels.ts';
import { bodyKinds, originalOf, type Thing, type World } from '../world/world.ts';

export interface Attended {
  readonly kind:
    | 'agent'
    | 'prop'
    | 'door'
    | 'walker'
    | 'visitor'
    | 'region'
    | 'passage'
    | 'landmark'
    | 'category';
  /** Bodies are counted per kind, from 1; nodes have the names of their places. */
  readonly label: string;
  /** What of the world it is; undefined for what is a place or an idea: regions, passages, categories. */
  readonly thing: Thing | undefined;
  /** The row of the body that it is a copy of; absent: it is no copy. */
  readonly copyOf?: number;
  /** Its row in each set, in the order of the observation, −1 where it has none. */
  readonly rows: readonly number[];
  /** Its node, −1 if it has none. */
  readonly node: number;
  /** Metres from the agent to its middle. */
  readonly forward: number;
  readonly left: number;
  /** Metres between the surfaces, below 0 where they overlap; of a place, to its middle. */
  readonly gap: number;
  /** When both are closest if they keep their velocities, and metres between the surfaces then; null for what stands. */
  readonly closest: { readonly seconds: number; readonly gap: number } | null;
}

/**
 * `sets`: of each set the bodies in its rows, −1 for absent ones; `nodes`: [V] the mask of the scene graph's nodes,
 * empty where the policy reads no graph.
 */
export function attendedBy(
  scenario: Scenario,
  agent: Agent,
  { sets, nodes }: { readonly sets: readonly (readonly number[])[]; readonly nodes: Float32Array },
): Attended[] {
  const { world } = agent;
  const found: Attended[] = [];
  const places = nodes.length > 0 ? placesOf(scenario, world) : [];
  const nodeOfBody = new Map<number, number>();
  for (const [node, { thing }] of places.entries()) {
    if (thing?.kind === 'body' && nodes[node] === 1) nodeOfBody.set(thing.index, node);
  }
  const bodies = new Set([...sets.flat().filter((body) => body >= 0), ...nodeOfBody.keys()]);
  for (const body of bodies) {
    const original = originalOf(world.bodies, body);
    const label = bodyLabel(world.bodies, original);
    found.push({
      kind: kindOf(world.bodies, body),
      ...(body === original ? { label } : { label: `copy of ${label}`, copyOf: original }),
      thing: { kind: 'body', index: body },
      rows: sets.map((rows) => rows.indexOf(body)),
      node: nodeOfBody.get(body) ?? -1,
      ...wayTo(agent, body),
    });
  }
  for (const [node, { kind, label, thing, x, z }] of places.entries()) {
    if (nodes[node] !== 1 || thing?.kind === 'body') continue;
    const { forward, left } = inFrame(agent, x, z);
    found.push({
      ...{ kind, label, thing, rows: sets.map(() => -1), node, forward, left },
      ...{ gap: Math.hypot(forward, left), closest: null },
    });
  }
  return found;
}

interface Place {
  readonly kind: Attended['kind'];
  readonly label: string;
  readonly thing: Thing | undefined;
  readonly x: number;
  readonly z: number;
}

/** What each node stands for, in the order of the graph's rows (graph-capacity.ts); a mover's is its body. */
function placesOf({ scene }: Scenario, { layout, bodies }: World): Place[] {
  const capacity = graphCapacity(scene);
  const { regions, portals, landmarks, statics, doors, walkers, min, max } = layout;
  const padded = (places: readonly Omit<Place, 'label'>[], rows: number) =>
    Array.from({ length: rows }, (_, i) => places[i] ?? nowhere);
  const middle = { x: (min[0] + max[0]) / 2, z: (min[1] + max[1]) / 2 };
  const mover = (index: number, kind: 'door' | 'walker') =>
    ({ kind, thing: { kind: 'body', index }, x: 0, z: 0 }) as const;
  const places = [
    ...padded(
      regions.map(({ min, max }) => ({
        ...({ kind: 'region', thing: undefined } as const),
        ...{ x: (min[0] + max[0]) / 2, z: (min[1] + max[1]) / 2 },
      })),
      capacity.regions,
    ),
    ...padded(
      portals.map(({ position: [x, z] }) => ({ kind: 'passage', thing: undefined, x, z }) as const),
      capacity.portals,
    ),
    ...padded(
      landmarks.map(({ body, position: [x, z] }) => {
        const thing = statics[body] && ({ kind: 'static', index: body } as const);
        return { kind: 'landmark', thing, x, z } as const;
      }),
      capacity.landmarks,
    ),
    ...capacity.categories.map(() => ({ kind: 'category', thing: undefined, ...middle }) as const),
    ...padded(
      [
        ...doors.map((_, i) => mover(bodies.doors + i, 'door')),
        ...walkers.map((_, i) => mover(bodies.walkers + i, 'walker')),
      ],
      capacity.movers,
    ),
  ];
  const labels = nodeLabels(layout, capacity);
  return places.map((place, node) => ({ ...place, label: labels[node] || `node ${node + 1}` }));
}

const nowhere = { kind: 'region', thing: undefined, x: 0, z: 0 } as const;

function inFrame({ heading, x, z }: Agent, toX: number, toZ: number) {
  const [cos, sin] = [Math.cos(heading), Math.sin(heading)];
  const [dx, dz] = [toX - x, toZ - z];
  return { forward: -sin * dx - cos * dz, left: -cos * dx + sin * dz };
}

function wayTo(agent: Agent, body: number): Pick<Attended, 'forward' | 'left' | 'gap' | 'closest'> {
  const { position, velocity, radius, kind } = agent.world.bodies;
  const [x, z] = [position[3 * body] as number, position[3 * body + 2] as number];
  const radii = (radius[body] as number) + (radius[agent.index] as number);
  const [dx, dz] = [x - agent.x, z - agent.z];
  const vx = (velocity[2 * body] as number) - agent.velocityX;
  const vz = (velocity[2 * body + 1] as number) - agent.velocityZ;
  const seconds = timeToClosest(dx, dz, vx, vz);
  return {
    ...inFrame(agent, x, z),
    gap: Math.hypot(dx, dz) - radii,
    closest:
      kind[body] === bodyKinds.door
        ? null
        : { seconds, gap: Math.hypot(dx + vx * seconds, dz + vz * seconds) - radii },
  };
}
