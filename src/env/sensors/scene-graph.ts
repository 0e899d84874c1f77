/**
 * `sceneGraph`: the scene as a graph (scene/scene-graph.ts) in the world row, and `anchor`, where each
 * agent stands in it, in the agent row. What stands still is scaled once per layout and copied; doors
 * and walkers are filled in at every step. Agents and goals never stand in the graph, so that all agents of
 * a world share one encoding of it. Of a goal, the anchor names the region that it lies in; of an agent that is
 * sent to any object of a category, the node of the category, which tells nothing of where they are but by its
 * edges, the same for all.
 *
 * Scale: x and z of nodes and of the anchor stay in metres (core/spec.ts); half extents in 5 m,
 * distances between nodes in 20 m, edges' dx, dz and distance in 10 m.
 */
import { turnedFeatures } from '../../core/reflection.ts';
import { type AnchorPart, anchorFeatures, graphBlocks } from '../../core/spec.ts';
import { edgesPerMover, graphCapacity, graphPart } from '../../scene/graph-capacity.ts';
import type { Layout } from '../../scene/layout.ts';
import {
  type MoverState,
  nearReach,
  placeMover,
  sceneGraphOf,
  setPortalOpen,
} from '../../scene/scene-graph.ts';
import type { Thing, World } from '../../world/world.ts';
import type { Agent } from '../agent.ts';
import type { Sensor } from './sensor.ts';

/** Metres that count as 1, for features that are not 1 already. */
const nodeScale: Readonly<Record<string, number>> = {
  halfX: 5,
  halfZ: 5,
  distance0: 20,
  distance1: 20,
  distance2: 20,
};
const edgeScale: Readonly<Record<string, number>> = { dx: 10, dz: 10, distance: 10 };

function factors(features: readonly string[], unit: Readonly<Record<string, number>>): number[] {
  return features.map((feature) => 1 / (unit[feature] ?? 1));
}

export function sceneGraph(): Sensor {
  const anchor: AnchorPart = { kind: 'anchor', name: 'anchor', features: anchorFeatures };
  return {
    name: 'sceneGraph',
    parts: (scene) => ({ agent: anchor, world: graphPart('sceneGraph', graphCapacity(scene)) }),
    reflection: (scene) => ({
      agent: turnedFeatures(anchor, ['x', 'sinHeading']),
      world: turnedFeatures(graphPart('sceneGraph', graphCapacity(scene)), ['x', 'dx']),
    }),
    bind(world, scene) {
      const capacity = graphCapacity(scene);
      const part = graphPart('sceneGraph', capacity);
      const graph = sceneGraphOf(world.layout, capacity);
      const nodeFactors = factors(part.features, nodeScale);
      const edgeFactors = factors(part.edgeFeatures, edgeScale);
      const movers = moversOf(world);
      const firstEdge = graphBlocks(part).edges;
      const scaled = (row: Float32Array) => {
        scale(row, 0, part.nodes, nodeFactors);
        scale(row, firstEdge, part.edges, edgeFactors);
        return row;
      };
      const still = scaled(graph.row.slice());
      const stillWithout = new Map<string, Float32Array>();
      /** Without the statics of these; made at first use: it costs as much as the graph itself. */
      const without = (leftOut: readonly Thing[]): Float32Array => {
        const statics = leftOut.filter(({ kind }) => kind === 'static').map(({ index }) => index);
        if (statics.length === 0) return still;
        const key = statics.sort((a, b) => a - b).join();
        const known = stillWithout.get(key);
        if (known) return known;
        const row = scaled(sceneGraphOf(world.layout, capacity, new Set(statics)).row);
        stillWithout.set(key, row);
        return row;
      };
      const moverNodes = graph.firstMover * graph.nodeWidth;
      const moverEdges = firstEdge + graph.firstMoverEdge * graph.edgeWidth;
      return {
        writeAgent(agent, row, offset) {
          writeAnchor(agent, row, offset);
          const { goalCategory } = agent;
          // Not where its objects are: that is for the graph to say.
          if (goalCategory >= 0) row[offset + 5] = graph.firstCategory + goalCategory;
        },
        writeWorld(row, offset) {
          const { leftOut } = world;
          row.set(leftOut.length === 0 ? still : without(leftOut), offset);
          for (let index = 0; index < graph.moverRows; index++) {
            const mover = movers[index] as Mover;
            // The doorway of a door that is not there is open, as it stands in `still`.
            if (names(leftOut, mover.body)) continue;
            readMover(world, mover);
            placeMover(graph, row, offset, index, mover.state);
            if (mover.hangsIn >= 0) {
              setPortalOpen(graph, row, offset, mover.hangsIn, mover.state.open);
            }
          }
          scale(row, offset + moverNodes, graph.moverRows, nodeFactors);
          scale(row, offset + moverEdges, graph.moverRows * edgesPerMover, edgeFactors);
        },
      };
    },
  };
}

