import { describe, expect, test } from 'vitest';
import { graphBlocks } from '../../src/core/spec.ts';
import {
  edgeFeatures,
  graphCapacity,
  graphPart,
  nodeFeatures,
} from '../../src/scene/graph-capacity.ts';
import type { SceneGraph } from '../../src/scene/graph-rows.ts';
import { layOut } from '../../src/scene/lay-out.ts';
import type { Layout } from '../../src/scene/layout.ts';
import { parseScene } from '../../src/scene/scene-file.ts';
import { placeMover, sceneGraphOf } from '../../src/scene/scene-graph.ts';
import { readScene, sceneNames } from './scenes.ts';

const F = nodeFeatures.length;
const Fe = edgeFeatures.length;

/** Columns by feature; a scene with categories has some besides. */
const columnsOf = ({ capacity }: SceneGraph) => {
  const { features, edgeFeatures } = graphPart('scene', capacity);
  const numbered = (names: readonly string[]) => new Map(names.map((name, i) => [name, i]));
  return { node: numbered(features), edge: numbered(edgeFeatures) };
};
const known = new WeakMap<SceneGraph, ReturnType<typeof columnsOf>>();
function column(graph: SceneGraph, kind: 'node' | 'edge', feature: string): number {
  const columns = known.get(graph) ?? columnsOf(graph);
  known.set(graph, columns);
  const found = columns[kind].get(feature);
  if (found === undefined) throw new Error(`Expected a feature ${feature}.`);
  return found;
}
const node = (graph: SceneGraph, index: number, feature: string) =>
  graph.nodes[index * graph.nodeWidth + column(graph, 'node', feature)] as number;
const edge = (graph: SceneGraph, index: number, feature: string) =>
  graph.edges[index * graph.edgeWidth + column(graph, 'edge', feature)] as number;

function presentEdges(graph: SceneGraph): number[] {
  return [...graph.edgeMask.keys()].filter((e) => graph.edgeMask[e] === 1);
}
const hasCategories = (graph: SceneGraph) => graph.capacity.categories.length > 0;
const isInstance = (graph: SceneGraph, e: number) =>
  hasCategories(graph) && edge(graph, e, 'instance') === 1;
/** All but those from categories, which lead nowhere. */
const waysOf = (graph: SceneGraph) => presentEdges(graph).filter((e) => !isInstance(graph, e));
const ends = (graph: SceneGraph, e: number) => `${graph.senders[e]} ${graph.receivers[e]}`;

