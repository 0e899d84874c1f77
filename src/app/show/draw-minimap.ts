/**
 * Draws the map: the layout from above, what is painted on its floor, goals, who is where and where it looks, the
 * visitor, and the ground that the view shows. −z is up. What stands still is drawn once and copied.
 */
import type { Layout, Placed, Shape } from '../../scene/layout.ts';
import { writeColour } from '../../view/colour-scale.ts';
import { agentColour, visitorColours } from '../../view/palette.ts';
import type { Floor, Moment } from '../../view/stage.ts';
import { mapScale } from './minimap-scale.ts';

export interface MapLook {
  readonly layout: Layout;
  readonly now: Moment | undefined;
  readonly selected: number | undefined;
  readonly floor: Floor | undefined;
  /** [4, 2] */
  readonly inView: Float32Array;
  readonly dark: boolean;
  /** Device pixels by CSS pixel. */
  readonly density: number;
}

/** Agents up to which everybody's goal is drawn; of more, the selected one's. */
const mostGoals = 16;
const visitorColour = `#${visitorColours.coat.toString(16).padStart(6, '0')}`;

const inks = {
  light: { ground: '#efe6d3', solid: '#8f8571', low: '#c3b596', edge: '#ffffff', view: '#25231f' },
  dark: { ground: '#2d2d3b', solid: '#77748a', low: '#55546a', edge: '#14141c', view: '#f2ede3' },
} as const;

function fillShape(drawing: CanvasRenderingContext2D, body: Placed & { shape: Shape }): void {
  const { shape, position, yaw } = body;
  drawing.save();
  drawing.translate(position[0], position[2]);
  drawing.rotate(-yaw);
  drawing.beginPath();
  if (shape.type === 'cylinder') drawing.arc(0, 0, shape.radius, 0, 2 * Math.PI);
  else drawing.rect(-shape.size[0] / 2, -shape.size[2] / 2, shape.size[0], shape.size[2]);
  drawing.fill();
  drawing.restore();
}

/** Who looks along `heading` from (x, z), `size` metres long. */
function arrow(
  drawing: CanvasRenderingContext2D,
  x: number,
  z: number,
  heading: number,
  size: number,
): void {
  const [aheadX, aheadZ] = [-Math.sin(heading) * size, -Math.cos(heading) * size];
  drawing.beginPath();
  drawing.moveTo(x + aheadX, z + aheadZ);
  drawing.lineTo(x - 0.75 * aheadX - 0.68 * aheadZ, z - 0.75 * aheadZ + 0.68 * aheadX);
  drawing.lineTo(x - 0.4 * aheadX, z - 0.4 * aheadZ);
  drawing.lineTo(x - 0.75 * aheadX + 0.68 * aheadZ, z - 0.75 * aheadZ - 0.68 * aheadX);
  drawing.closePath();
}

/** The floor's paint as a picture, a pixel to a cell. */
function pictureOf({ grid, values, least, most, sparse }: Floor): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = grid.columns;
  canvas.height = grid.rows;
  const drawing = canvas.getContext('2d');
  const image = drawing?.createImageData(grid.columns, grid.rows);
  if (!drawing || !image) return canvas;
  for (let c = 0; c < values.length; c++) {
    const share = ((values[c] as number) - least) / Math.max(1e-9, most - least);
    if (Number.isNaN(share)) continue;
    writeColour(share, image.data, 4 * c);
    if (sparse) image.data[4 * c + 3] = 255 * Math.min(1, share * 3.5);
  }
  drawing.putImageData(image, 0, 0);
  return canvas;
}

