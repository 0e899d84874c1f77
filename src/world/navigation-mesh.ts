/**
 * Builds the navigation mesh of a layout: convex polygons over which the centre of a body may move,
 * and the links between them. The steps are Recast's (Mononen; zlib licence), with one change: only
 * surfaces are rasterised, and all that is solid is then cut out with its exact outline widened by the
 * body's radius. Rasterised and eroded walls would be up to two cells too thick.
 *
 * What blocks and what can be stepped on is decided as in outlines.ts. Doors count as open; props and
 * movers are not there. Metres. Axes: S outlines, the layout's statics.
 *
 * The ready-made pipeline of recast-navigation is not used because it loses a little wasm memory with
 * every mesh, and worlds are laid out anew all the time.
 */
import {
  allocCompactHeightfield,
  allocContourSet,
  allocHeightfield,
  allocPolyMesh,
  buildCompactHeightfield,
  buildContours,
  buildDistanceField,
  buildPolyMesh,
  buildRegions,
  calcGridSize,
  createHeightfield,
  createNavMeshData,
  FloatArray,
  freeCompactHeightfield,
  freeContourSet,
  freeHeightfield,
  freePolyMesh,
  IntArray,
  markBoxArea,
  markConvexPolyArea,
  NavMesh,
  NavMeshCreateParams,
  Raw,
  Recast,
  RecastBuildContext,
  type RecastCompactHeightfield,
  type RecastHeightfield,
  type RecastPolyMesh,
  rasterizeTriangles,
  UnsignedCharArray,
} from 'recast-navigation';
import type { Ground, Layout, Point } from '../scene/layout.ts';
import { type Outlines, stepHeightOf } from './outlines.ts';

const settings = {
  /** Metres, the side of a cell. Half of it is the error of an outline. */
  cell: 0.1,
  /** Cells per climbable step, upwards. */
  cellsPerStep: 4,
  /** Cells by which an outline may be off after simplification. */
  simplification: 1,
  /** Metres, the greatest side of a polygon. Small ones weigh rightly which way is shorter. */
  square: 1,
  /** Regions of fewer cells than this squared are dropped, or merged with a neighbour. */
  smallestRegion: 4,
  mergedRegion: 20,
  /** Metres, higher than anything in a layout. */
  ceiling: 100,
  cornersPerPolygon: 6,
  /** Parts of a quarter circle around a corner. */
  cornerParts: 3,
  /** Blocks of rising height as which a ramp blocks. */
  rampSlices: 12,
};

/** Recast's log and timers, both off; kept because the binding cannot free it. */
let context: RecastBuildContext | undefined;

/** `loadNavigation` must have been awaited. `outlines` are those of the statics, without doors. */
export function buildNavigationMesh(layout: Layout, outlines: Outlines): NavMesh | undefined {
  context ??= new RecastBuildContext(false);
  const { cell, cellsPerStep, simplification } = settings;
  const step = stepHeightOf(layout.body);
  const cellHeight = step / cellsPerStep;
  const heightfield = allocHeightfield();
  const compact = allocCompactHeightfield();
  const contours = allocContourSet();
  const polygons = allocPolyMesh();
  try {
    // 1. Surfaces that one can stand on, as spans in columns of cells.
    rasterize(context, layout, outlines, cellHeight, heightfield);

    // 2. Which spans are neighbours: within a step, and with room for a body above.
    const room = Math.ceil(layout.body.height / cellHeight);
    succeed(buildCompactHeightfield(context, room, cellsPerStep, heightfield, compact));

    // 3. Cut out what is solid.
    for (let s = 0; s < outlines.count; s++)
      cutOut(context, layout, outlines, s, cellHeight, compact);

    // 4. Divide the rest into squares, as areas of different kinds.
    divide(context, layout, compact);

    // 5. Regions without holes, their outlines, and convex polygons of them.
    const smallest = settings.smallestRegion ** 2;
    const merged = settings.mergedRegion ** 2;
    succeed(buildDistanceField(context, compact));
    succeed(buildRegions(context, compact, 0, smallest, merged));
    succeed(buildContours(context, compact, simplification, 0, contours));
    succeed(buildPolyMesh(context, contours, settings.cornersPerPolygon, polygons));
    if (polygons.npolys() === 0) return undefined;

    // 6. The mesh that is searched.
    return toMesh(polygons, layout, { step, cell, cellHeight });
  } finally {
    freeHeightfield(heightfield);
    freeCompactHeightfield(compact);
    freeContourSet(contours);
    freePolyMesh(polygons);
  }
}

