/**
 * The scene as a graph: what stands still is computed once per layout, here; movers (doors, then
 * walkers) have reserved rows that a sensor fills at every step with `placeMover`.
 *
 * Everything lies in one `row` of float32 (graph-rows.ts), so that a sensor's work is one copy and a few
 * numbers.
 *
 * - An edge is listed once per ordered pair, in both directions (but for categories), and may be of several kinds at once
 *   (near and sees), so a dense [V, V] adjacency loses nothing.
 * - A category is a node of its own, from which an edge leads to each of its objects and none back: what
 *   is measured from it (nn/goal-distance.ts) is measured from the nearest of them, and what is measured
 *   from elsewhere never goes through it. It is nowhere; it is put at the middle of the ground.
 * - Self edges are not listed.
 * - Knows nothing of agents or goals: the same for all who share the world.
 */
import {
  circle,
  crosses,
  type Footprint,
  footprintOf,
  gapBetween,
  halfExtents,
} from './footprint.ts';
import { edgesPerMover, type GraphCapacity } from './graph-capacity.ts';
import {
  column,
  edgeColumn,
  emptyGraph,
  placeEdge,
  type SceneGraph,
  setEdge,
  setNode,
} from './graph-rows.ts';
import { categoryOf, type Ground, heightOf, type Layout, regionAt, type Static } from './layout.ts';

/** Greatest free ground between two outlines that are `near`, metres. */
export const nearReach = 3;

/** Where a mover is now. Fill one record and reuse it. */
export interface MoverState {
  x: number;
  z: number;
  halfX: number;
  halfZ: number;
  /** A door: 1 open, 0 closed, between while it slides. */
  open: number;
  /** Index into the layout's regions and portals, −1: none. */
  region: number;
  portal: number;
}

const references = 3;

/**
 * `capacity` is that of the layout's scene: `graphCapacity(scene)`. `leftOut`: statics that are to be taken for
 * not there; nodes keep their numbers.
 */
export function sceneGraphOf(
  layout: Layout,
  capacity: GraphCapacity,
  leftOut: ReadonlySet<number> = new Set(),
): SceneGraph {
  const graph = emptyGraph(layout, capacity);

  // 1. Nodes.
  for (const [index, { min, max }] of layout.regions.entries()) {
    const half = [(max[0] - min[0]) / 2, (max[1] - min[1]) / 2] as const;
    setNode(graph, index, [min[0] + half[0], min[1] + half[1]], half, column.region);
  }
  for (const [index, { position, width }] of layout.portals.entries()) {
    const node = graph.firstPortal + index;
    setNode(graph, node, position, [width / 2, width / 2], column.portal);
    graph.nodes[node * graph.nodeWidth + column.open] = 1;
  }
  for (const [index, { position, body }] of layout.landmarks.entries()) {
    if (leftOut.has(body)) continue;
    const half = halfExtents(footprintOf(layout.statics[body] as Static));
    setNode(graph, graph.firstLandmark + index, position, half, column.landmark);
  }

  // 2. Edges: what belongs to a region, then what is close or in sight.
  let edge = 0;
  const link = (a: number, b: number, kinds: readonly number[]) => {
    setEdge(graph, edge++, a, b, kinds);
    setEdge(graph, edge++, b, a, kinds);
  };
  for (const [index, portal] of layout.portals.entries()) {
    for (const region of portal.regions) {
      link(region, graph.firstPortal + index, [edgeColumn.connects]);
    }
  }
  for (const [index, { position, body }] of layout.landmarks.entries()) {
    if (leftOut.has(body)) continue;
    const region = regionAt(layout.regions, position[0], position[1]);
    if (region >= 0) link(region, graph.firstLandmark + index, [edgeColumn.contains]);
  }
  for (const { a, b, near, sees } of closePairs(layout, graph, leftOut).slice(0, capacity.pairs)) {
    link(a, b, [...(near ? [edgeColumn.near] : []), ...(sees ? [edgeColumn.sees] : [])]);
  }

  // 3. Distances along those edges.
  for (const [index, region] of referenceRegions(layout).entries()) {
    writeDistances(graph, region, column.distance + index);
  }

  // 4. Categories, which no way leads through.
  addCategories(layout, graph, edge, leftOut);
  return graph;
}