describe.each(sceneNames)('scene graph of %s', (name) => {
  const scene = readScene(name);
  const capacity = graphCapacity(scene);
  const all = Array.from({ length: 51 }, (_, seed) => {
    const layout = layOut(scene, seed);
    return { layout, graph: sceneGraphOf(layout, capacity) };
  });

  test('has few enough nodes, movers included', () => {
    expect(capacity.nodes).toBeLessThanOrEqual(
      name.startsWith('rooms') || name === 'crowd' ? 32 : 24,
    );
  });

  test('every layout fits into the capacity, and all rows are of one size', () => {
    for (const { layout, graph } of all) {
      expect(layout.regions.length).toBe(capacity.regions);
      expect(layout.portals.length).toBeLessThanOrEqual(capacity.portals);
      expect(layout.landmarks.length).toBeLessThanOrEqual(capacity.landmarks);
      // Of a crowd of walkers, the first have rows.
      const movers = Math.min(16, layout.doors.length + layout.walkers.length);
      expect(movers).toBeLessThanOrEqual(capacity.movers);
      expect(graph.row.length).toBe(all[0]?.graph.row.length);
      expect(graph.row.every(Number.isFinite)).toBe(true);
    }
  });

  test('edges join present nodes, never a node with itself, each ordered pair once', () => {
    for (const { graph } of all) {
      const edges = presentEdges(graph);
      for (const e of edges) {
        expect(graph.nodeMask[graph.senders[e] as number]).toBe(1);
        expect(graph.nodeMask[graph.receivers[e] as number]).toBe(1);
        expect(graph.senders[e]).not.toBe(graph.receivers[e]);
      }
      expect(new Set(edges.map((e) => ends(graph, e))).size).toBe(edges.length);
    }
  });

  test('every edge but those from categories has its reverse, of the same kinds', () => {
    for (const { graph } of all) {
      const kinds = (e: number) => edgeFeatures.slice(0, 4).map((kind) => edge(graph, e, kind));
      const byEnds = new Map(waysOf(graph).map((e) => [ends(graph, e), kinds(e)]));
      for (const e of waysOf(graph)) {
        expect(byEnds.get(`${graph.receivers[e]} ${graph.senders[e]}`)).toEqual(kinds(e));
      }
    }
  });

  test('connects are the portals of the layout, no more and no fewer', () => {
    for (const { layout, graph } of all) {
      const expected = layout.portals.flatMap(({ regions }, index) =>
        regions.flatMap((region) => [
          `${region} ${graph.firstPortal + index}`,
          `${graph.firstPortal + index} ${region}`,
        ]),
      );
      const found = presentEdges(graph)
        .filter((e) => edge(graph, e, 'connects') === 1)
        .map((e) => ends(graph, e));
      expect(found.sort()).toEqual(expected.sort());
    }
  });

  test('every landmark is contained in a region that holds its middle', () => {
    for (const { layout, graph } of all) {
      for (const [index, { position }] of layout.landmarks.entries()) {
        const containers = presentEdges(graph).filter(
          (e) =>
            edge(graph, e, 'contains') === 1 && graph.receivers[e] === graph.firstLandmark + index,
        );
        expect(containers.length).toBe(1);
        const region = layout.regions[graph.senders[containers[0] as number] as number];
        for (const axis of [0, 1] as const) {
          expect(position[axis]).toBeGreaterThanOrEqual(region?.min[axis] as number);
          expect(position[axis]).toBeLessThanOrEqual(region?.max[axis] as number);
        }
      }
    }
  });

  test('offsets lead from sender to receiver', () => {
    for (const { graph } of all) {
      for (const e of waysOf(graph)) {
        const [from, to] = [graph.senders[e] as number, graph.receivers[e] as number];
        expect(node(graph, from, 'x') + edge(graph, e, 'dx')).toBeCloseTo(node(graph, to, 'x'), 4);
        expect(node(graph, from, 'z') + edge(graph, e, 'dz')).toBeCloseTo(node(graph, to, 'z'), 4);
        expect(edge(graph, e, 'distance')).toBeCloseTo(
          Math.hypot(edge(graph, e, 'dx'), edge(graph, e, 'dz')),
          4,
        );
      }
    }
  });

  test('distances are 0 at their reference and grow by no more than an edge along it', () => {
    for (const { graph } of all) {
      for (const feature of ['distance0', 'distance1', 'distance2'] as const) {
        const own = Array.from({ length: capacity.regions }, (_, i) => node(graph, i, feature));
        expect(own.filter((distance) => distance === 0).length).toBe(1);
        for (const e of waysOf(graph)) {
          const growth =
            node(graph, graph.receivers[e] as number, feature) -
            node(graph, graph.senders[e] as number, feature);
          expect(growth).toBeLessThanOrEqual(edge(graph, e, 'distance') + 1e-4);
        }
      }
    }
  });

  test('rows of movers are spare until they are placed', () => {
    for (const { graph, layout } of all) {
      const movers = layout.doors.length + layout.walkers.length;
      expect(graph.moverRows).toBe(Math.min(16, movers));
      expect(graph.nodeMask.subarray(graph.firstMover).every((mask) => mask === 0)).toBe(true);
      expect(graph.edgeMask.subarray(graph.firstMoverEdge).every((mask) => mask === 0)).toBe(true);
    }
  });
});