function succeed(done: boolean): void {
  if (!done) throw new Error('Recast could not build a navigation mesh: out of memory or misused.');
}

/** The ground and the tops of what can be stepped on, as triangles and then as spans. */
function rasterize(
  context: RecastBuildContext,
  layout: Layout,
  outlines: Outlines,
  cellHeight: number,
  heightfield: RecastHeightfield,
): void {
  const { min, max, body } = layout;
  const points: number[] = [];
  const triangles: number[] = [];
  const addFan = (corners: readonly Point[]) => {
    const first = points.length / 3;
    for (const corner of corners) points.push(...corner);
    // Counter-clockwise from above; Recast itself does not mind.
    for (let i = 2; i < corners.length; i++) triangles.push(first, first + i - 1, first + i);
  };

  const low: Ground = [min[0] + body.radius, min[1] + body.radius];
  const high: Ground = [max[0] - body.radius, max[1] - body.radius];
  addFan([
    [low[0], 0, low[1]],
    [low[0], 0, high[1]],
    [high[0], 0, high[1]],
    [high[0], 0, low[1]],
  ]);
  let top = 0;
  for (let s = 0; s < outlines.count && !layout.flat; s++) {
    if (outlines.walkable[s] === 0) continue;
    const upper = outlines.top[s] as number;
    const lower = outlines.sloped[s] === 1 ? (outlines.bottom[s] as number) : upper;
    const corners = outlineOf(outlines, s, 0, -1, 1);
    // A ramp's first two corners are its upper ones.
    addFan(corners.map(([x, z], i) => [x, i < 2 ? upper : lower, z]));
    top = Math.max(top, upper);
  }

  const vertexArray = new FloatArray();
  const triangleArray = new IntArray();
  const areaArray = new UnsignedCharArray();
  vertexArray.copy(points);
  triangleArray.copy(triangles);
  const count = triangles.length / 3;
  areaArray.copy(new Array(count).fill(Recast.RC_WALKABLE_AREA));
  const from = [low[0], -cellHeight, low[1]] as [number, number, number];
  const to = [high[0], top + body.height, high[1]] as [number, number, number];
  const { width, height } = calcGridSize(from, to, settings.cell);
  succeed(
    createHeightfield(context, heightfield, width, height, from, to, settings.cell, cellHeight),
  );
  succeed(
    rasterizeTriangles(
      context,
      vertexArray,
      points.length / 3,
      triangleArray,
      areaArray,
      count,
      heightfield,
      1,
    ),
  );
  vertexArray.destroy();
  triangleArray.destroy();
  areaArray.destroy();
}

/** Takes away the spans where a body would stand in outline s: above its foot, under its top. */
function cutOut(
  context: RecastBuildContext,
  layout: Layout,
  outlines: Outlines,
  s: number,
  cellHeight: number,
  compact: RecastCompactHeightfield,
): void {
  const step = layout.flat ? 0 : stepHeightOf(layout.body);
  const bottom = outlines.bottom[s] as number;
  const rise = (outlines.top[s] as number) - bottom;
  const slices = outlines.sloped[s] === 1 ? settings.rampSlices : 1;
  for (let i = 0; i < slices; i++) {
    // Spans lie up to one cell above their surface.
    const below =
      bottom + (outlines.sloped[s] === 1 ? (rise * i) / slices : rise) - step + cellHeight;
    const above = bottom - layout.body.height;
    if (below <= cellHeight) continue;
    const corners = outlineOf(
      outlines,
      s,
      layout.body.radius,
      -1 + (2 * i) / slices,
      -1 + (2 * (i + 1)) / slices,
    );
    const vertices = new FloatArray();
    vertices.copy(corners.flatMap(([x, z]) => [x, 0, z]));
    const area = Recast.RC_NULL_AREA;
    markConvexPolyArea(context, vertices, corners.length, above, below, area, compact);
    vertices.destroy();
  }
}

