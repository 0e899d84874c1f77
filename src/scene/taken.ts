/**
 * The outlines that already stand while a layout is made, sorted into squares of the ground, so that
 * a place is compared with what is around it only: a wide scene tries hundreds of thousands of places.
 * Metres.
 */
import { type Footprint, gapBetween, halfExtents } from './footprint.ts';

/** An outline and half the extents of the box round it. */
interface Boxed {
  readonly outline: Footprint;
  readonly halfX: number;
  readonly halfZ: number;
}

export interface Taken {
  /** By `squareOf`: the outlines whose boxes meet the square. */
  readonly squares: Map<number, Boxed[]>;
}

const side = 4;
/** More squares than there are along an axis, from any coordinate that a scene may have. */
const across = 1 << 12;

function squareOf(column: number, row: number): number {
  return column * across + row;
}

export function createTaken(outlines: readonly Footprint[]): Taken {
  const taken: Taken = { squares: new Map() };
  take(taken, outlines);
  return taken;
}

export function take({ squares }: Taken, outlines: readonly Footprint[]): void {
  for (const outline of outlines) {
    const [halfX, halfZ] = halfExtents(outline);
    const boxed = { outline, halfX, halfZ };
    for (let c = lineOf(outline.x - halfX); c <= lineOf(outline.x + halfX); c++) {
      for (let r = lineOf(outline.z - halfZ); r <= lineOf(outline.z + halfZ); r++) {
        const held = squares.get(squareOf(c, r));
        if (held) held.push(boxed);
        else squares.set(squareOf(c, r), [boxed]);
      }
    }
  }
}

/** The column of an x, or the row of a z. */
function lineOf(coordinate: number): number {
  return Math.floor(coordinate / side);
}

/** Whether an outline leaves `gap` metres free to all that are taken. */
export function keepsGap({ squares }: Taken, outline: Footprint, gap: number): boolean {
  const [halfX, halfZ] = halfExtents(outline);
  const lastColumn = lineOf(outline.x + halfX + gap);
  const lastRow = lineOf(outline.z + halfZ + gap);
  for (let c = lineOf(outline.x - halfX - gap); c <= lastColumn; c++) {
    for (let r = lineOf(outline.z - halfZ - gap); r <= lastRow; r++) {
      const held = squares.get(squareOf(c, r));
      if (!held) continue;
      for (const other of held) {
        // Boxes round both that are far enough apart spare the exact distance.
        const apartX = Math.abs(outline.x - other.outline.x) - halfX - other.halfX;
        const apartZ = Math.abs(outline.z - other.outline.z) - halfZ - other.halfZ;
        if (Math.max(apartX, apartZ) >= gap) continue;
        if (gapBetween(outline, other.outline) < gap) return false;
      }
    }
  }
  return true;
}