function names(things: readonly Thing[], body: number): boolean {
  for (let i = 0; i < things.length; i++) {
    const { kind, index } = things[i] as Thing;
    if (kind === 'body' && index === body) return true;
  }
  return false;
}

function writeAnchor(agent: Agent, row: Float32Array, offset: number): void {
  const { x, z, heading, goalX, goalZ, world } = agent;
  row[offset] = x;
  row[offset + 1] = z;
  row[offset + 2] = Math.cos(heading);
  row[offset + 3] = Math.sin(heading);
  // Regions are the graph's first nodes, in the layout's order.
  row[offset + 4] = world.regionAt(x, z);
  row[offset + 5] = world.regionAt(goalX, goalZ);
}

interface Mover {
  readonly body: number;
  /** The doorway it closes, −1: it is no door, or belongs to none. */
  readonly hangsIn: number;
  /** Where a door stands when closed, and how far it slides. */
  readonly closedX: number;
  readonly closedZ: number;
  readonly slide: number;
  readonly state: MoverState;
}

/** Doors, then walkers: the order of the graph's mover rows and of the world's table. */
function moversOf({ layout, bodies }: World): Mover[] {
  const state = { x: 0, z: 0, open: 0, region: -1, portal: -1 };
  const doors = layout.doors.map(({ position, size, yaw, slide }, d): Mover => {
    const cos = Math.abs(Math.cos(yaw));
    const sin = Math.abs(Math.sin(yaw));
    return {
      body: bodies.doors + d,
      hangsIn: layout.portals.findIndex((portal) => portal.door === d),
      closedX: position[0],
      closedZ: position[2],
      slide: Math.abs(slide),
      state: {
        ...state,
        halfX: (cos * size[0] + sin * size[2]) / 2,
        halfZ: (sin * size[0] + cos * size[2]) / 2,
      },
    };
  });
  const walkers = layout.walkers.map(
    ({ radius }, w): Mover => ({
      body: bodies.walkers + w,
      hangsIn: -1,
      closedX: 0,
      closedZ: 0,
      slide: 0,
      state: { ...state, halfX: radius, halfZ: radius },
    }),
  );
  return [...doors, ...walkers];
}

function readMover(world: World, mover: Mover): void {
  const { layout, bodies } = world;
  const { state, body, hangsIn, closedX, closedZ, slide } = mover;
  const x = bodies.position[body * 3] as number;
  const z = bodies.position[body * 3 + 2] as number;
  state.x = x;
  state.z = z;
  state.region = world.regionAt(x, z);
  state.portal = hangsIn >= 0 ? hangsIn : nearestPortal(layout, x, z);
  if (slide > 0) {
    const dx = x - closedX;
    const dz = z - closedZ;
    state.open = Math.min(1, Math.sqrt(dx * dx + dz * dz) / slide);
  }
}

/** The nearest portal within `nearReach` metres, or −1. */
function nearestPortal({ portals }: Layout, x: number, z: number): number {
  let nearest = -1;
  let least = nearReach * nearReach;
  for (let p = 0; p < portals.length; p++) {
    const { position } = portals[p] as Layout['portals'][number];
    const dx = position[0] - x;
    const dz = position[1] - z;
    const squared = dx * dx + dz * dz;
    if (squared > least) continue;
    least = squared;
    nearest = p;
  }
  return nearest;
}

/** Multiplies each column of the table [rows, factors] that starts at `row[first]` by its factor. */
function scale(row: Float32Array, first: number, rows: number, factors: readonly number[]): void {
  const columns = factors.length;
  for (let column = 0; column < columns; column++) {
    const factor = factors[column] as number;
    if (factor === 1) continue;
    for (let at = first + column; at < first + rows * columns; at += columns) {
      row[at] = (row[at] as number) * factor;
    }
  }
}