/** No region, and so no polygon, reaches over two squares: neighbouring ones are of different kinds. */
function divide(
  context: RecastBuildContext,
  layout: Layout,
  compact: RecastCompactHeightfield,
): void {
  const { min, max } = layout;
  const { square, ceiling } = settings;
  for (let j = 0; min[1] + j * square < max[1]; j++) {
    for (let i = 0; min[0] + i * square < max[0]; i++) {
      const x = min[0] + i * square;
      const z = min[1] + j * square;
      const kind = 1 + (i % 2) + 2 * (j % 2);
      markBoxArea(context, [x, -1, z], [x + square, ceiling, z + square], kind, compact);
    }
  }
}

/**
 * Corners of outline s widened by `margin`, counter-clockwise from above; of a rectangle, the part
 * between the shares `from` and `to` (in [−1, 1]) of its own x. Curves are drawn from outside.
 */
function outlineOf(
  outlines: Outlines,
  s: number,
  margin: number,
  from: number,
  to: number,
): Ground[] {
  const x = outlines.centre[2 * s] as number;
  const z = outlines.centre[2 * s + 1] as number;
  const axisX = outlines.axis[2 * s] as number;
  const axisZ = outlines.axis[2 * s + 1] as number;
  const round = outlines.round[s] === 1;
  const halfX = round ? 0 : (outlines.half[2 * s] as number);
  const halfZ = round ? 0 : (outlines.half[2 * s + 1] as number);
  const bend = margin + (round ? (outlines.radius[s] as number) : 0);
  const parts = bend > 0 ? settings.cornerParts : 0;
  const reach = bend / Math.cos(Math.PI / (4 * Math.max(1, parts)));
  const corners: Ground[] = [];
  for (let quarter = 0; quarter < 4; quarter++) {
    const cornerX = (quarter === 0 || quarter === 3 ? to : from) * halfX;
    const cornerZ = (quarter < 2 ? 1 : -1) * halfZ;
    for (let part = 0; part <= parts; part++) {
      const angle = (Math.PI / 2) * (quarter + (parts === 0 ? 0 : part / parts));
      const along = cornerX + reach * Math.cos(angle);
      const across = cornerZ + reach * Math.sin(angle);
      corners.push([x + along * axisX - across * axisZ, z + along * axisZ + across * axisX]);
    }
  }
  return corners;
}

function toMesh(
  polygons: RecastPolyMesh,
  layout: Layout,
  size: { readonly step: number; readonly cell: number; readonly cellHeight: number },
): NavMesh | undefined {
  for (let i = 0; i < polygons.npolys(); i++) {
    polygons.setAreas(i, 0);
    polygons.setFlags(i, 1);
  }
  const params = new NavMeshCreateParams();
  params.setPolyMeshCreateParams(polygons);
  params.setWalkableHeight(layout.body.height);
  params.setWalkableRadius(layout.body.radius);
  params.setWalkableClimb(size.step);
  params.setCellSize(size.cell);
  params.setCellHeight(size.cellHeight);
  params.setBuildBvTree(true);
  const { success, navMeshData } = createNavMeshData(params);
  Raw.destroy(params.raw);
  const mesh = new NavMesh();
  // The mesh frees the data when it is destroyed.
  if (success && mesh.initSolo(navMeshData)) return mesh;
  mesh.destroy();
  throw new Error('Detour could not take in a navigation mesh.');
}
