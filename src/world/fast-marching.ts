/**
 * Fast marching: the distance from a point to every free cell of a grid, around obstacles, by solving
 * |∇T| = 1 in the order in which a wave would arrive.
 *
 * Source: Sethian, "A fast marching level set method for monotonically advancing fronts" (PNAS 1996);
 * second-order differences where two cells upwind are known, from Sethian, "Fast marching methods"
 * (SIAM Review 1999). Around the point, and around corners, the front is too curved for differences:
 * there the cells in sight begin with their straight distances.
 *
 * Axes: C cells (walkable-grid.ts). Metres. O(C log C); allocates only when a grid is larger than all
 * before. Knows nothing of layouts.
 */
import { type CornerSights, inSight } from './corner-sights.ts';
import { east, north, south, type WalkableGrid, west } from './walkable-grid.ts';

// Scratch. A cell is far, then on the front (in the heap), then known.
const far = 0;
const onFront = 1;
const known = 2;
let state = new Uint8Array(0);
/** [C] binary heap of the front's cells, nearest first, and each cell's place in it. */
let heap = new Int32Array(0);
let place = new Int32Array(0);
let heapSize = 0;

/** Where the wave may stop: what it has reached by then is exactly what it would be in the end. */
export interface MarchLimit {
  /** The cell that must be reached. */
  readonly target: number;
  /** Metres that the wave goes on beyond the target, and that it goes at least. */
  readonly beyond: number;
  readonly least: number;
}

/**
 * Fills `distance` [C]: metres from (x, z) to each free cell's centre; Infinity for blocked cells and
 * where no way leads. `source` is the free cell that holds (x, z) or is nearest to it. With a limit,
 * cells beyond it stay at Infinity too. Returns how far the wave came, Infinity if to the end.
 */
export function marchFrom(
  grid: WalkableGrid,
  sights: CornerSights,
  source: number,
  x: number,
  z: number,
  distance: Float32Array,
  limit?: MarchLimit,
): number {
  const { links, columns } = grid;
  const { corner } = sights;
  if (state.length < links.length) {
    state = new Uint8Array(links.length);
    heap = new Int32Array(links.length);
    place = new Int32Array(links.length);
  }
  state.fill(far, 0, links.length);
  distance.fill(Number.POSITIVE_INFINITY);
  heapSize = 0;
  seed(grid, sights, source, x, z, distance);
  let reach = Number.POSITIVE_INFINITY;
  while (heapSize > 0 && (distance[heap[0] as number] as number) <= reach) {
    const c = takeNearest(distance);
    state[c] = known;
    if (limit && c === limit.target) {
      reach = Math.max(limit.least, (distance[c] as number) + limit.beyond);
    }
    if (corner[c] !== 0) spread(sights, c, distance);
    const open = links[c] as number;
    if (open & east) update(grid, c + 1, distance);
    if (open & west) update(grid, c - 1, distance);
    if (open & south) update(grid, c + columns, distance);
    if (open & north) update(grid, c - columns, distance);
  }
  if (heapSize === 0) return Number.POSITIVE_INFINITY;
  // What is still on the front may yet come nearer.
  for (let i = 0; i < heapSize; i++) distance[heap[i] as number] = Number.POSITIVE_INFINITY;
  return reach;
}

/** The cells in sight of the source. */
function seed(
  grid: WalkableGrid,
  { columnsAway, rowsAway }: CornerSights,
  source: number,
  x: number,
  z: number,
  distance: Float32Array,
): void {
  const { columns, rows, cell } = grid;
  const sourceColumn = source % columns;
  const sourceRow = (source - sourceColumn) / columns;
  for (let d = 0; d < columnsAway.length; d++) {
    const dc = columnsAway[d] as number;
    const dr = rowsAway[d] as number;
    const column = sourceColumn + dc;
    const row = sourceRow + dr;
    if (column < 0 || column >= columns || row < 0 || row >= rows) continue;
    if (!inSight(grid, source, dc, dr)) continue;
    const offX = grid.x + column * cell - x;
    const offZ = grid.z + row * cell - z;
    const c = row * columns + column;
    distance[c] = Math.sqrt(offX * offX + offZ * offZ);
    enter(c, distance);
  }
}

