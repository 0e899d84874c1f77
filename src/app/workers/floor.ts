/** What may be painted on the floor, and what the simulation thread tells of it (surveying.ts). */
import type { Counted } from '../../agents/floor-counts.ts';
import type { FloorGrid } from '../../scene/floor-grid.ts';
import type { Floor } from '../../view/stage.ts';
import { smoothFloor } from '../show/smooth-floor.ts';

/** What may be painted on the floor. */
export type FloorKind = Counted | 'value';

/** What is known of the floor. */
export interface FloorReport {
  readonly kind: FloorKind;
  readonly layoutSeed: number;
  readonly grid: FloorGrid;
  /**
   * [C] seconds of agents per m², collisions per m², or expected return; NaN where nothing is known. Empty where
   * no critic is known.
   */
  readonly values: Float32Array<ArrayBuffer>;
  /** Whose critic it is. */
  readonly agent: number | undefined;
  /** The share of the floor that was asked about already, in [0, 1]. */
  readonly known: number;
}

/** In the order in which a key goes through them, nothing before and after. */
export const floorKinds = ['visits', 'collisions', 'value'] as const satisfies readonly FloorKind[];

/** Shares of the values that are painted alike at either end: a few cells by a wall are not to take all colours. */
const tail = 0.02;
/** What is lightest at least, so that a first visit is not what everybody does: per square metre. */
const leastMost = { visits: 0.5, collisions: 0.2 } as const;

/** How often a value is smoothed: blocks that stand for many cells more often. */
const smoothing = (known: number) => (known < 0.05 ? 6 : known < 0.3 ? 4 : 2);

/** What is painted of a report; nothing where nothing is known. */
export function paintOf({ kind, grid, values, known }: FloorReport): Floor | undefined {
  if (values.length === 0) return undefined;
  if (kind !== 'value') {
    const most = Math.max(leastMost[kind], sharesOf(values.filter((value) => value > 0))(1 - tail));
    return { grid, values, least: 0, most, sparse: true };
  }
  const smooth = smoothFloor(grid, values, smoothing(known));
  const at = sharesOf(smooth.filter((value) => !Number.isNaN(value)));
  return { grid, values: smooth, least: at(tail), most: at(1 - tail), sparse: false };
}

/** The value below which this share of them lies. */
function sharesOf(values: Float32Array): (share: number) => number {
  const sorted = values.sort();
  return (share) => sorted[Math.round(share * (sorted.length - 1))] ?? 0;
}
