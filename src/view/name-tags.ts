/**
 * Names over the agents nearest to the camera, the selected one and the visitor, none over another. Drawn
 * from a canvas at the screen's own resolution and placed on whole pixels, so that letters stay
 * sharp; one draw call.
 */
import { Vector3 } from 'three';
import { bodyCount } from '../world/snapshot.ts';
import type { Frame, Part } from './frame.ts';
import { agentName, visitorName } from './names.ts';
import { agentColour, type Theme, visitorColours } from './palette.ts';
import { freeShare } from './support.ts';
import { cells, clearTagAtlas, drawTag, measureTags } from './tag-atlas.ts';
import { createTagMesh } from './tag-mesh.ts';
import { nearestTags, placeTags, type TagSites } from './tag-placement.ts';

/** Agents among which those with a tag are chosen: the nearest so many. */
const candidates = 24;
/** Metres over the head. */
const gap = 0.16;
/** A tag fades where its agent is drawn smaller than this, CSS pixels tall. */
const smallest = 9;
const small = 15;
const fadeTime = 0.12;
const wholeHeight = (top: number) => top;

export interface NameTagsPart extends Part {
  /** What stands over the visitor from now on. */
  nameVisitor(name: string): void;
}

export function createNameTags(limit: number): NameTagsPart {
  const tags = createTagMesh();
  const { canvas } = tags;

  /** Tags are of the agents and, last, of the visitor, whose poses are in another row. */
  let agents = 0;
  let visitorRow = 0;
  const rowOf = (tag: number) => (tag === agents ? visitorRow : tag);
  let visitor: string = visitorName;
  const nameOf = (tag: number) => (tag === agents ? visitor : agentName(tag));
  const visitorColour = `#${visitorColours.coat.toString(16)}`;
  let height = 1;
  let themeDrawn: Theme | undefined;
  let ratioDrawn = 0;
  /** Of each cell: whose name it holds (−1: nobody's), and how opaque that tag is. */
  const holder = new Int32Array(cells).fill(-1);
  const alpha = new Float32Array(cells);
  /** [A] the cell that holds an agent's name, −1: none. */
  let cellOf = new Int32Array(0);
  let sites: TagSites = sitesFor(0);
  const point = new Vector3();
  const sight = { x0: 0, y0: 0, z0: 0, x1: 0, y1: 0, z1: 0 };

  function sitesFor(count: number) {
    return {
      distance: new Float32Array(count),
      x: new Float32Array(count),
      y: new Float32Array(count),
      width: new Float32Array(count),
      order: new Int32Array(candidates),
      shown: new Uint8Array(count),
    };
  }

  function forget(): void {
    holder.fill(-1);
    cellOf.fill(-1);
    alpha.fill(0);
  }

  function redraw(ratio: number, theme: Theme): void {
    if (ratio === ratioDrawn && theme === themeDrawn) return;
    ratioDrawn = ratio;
    themeDrawn = theme;
    clearTagAtlas(canvas, ratio);
    for (let cell = 0; cell < cells; cell++) if (holder[cell] !== -1) write(cell);
    tags.redrawn(true);
  }

  function write(at: number): void {
    const tag = holder[at] as number;
    const width = sites.width[tag] as number;
    const theme = themeDrawn as Theme;
    const colour = tag === agents ? visitorColour : agentColour(tag);
    const drawn = { name: nameOf(tag), colour, cell: at, width };
    drawTag(canvas, drawn, { ratio: ratioDrawn, theme });
    tags.redrawn(false);
  }

  /** Gives the agent a cell in which no tag is to be seen; −1 if there is none. */
  function takeCell(agent: number): number {
    let free = -1;
    for (let c = 0; c < cells && free < 0; c++) {
      const before = holder[c] as number;
      if (before < 0 || (alpha[c] === 0 && sites.shown[before] === 0)) free = c;
    }
    if (free < 0) return -1;
    const before = holder[free] as number;
    if (before >= 0) cellOf[before] = -1;
    holder[free] = agent;
    cellOf[agent] = free;
    write(free);
    return free;
  }

  /** Where each tag would stand, and how near its agent is. */
  function survey(frame: Frame): void {
    const { track, camera, selected, hidden, insideVisitor, width, height: tall } = frame;
    const { position } = track.drawn;
    const scale = ((camera.projectionMatrix.elements[5] as number) * tall * height) / 2;
    for (let a = 0; a <= agents; a++) {
      point.fromArray(position, rowOf(a) * 3);
      point.y += height / 2 + gap;
      const distance = point.distanceTo(camera.position);
      point.project(camera);
      const isThere = a === agents ? track.visited && !insideVisitor : a !== hidden;
      const seen = isThere && point.z < 1 && scale / distance > smallest;
      // The selected agent counts as nearest, wherever it is.
      sites.distance[a] = seen ? (a === selected ? 0 : distance) : Number.POSITIVE_INFINITY;
      sites.x[a] = (point.x * 0.5 + 0.5) * width;
      sites.y[a] = (point.y * 0.5 + 0.5) * tall;
    }
  }

  /** Walls at full height hide names, too; over walls that are cut away all are seen. */
  function hideBehindWalls(frame: Frame, count: number): void {
    const { layout, track, camera, hidden, insideVisitor } = frame;
    if (hidden < 0 && !insideVisitor) return;
    const { position } = track.drawn;
    sight.x0 = camera.position.x;
    sight.y0 = camera.position.y;
    sight.z0 = camera.position.z;
    for (let i = 0; i < count; i++) {
      const a = sites.order[i] as number;
      const row = rowOf(a);
      sight.x1 = position[row * 3] as number;
      sight.y1 = (position[row * 3 + 1] as number) + height / 2;
      sight.z1 = position[row * 3 + 2] as number;
      if (freeShare(layout.statics, sight, wholeHeight) < 1) {
        sites.distance[a] = Number.POSITIVE_INFINITY;
      }
    }
  }

  /** Adds the tag in this cell to those that are drawn, on its way to being `wanted` opaque. */
  function put(at: number, position: Float32Array, wanted: number, rate: number): void {
    const now = (alpha[at] as number) + (wanted - (alpha[at] as number)) * rate;
    alpha[at] = wanted === 0 && now < 0.02 ? 0 : now;
    if (now < 0.02) return;
    const row = rowOf(holder[at] as number);
    const y = (position[row * 3 + 1] as number) + height / 2 + gap;
    tags.add(at, position[row * 3] as number, y, position[row * 3 + 2] as number, now);
  }

  return {
    object: tags.object,
    nameVisitor(name) {
      if (name === visitor) return;
      visitor = name;
      forget();
      measureTags(canvas, nameOf, sites.width);
    },
    fit(layout) {
      height = layout.body.height;
      visitorRow = bodyCount(layout) - 1;
      if (layout.agents !== agents) {
        agents = layout.agents;
        sites = sitesFor(agents + 1);
        cellOf = new Int32Array(agents + 1);
        forget();
        measureTags(canvas, nameOf, sites.width);
      }
    },
    update(frame) {
      const { track, camera, selected, height: tall, pixelRatio, delta, still } = frame;
      redraw(pixelRatio, frame.theme);
      survey(frame);
      const nearest = nearestTags(sites, agents + 1);
      hideBehindWalls(frame, nearest);
      placeTags(sites, nearest, limit);
      const rate = still ? 1 : 1 - Math.exp(-delta / fadeTime);
      const scale = ((camera.projectionMatrix.elements[5] as number) * tall * height) / 2;
      tags.begin(frame);
      for (let at = 0; at < cells; at++) {
        const agent = holder[at] as number;
        if (agent >= 0 && sites.shown[agent] === 0) put(at, track.drawn.position, 0, rate);
      }
      // Drawn far to near, so that a near name covers a far one.
      for (let i = nearest - 1; i >= 0; i--) {
        const a = sites.order[i] as number;
        if (sites.shown[a] === 0) continue;
        const held = cellOf[a] as number;
        const at = held < 0 ? takeCell(a) : held;
        if (at < 0) continue;
        const pixels = scale / Math.max(0.1, sites.distance[a] as number);
        const clear = Math.min(1, (pixels - smallest) / (small - smallest));
        put(at, track.drawn.position, a === selected ? 1 : 0.95 * clear, rate);
      }
      tags.end();
    },
    dispose: tags.dispose,
  };
}