describe('scene graph of objects to be found', () => {
  const scene = readScene('rooms-objects');
  const capacity = graphCapacity(scene);
  const all = Array.from({ length: 51 }, (_, seed) => {
    const layout = layOut(scene, seed);
    return { layout, graph: sceneGraphOf(layout, capacity) };
  });

  test('a landmark has the feature of its category as 1, and only an object has one', () => {
    let objects = 0;
    for (const { layout, graph } of all) {
      for (const [index, { body }] of layout.landmarks.entries()) {
        const of = scene.categories.map((name) => node(graph, graph.firstLandmark + index, name));
        expect(of).toEqual(
          scene.categories.map((name) => (layout.statics[body]?.look === name ? 1 : 0)),
        );
        expect(node(graph, graph.firstLandmark + index, 'category')).toBe(0);
        objects += of.reduce((sum, one) => sum + one, 0);
      }
    }
    expect(objects).toBeGreaterThan(4 * all.length);
  });

  test('an edge leads from a category to each of its objects and none back, and says nothing of where', () => {
    for (const { layout, graph } of all) {
      const expected = layout.landmarks.flatMap(({ body }, index) => {
        const category = scene.categories.indexOf(layout.statics[body]?.look as 'chair');
        return category < 0
          ? []
          : [`${graph.firstCategory + category} ${graph.firstLandmark + index}`];
      });
      const instances = presentEdges(graph).filter((e) => isInstance(graph, e));
      expect(instances.map((e) => ends(graph, e)).sort()).toEqual(expected.sort());
      for (const e of presentEdges(graph)) {
        expect(
          (graph.receivers[e] as number) < graph.firstCategory ||
            (graph.receivers[e] as number) >= graph.firstMover,
        ).toBe(true);
      }
      for (const e of instances) {
        for (const feature of ['dx', 'dz', 'distance', 'contains', 'near', 'sees']) {
          expect(edge(graph, e, feature)).toBe(0);
        }
      }
    }
  });

  test('a category is nowhere: the same node in every layout', () => {
    const width = all[0]?.graph.nodeWidth as number;
    const categories = ({ firstCategory, firstMover, nodes }: SceneGraph) =>
      nodes.slice(firstCategory * width, firstMover * width);
    for (const { graph } of all) {
      expect(categories(graph)).toEqual(categories(all[0]?.graph as SceneGraph));
      for (const [index, name] of scene.categories.entries()) {
        expect(node(graph, graph.firstCategory + index, 'category')).toBe(1);
        expect(node(graph, graph.firstCategory + index, name)).toBe(1);
      }
    }
  });

  test('along the edges from a category, every region is as far as from the nearest of its objects', () => {
    for (const { layout, graph } of all.slice(0, 10)) {
      for (const [index, name] of scene.categories.entries()) {
        const hops = hopsFrom(graph, graph.firstCategory + index);
        const objects = layout.landmarks.flatMap(({ body }, l) =>
          layout.statics[body]?.look === name ? [hopsFrom(graph, graph.firstLandmark + l)] : [],
        );
        for (let region = 0; region < layout.regions.length; region++) {
          const nearest = Math.min(...objects.map((from) => from[region] as number));
          expect(hops[region]).toBe(nearest + 1);
        }
      }
    }
  });

  /** Edges from a node to every other, by breadth. */
  function hopsFrom(graph: SceneGraph, from: number): number[] {
    const hops = Array<number>(capacity.nodes).fill(Number.POSITIVE_INFINITY);
    hops[from] = 0;
    for (let round = 0; round < capacity.nodes; round++) {
      for (const e of presentEdges(graph)) {
        const [sender, receiver] = [graph.senders[e] as number, graph.receivers[e] as number];
        hops[receiver] = Math.min(hops[receiver] as number, (hops[sender] as number) + 1);
      }
    }
    return hops;
  }
});

/** Two rooms side by side, a gate between them, a pillar in each, a hedge that hides one from the gate. */
const twoRooms = parseScene(
  {
    version: 1,
    name: 'two-rooms',
    title: 'Two rooms',
    scenario: 'two-rooms',
    ground: { min: [-6, -3], max: [6, 3] },
    flat: true,
    agents: { count: 1, radius: 0.3, height: 1.2, maxSpeed: 1.5 },
    statics: [
      pillar('pillar-west', [-5, 0]),
      pillar('pillar-east', [5, 0]),
      { id: 'hedge', look: 'hedge', position: [3, 0], shape: { type: 'box', size: [0.2, 1, 2] } },
      { id: 'kerb', look: 'step', position: [-3, 0], shape: { type: 'box', size: [0.2, 0.1, 2] } },
    ],
    walkers: [
      {
        id: 'walker',
        speed: 1,
        yields: true,
        route: [
          [1, 1],
          [2, 1],
        ],
      },
    ],
    regions: [
      { id: 'west', label: 'West', min: [-6, -3], max: [0, 3] },
      { id: 'east', label: 'East', min: [0, -3], max: [6, 3] },
    ],
    portals: [{ id: 'gate', between: ['west', 'east'], position: [0, 0], width: 6 }],
  },
  'two-rooms',
);