/**
 * Writes mover `index` (doors first, then walkers) into a world row that starts with a copy of
 * `graph.row` at `offset`: its node, and its edges to its region and to a portal. No allocation.
 */
export function placeMover(
  graph: SceneGraph,
  row: Float32Array,
  offset: number,
  index: number,
  mover: MoverState,
): void {
  const node = graph.firstMover + index;
  const at = offset + node * graph.nodeWidth;
  row[at] = mover.x;
  row[at + 1] = mover.z;
  row[at + column.halfX] = mover.halfX;
  row[at + column.halfX + 1] = mover.halfZ;
  row[at + column.mover] = 1;
  row[at + column.open] = mover.open;
  // Its distances are those of its region, further by the way from that region's middle.
  const region = mover.region * graph.nodeWidth;
  const beyond =
    mover.region < 0
      ? 0
      : Math.hypot(
          mover.x - (graph.nodes[region] as number),
          mover.z - (graph.nodes[region + 1] as number),
        );
  for (let i = 0; i < references; i++) {
    const known = mover.region < 0 ? 0 : (graph.nodes[region + column.distance + i] as number);
    row[at + column.distance + i] = known + beyond;
  }
  row[offset + graph.nodeMask.byteOffset / 4 + node] = 1;

  const edge = graph.firstMoverEdge + index * edgesPerMover;
  const portal = mover.portal < 0 ? -1 : graph.firstPortal + mover.portal;
  placeEdge(graph, row, offset, edge, mover.region, node, edgeColumn.contains);
  placeEdge(graph, row, offset, edge + 1, node, mover.region, edgeColumn.contains);
  placeEdge(graph, row, offset, edge + 2, portal, node, edgeColumn.near);
  placeEdge(graph, row, offset, edge + 3, node, portal, edgeColumn.near);
}

/** Writes how far a portal's door is open (0 to 1) into such a world row. */
export function setPortalOpen(
  graph: SceneGraph,
  row: Float32Array,
  offset: number,
  portal: number,
  open: number,
): void {
  row[offset + (graph.firstPortal + portal) * graph.nodeWidth + column.open] = open;
}

interface Pair {
  readonly a: number;
  readonly b: number;
  readonly near: boolean;
  readonly sees: boolean;
  readonly rank: number;
}

/** The categories' nodes, and from `edge` on an edge to each of their objects. */
function addCategories(
  layout: Layout,
  graph: SceneGraph,
  edge: number,
  leftOut: ReadonlySet<number>,
): void {
  const { nodeWidth, firstCategory, firstLandmark, nodes } = graph;
  const middle: Ground = [(layout.min[0] + layout.max[0]) / 2, (layout.min[1] + layout.max[1]) / 2];
  for (let category = 0; category < graph.capacity.categories.length; category++) {
    const node = firstCategory + category;
    setNode(graph, node, middle, [0, 0], column.category);
    nodes[node * nodeWidth + column.ofCategory + category] = 1;
  }
  let next = edge;
  for (const [index, { body }] of layout.landmarks.entries()) {
    const category = categoryOf(layout, body);
    if (category < 0 || leftOut.has(body)) continue;
    const node = firstLandmark + index;
    nodes[node * nodeWidth + column.ofCategory + category] = 1;
    setEdge(graph, next, firstCategory + category, node, [edgeColumn.instance]);
    graph.edges.fill(
      0,
      next * graph.edgeWidth + edgeColumn.offset,
      next * graph.edgeWidth + edgeColumn.instance,
    );
    next++;
  }
}