/** A drawer for one canvas, which remembers what it has drawn. */
export function createMinimapDrawer(): (canvas: HTMLCanvasElement, look: MapLook) => void {
  const still = document.createElement('canvas');
  let stillOf: readonly unknown[] = [];
  let painted: Floor | undefined;
  let paint: HTMLCanvasElement | undefined;

  function begin(canvas: HTMLCanvasElement, { layout, density }: MapLook) {
    const drawing = canvas.getContext('2d');
    if (!drawing) return undefined;
    const perMetre = mapScale(layout).perMetre * density;
    const [x, z] = layout.min;
    drawing.setTransform(perMetre, 0, 0, perMetre, -x * perMetre, -z * perMetre);
    return { drawing, metre: 1 / mapScale(layout).perMetre };
  }

  /** The ground, and apart from it what stands on it, so that paint comes between. */
  function drawStill(look: MapLook, canvas: HTMLCanvasElement): void {
    const { layout, dark } = look;
    const wanted = [layout, dark, canvas.width, canvas.height];
    if (wanted.every((value, i) => value === stillOf[i])) return;
    stillOf = wanted;
    still.width = canvas.width;
    still.height = canvas.height;
    const begun = begin(still, look);
    if (!begun) return;
    const ink = dark ? inks.dark : inks.light;
    for (const body of layout.statics) {
      const isLow = ['ramp', 'step', 'platform'].includes(body.look);
      begun.drawing.fillStyle = isLow ? ink.low : ink.solid;
      fillShape(begun.drawing, body);
    }
  }

  function drawFloor(drawing: CanvasRenderingContext2D, floor: Floor): void {
    if (floor !== painted || !paint) paint = pictureOf(floor);
    painted = floor;
    const { x, z, cell, columns, rows } = floor.grid;
    drawing.globalAlpha = 0.9;
    drawing.drawImage(paint, x, z, columns * cell, rows * cell);
    drawing.globalAlpha = 1;
  }

  function drawBodies(
    drawing: CanvasRenderingContext2D,
    look: MapLook,
    { position, rotation, heading, goal, radius, visited }: Moment,
    metre: number,
  ): void {
    const { layout, selected, dark } = look;
    const ink = dark ? inks.dark : inks.light;
    const { agents, props, doors, walkers } = layout;
    const x = (n: number) => position[3 * n] as number;
    const z = (n: number) => position[3 * n + 2] as number;
    const yaw = (n: number) =>
      2 * Math.atan2(rotation[4 * n + 1] as number, rotation[4 * n + 3] as number);
    const size = Math.max(layout.body.radius * 1.4, 4.6 * metre);

    drawing.fillStyle = ink.solid;
    for (let n = agents; n < agents + props.length; n++) {
      const side = Math.max(1.4 * (radius[n] as number), 1.6 * metre);
      drawing.fillRect(x(n) - side / 2, z(n) - side / 2, side, side);
    }
    for (const [d, { size: extent }] of doors.entries()) {
      const n = agents + props.length + d;
      const shape = { type: 'box' as const, size: extent };
      fillShape(drawing, { id: '', shape, position: [x(n), 0, z(n)], yaw: yaw(n) });
    }
    const people = agents + props.length + doors.length;
    for (let n = people; n < people + walkers.length; n++) {
      drawing.beginPath();
      drawing.arc(x(n), z(n), Math.max(radius[n] as number, 2.2 * metre), 0, 2 * Math.PI);
      drawing.fill();
    }

    for (let a = 0; a < agents; a++) {
      if (agents > mostGoals && a !== selected) continue;
      drawing.strokeStyle = agentColour(a);
      drawing.lineWidth = (a === selected ? 2 : 1.3) * metre;
      drawing.beginPath();
      const [goalX, goalZ] = [goal[2 * a] as number, goal[2 * a + 1] as number];
      drawing.arc(goalX, goalZ, 3.4 * metre, 0, 2 * Math.PI);
      drawing.stroke();
    }
    drawing.lineJoin = 'round';
    for (let i = 0; i < agents; i++) {
      // The selected one last: nobody covers it.
      const a = selected === undefined ? i : (selected + 1 + i) % agents;
      const isSelected = a === selected;
      arrow(drawing, x(a), z(a), heading[a] as number, isSelected ? 1.35 * size : size);
      drawing.strokeStyle = isSelected ? ink.view : ink.edge;
      drawing.lineWidth = (isSelected ? 2.4 : 1.6) * metre;
      drawing.stroke();
      drawing.fillStyle = agentColour(a);
      drawing.fill();
    }
    if (!visited) return;
    const n = people + walkers.length;
    arrow(drawing, x(n), z(n), yaw(n), 1.2 * size);
    drawing.strokeStyle = ink.edge;
    drawing.lineWidth = 2 * metre;
    drawing.stroke();
    drawing.fillStyle = visitorColour;
    drawing.fill();
  }

  function drawView(drawing: CanvasRenderingContext2D, look: MapLook, metre: number): void {
    const { inView, dark } = look;
    drawing.beginPath();
    for (let i = 0; i < 4; i++) {
      drawing.lineTo(inView[2 * i] as number, inView[2 * i + 1] as number);
    }
    drawing.closePath();
    drawing.strokeStyle = (dark ? inks.dark : inks.light).view;
    drawing.lineWidth = 1.2 * metre;
    drawing.globalAlpha = 0.55;
    drawing.stroke();
    drawing.globalAlpha = 1;
  }

  return (canvas, look) => {
    const { width, height } = mapScale(look.layout);
    const [wide, high] = [Math.round(width * look.density), Math.round(height * look.density)];
    if (canvas.width !== wide || canvas.height !== high) {
      canvas.width = wide;
      canvas.height = high;
    }
    drawStill(look, canvas);
    const begun = begin(canvas, look);
    if (!begun) return;
    const { drawing, metre } = begun;
    const { min, max } = look.layout;
    drawing.fillStyle = (look.dark ? inks.dark : inks.light).ground;
    drawing.fillRect(min[0], min[1], max[0] - min[0], max[1] - min[1]);
    if (look.floor) drawFloor(drawing, look.floor);
    drawing.drawImage(still, min[0], min[1], max[0] - min[0], max[1] - min[1]);
    if (look.now) drawBodies(drawing, look, look.now, metre);
    drawView(drawing, look, metre);
  };
}