function pillar(id: string, position: [number, number]) {
  const shape = { type: 'cylinder', radius: 0.5, height: 2 };
  return { id, look: 'pillar', position, shape, landmark: true };
}

describe('scene graph', () => {
  const layout: Layout = layOut(twoRooms, 0);
  const graph = sceneGraphOf(layout, graphCapacity(twoRooms));
  // Nodes: 0 west, 1 east, 2 gate, 3 and 4 the pillars, 5 the walker.

  test('one sees past a kerb and not past a hedge', () => {
    const seen = presentEdges(graph)
      .filter((e) => edge(graph, e, 'sees') === 1)
      .map((e) => ends(graph, e));
    expect(seen.sort()).toEqual(['2 3', '3 2']);
  });

  test('what is farther than 3 m apart is not near', () => {
    expect(presentEdges(graph).some((e) => edge(graph, e, 'near') === 1)).toBe(false);
  });

  test('distances add up along the edges', () => {
    // West's middle to the gate 3 m, on to east's middle 3 m more; pillars 2 m from their middles.
    const distances = [0, 1, 2, 3, 4].map((i) => node(graph, i, 'distance0'));
    expect(distances).toEqual([0, 6, 3, 2, 8]);
  });

  test('a mover gets its node and its edges, at any offset', () => {
    const offset = 10;
    const row = new Float32Array(offset + graph.row.length).fill(-9);
    row.set(graph.row, offset);
    const mover = { x: 2, z: 1, halfX: 0.3, halfZ: 0.3, open: 0, region: 1, portal: 0 };
    placeMover(graph, row, offset, 0, mover);

    const part = graphPart('scene', graph.capacity);
    const blocks = graphBlocks(part);
    const at = (block: number, index: number) => row[offset + block + index] as number;
    expect(at(blocks.nodeMask, 5)).toBe(1);
    const features = nodeFeatures.map((_, i) => at(blocks.nodes, 5 * F + i));
    const beyond = Math.fround(Math.hypot(2 - 3, 1));
    expect(features.slice(0, 2)).toEqual([2, 1]);
    expect(features[nodeFeatures.indexOf('mover')]).toBe(1);
    expect(features[nodeFeatures.indexOf('distance0')]).toBeCloseTo(6 + beyond, 5);
    const placed = [0, 1, 2, 3].map((i) => graph.firstMoverEdge + i);
    expect(placed.map((e) => at(blocks.edgeMask, e))).toEqual([1, 1, 1, 1]);
    expect(placed.map((e) => `${at(blocks.senders, e)} ${at(blocks.receivers, e)}`)).toEqual([
      '1 5',
      '5 1',
      '2 5',
      '5 2',
    ]);
    expect(row.subarray(0, offset).every((value) => value === -9)).toBe(true);
  });

  test('a mover outside all regions loses its edges and keeps its node', () => {
    const row = graph.row.slice();
    const mover = { x: 2, z: 1, halfX: 0.3, halfZ: 0.3, open: 0, region: 1, portal: 0 };
    placeMover(graph, row, 0, 0, mover);
    placeMover(graph, row, 0, 0, { ...mover, x: 99, region: -1, portal: -1 });
    const blocks = graphBlocks(graphPart('scene', graph.capacity));
    expect(row[blocks.nodeMask + 5]).toBe(1);
    const masks = [0, 1, 2, 3].map((i) => row[blocks.edgeMask + graph.firstMoverEdge + i]);
    expect(masks).toEqual([0, 0, 0, 0]);
    const first = blocks.edges + graph.firstMoverEdge * Fe;
    expect(row.subarray(first, first + 4 * Fe).every((value) => value === 0)).toBe(true);
  });
});