/** From a corner the wave spreads as from a point: the cells in its sight are reached straight. */
function spread(sights: CornerSights, c: number, distance: Float32Array): void {
  const { first, seen, step, metres } = sights;
  const row = (sights.corner[c] as number) - 1;
  const end = first[row + 1] as number;
  for (let i = first[row] as number; i < end; i++) {
    const d = seen[i] as number;
    const n = c + (step[d] as number);
    if (state[n] === known) continue;
    const t = (distance[c] as number) + (metres[d] as number);
    if (t >= (distance[n] as number)) continue;
    distance[n] = t;
    enter(n, distance);
  }
}

/** Recomputes cell n from its known neighbours and moves it forward in the heap if it came nearer. */
function update(grid: WalkableGrid, n: number, distance: Float32Array): void {
  if (state[n] === known) return;
  const { links, columns, cell } = grid;
  const open = links[n] as number;

  // The nearer known neighbour along each axis, and which way it lies.
  let dx = Number.POSITIVE_INFINITY;
  let stepX = 0;
  if (open & east && state[n + 1] === known) {
    dx = distance[n + 1] as number;
    stepX = 1;
  }
  if (open & west && state[n - 1] === known && (distance[n - 1] as number) < dx) {
    dx = distance[n - 1] as number;
    stepX = -1;
  }
  let dz = Number.POSITIVE_INFINITY;
  let stepZ = 0;
  if (open & south && state[n + columns] === known) {
    dz = distance[n + columns] as number;
    stepZ = columns;
  }
  if (open & north && state[n - columns] === known && (distance[n - columns] as number) < dz) {
    dz = distance[n - columns] as number;
    stepZ = -columns;
  }

  // Differences along each axis: weight · (t − base), of second order where the next cell is known too.
  let wx = 1;
  let bx = dx;
  if (stepX !== 0 && (links[n + stepX] as number) & (stepX > 0 ? east : west)) {
    const beyond = distance[n + 2 * stepX] as number;
    if (state[n + 2 * stepX] === known && beyond <= dx) {
      wx = 2.25;
      bx = (4 * dx - beyond) / 3;
    }
  }
  let wz = 1;
  let bz = dz;
  if (stepZ !== 0 && (links[n + stepZ] as number) & (stepZ > 0 ? south : north)) {
    const beyond = distance[n + 2 * stepZ] as number;
    if (state[n + 2 * stepZ] === known && beyond <= dz) {
      wz = 2.25;
      bz = (4 * dz - beyond) / 3;
    }
  }

  // Σ w (t − b)² = cell², or along one axis only where the wave comes straight.
  let t = Number.POSITIVE_INFINITY;
  if (stepX !== 0 && stepZ !== 0) {
    const w = wx + wz;
    const b = wx * bx + wz * bz;
    const discriminant = b * b - w * (wx * bx * bx + wz * bz * bz - cell * cell);
    if (discriminant >= 0) t = (b + Math.sqrt(discriminant)) / w;
    if (t < dx || t < dz) t = Number.POSITIVE_INFINITY;
  }
  if (t === Number.POSITIVE_INFINITY) {
    t = Math.min(bx + cell / Math.sqrt(wx), bz + cell / Math.sqrt(wz));
  }
  if (t >= (distance[n] as number)) return;
  distance[n] = t;
  enter(n, distance);
}

/** Puts a cell on the front, or forward in it, after its distance was set or became less. */
function enter(c: number, distance: Float32Array): void {
  if (state[c] === onFront) {
    siftUp(place[c] as number, distance);
    return;
  }
  state[c] = onFront;
  heap[heapSize] = c;
  siftUp(heapSize++, distance);
}

function takeNearest(distance: Float32Array): number {
  const nearest = heap[0] as number;
  const last = heap[--heapSize] as number;
  const key = distance[last] as number;
  let at = 0;
  while (true) {
    let child = 2 * at + 1;
    if (child >= heapSize) break;
    let c = heap[child] as number;
    if (child + 1 < heapSize) {
      const other = heap[child + 1] as number;
      if ((distance[other] as number) < (distance[c] as number)) {
        c = other;
        child++;
      }
    }
    if (key <= (distance[c] as number)) break;
    heap[at] = c;
    place[c] = at;
    at = child;
  }
  heap[at] = last;
  place[last] = at;
  return nearest;
}

function siftUp(from: number, distance: Float32Array): void {
  const c = heap[from] as number;
  const key = distance[c] as number;
  let at = from;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    const above = heap[parent] as number;
    if ((distance[above] as number) <= key) break;
    heap[at] = above;
    place[above] = at;
    at = parent;
  }
  heap[at] = c;
  place[c] = at;
}
