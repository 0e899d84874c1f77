/**
 * How large the scene graph of a scene may become, over all its layouts. Rows are reserved by kind, in
 * this order: regions, portals, landmarks, categories, movers. So every layout of a scene gives arrays of the
 * same sizes, and the i-th region is the i-th node always.
 */
import type { GraphPart } from '../core/spec.ts';
import { mostObjects } from './generator-schema.ts';
import type { Scene } from './scene-schema.ts';
import { touchingPairs } from './touching.ts';

export const nodeFeatures = [
  /** Metres, in the world's frame. */
  'x',
  'z',
  /** Half extents along x and z, metres; a portal's is half its width along both. */
  'halfX',
  'halfZ',
  /** One of these four is 1. */
  'region',
  'portal',
  'landmark',
  'mover',
  /** Metres along the edges of the graph to three reference regions, the same in every layout. */
  'distance0',
  'distance1',
  'distance2',
  /** Portals and doors: 1 open, 0 closed. Others 0. */
  'open',
] as const;

export const edgeFeatures = [
  /** Region and what lies in it. */
  'contains',
  /** Region and a portal of it. */
  'connects',
  /** Portals and landmarks with at most `nearReach` metres between their outlines. */
  'near',
  /** A straight line between the two centres meets nothing static at half an agent's height. */
  'sees',
  /** From sender to receiver, metres, in the world's frame. */
  'dx',
  'dz',
  'distance',
] as const;

/** Features of nodes of which one is 1, and of edges of which one or two are. */
export const nodeKinds = ['region', 'portal', 'landmark', 'mover', 'category'] as const;
export const edgeKinds = ['contains', 'connects', 'near', 'sees', 'instance'] as const;

/**
 * What a scene with categories has besides. A category's node has the first as 1, and it and all its objects
 * the feature of the category's name, which follows.
 */
export const categoryFeatures = ['category'] as const;
/** From a category to an object of it; it leads nowhere, so its dx, dz and distance are 0. */
export const instanceFeatures = ['instance'] as const;

/** Doors first, then walkers; those beyond have no node. */
const mostMovers = 16;
/** Edges reserved for a mover: to and from its region, to and from its nearest portal. */
export const edgesPerMover = 4;
/** Near and seeing pairs kept per portal or landmark, on average; the closest ones stay. */
const pairsPerNode = 1.5;

/** Rows reserved: V = `nodes`, E = `edges`; `pairs` are the near and seeing pairs among them. */
export interface GraphCapacity {
  readonly regions: number;
  readonly portals: number;
  readonly landmarks: number;
  /** Names of the categories, a node each. */
  readonly categories: readonly string[];
  readonly movers: number;
  readonly nodes: number;
  readonly pairs: number;
  readonly edges: number;
}

export function graphCapacity(scene: Scene): GraphCapacity {
  let regions = scene.regions.length;
  let portals = scene.portals.length;
  let landmarks = scene.statics.filter(({ landmark }) => landmark).length;
  let movers = scene.doors.length + scene.walkers.length;
  for (const options of scene.generate) {
    switch (options.kind) {
      case 'scatter':
        landmarks += options.obstacles.reduce((sum, { count }) => sum + count, 0);
        break;
      case 'rooms': {
        const { columns, rows } = options;
        const walls = (columns - 1) * rows + columns * (rows - 1);
        const doorways = Math.min(walls, columns * rows - 1 + options.extraDoorways);
        regions += columns * rows;
        portals += doorways;
        landmarks += columns * rows * options.furniture.perRoom + mostObjects(options);
        movers += Math.min(doorways, options.doors.count);
        break;
      }
      case 'corridor':
        regions += 3;
        portals += 2;
        break;
      case 'stream':
        movers += options.count;
        break;
      case 'openings':
        portals += touchingPairs(scene.regions).length;
        break;
      case 'circle-crossing':
      case 'square-crossing':
      case 'ring-crossing':
        movers += options.people;
        break;
      case 'strew':
        break;
    }
  }
  landmarks = Math.min(landmarks, scene.landmarks);
  movers = Math.min(movers, mostMovers);
  const { categories } = scene;
  const objects = categories.length > 0 ? landmarks : 0;
  const pairs = Math.ceil(pairsPerNode * (portals + landmarks));
  return {
    regions,
    portals,
    landmarks,
    categories,
    movers,
    nodes: regions + portals + landmarks + categories.length + movers,
    pairs,
    // A portal touches two regions; every pair is listed in both directions, an object's category in one.
    edges: 4 * portals + 2 * landmarks + objects + 2 * pairs + edgesPerMover * movers,
  };
}

/** The part of an observation spec that holds such a graph. */
export function graphPart(name: string, capacity: GraphCapacity): GraphPart {
  const hasCategories = capacity.categories.length > 0;
  return {
    kind: 'graph',
    name,
    nodes: capacity.nodes,
    features: hasCategories
      ? [...nodeFeatures, ...categoryFeatures, ...capacity.categories]
      : nodeFeatures,
    edges: capacity.edges,
    edgeFeatures: hasCategories ? [...edgeFeatures, ...instanceFeatures] : edgeFeatures,
  };
}