/** Pairs of portals and landmarks that are near or see each other: portals' sight first, then by distance. */
function closePairs(layout: Layout, graph: SceneGraph, leftOut: ReadonlySet<number>): Pair[] {
  const things = [
    ...layout.portals.map(({ position }, index) => ({
      node: graph.firstPortal + index,
      outline: circle(position[0], position[1], 0),
      body: -1,
    })),
    ...layout.landmarks.map(({ body }, index) => ({
      node: graph.firstLandmark + index,
      outline: footprintOf(layout.statics[body] as Static),
      body,
    })),
  ].filter(({ body }) => !leftOut.has(body));
  const screens = sightScreens(layout, leftOut);
  const pairs: Pair[] = [];
  for (const [i, one] of things.entries()) {
    for (const other of things.slice(i + 1)) {
      const near = gapBetween(one.outline, other.outline) <= nearReach;
      const sees = inSight(one, other, screens);
      if (!near && !sees) continue;
      const bothPortals = one.body < 0 && other.body < 0;
      const apart = Math.hypot(one.outline.x - other.outline.x, one.outline.z - other.outline.z);
      pairs.push({
        a: one.node,
        b: other.node,
        near,
        sees,
        rank: bothPortals && sees ? -1 / apart : apart,
      });
    }
  }
  return pairs.sort((p, q) => p.rank - q.rank);
}

/** Outlines of the statics that stand in the way of an eye at half an agent's height, by body. */
function sightScreens(
  layout: Layout,
  leftOut: ReadonlySet<number>,
): ReadonlyMap<number, Footprint> {
  const eye = layout.body.height / 2;
  const screens = new Map<number, Footprint>();
  for (const [index, body] of layout.statics.entries()) {
    if (leftOut.has(index)) continue;
    const half = heightOf(body.shape) / 2;
    if (Math.abs(body.position[1] - eye) < half) screens.set(index, footprintOf(body));
  }
  return screens;
}

function inSight(
  one: { readonly outline: Footprint; readonly body: number },
  other: { readonly outline: Footprint; readonly body: number },
  screens: ReadonlyMap<number, Footprint>,
): boolean {
  const from: Ground = [one.outline.x, one.outline.z];
  const to: Ground = [other.outline.x, other.outline.z];
  for (const [body, screen] of screens) {
    if (body !== one.body && body !== other.body && crosses(screen, from, to)) return false;
  }
  return true;
}

/**
 * The first region, and then twice the one farthest as the crow flies from those chosen: it depends
 * on the regions only, so that the distances mean the same in every layout of a scene.
 */
function referenceRegions({ regions }: Layout): number[] {
  const middle = regions.map(
    ({ min, max }): Ground => [(min[0] + max[0]) / 2, (min[1] + max[1]) / 2],
  );
  const chosen: number[] = [];
  while (chosen.length < Math.min(references, regions.length)) {
    const remoteness = middle.map(([x, z]) =>
      Math.min(
        ...chosen.map((i) => {
          const [cx, cz] = middle[i] as Ground;
          return Math.hypot(x - cx, z - cz);
        }),
      ),
    );
    chosen.push(chosen.length === 0 ? 0 : remoteness.indexOf(Math.max(...remoteness)));
  }
  return chosen;
}

/** Shortest ways along the static edges (Dijkstra 1959; V is small, so without a queue). */
function writeDistances(graph: SceneGraph, from: number, into: number): void {
  const { nodes, nodeMask, senders, receivers, edges, edgeMask, firstMover } = graph;
  const { nodeWidth, edgeWidth } = graph;
  const distance = new Float64Array(firstMover).fill(Number.POSITIVE_INFINITY);
  const done = new Uint8Array(firstMover);
  distance[from] = 0;
  for (;;) {
    let nearest = -1;
    for (let node = 0; node < firstMover; node++) {
      if (done[node] === 1 || distance[node] === Number.POSITIVE_INFINITY) continue;
      if (nearest < 0 || (distance[node] as number) < (distance[nearest] as number)) nearest = node;
    }
    if (nearest < 0) break;
    done[nearest] = 1;
    for (let edge = 0; edge < edgeMask.length; edge++) {
      if (edgeMask[edge] !== 1 || senders[edge] !== nearest) continue;
      const to = receivers[edge] as number;
      const way =
        (distance[nearest] as number) + (edges[edge * edgeWidth + edgeColumn.offset + 2] as number);
      distance[to] = Math.min(distance[to] as number, way);
    }
  }
  // What no way leads to is farther than anything reached.
  const reached = distance.filter(Number.isFinite);
  const far = 2 * Math.max(...reached);
  for (let node = 0; node < firstMover; node++) {
    if (nodeMask[node] !== 1) continue;
    const way = distance[node] as number;
    nodes[node * nodeWidth + into] = Number.isFinite(way) ? way : far;
  }
}
