/**
 * Draws a scene's model and a moment of it (scene-model.ts) on a canvas, as a thing that stands on a table: parallel
 * projection from above and aside, what is far first. No WebGL: nine pictures take less time than one shader.
 */

import type { Ground } from '../../scene/layout.ts';
import { agentColour, household, material } from '../../view/palette.ts';
import type { Figure, ModelLook, Moment, Prism, SceneModel } from './scene-model.ts';

export interface ModelView {
  /** Radians that the model is turned by. */
  readonly turn: number;
  readonly dark: boolean;
}

type Rgb = readonly [red: number, green: number, blue: number];

const rgb = (hex: number): Rgb => [hex >> 16, (hex >> 8) & 255, hex & 255];
const colours: Readonly<Record<ModelLook, Rgb>> = {
  wall: rgb(material.plaster),
  hedge: rgb(material.hedge),
  planter: rgb(material.pot),
  bench: rgb(material.wood),
  pillar: rgb(material.stone),
  ramp: rgb(material.woodPale),
  step: rgb(material.stone),
  platform: rgb(material.stoneDark),
  chair: rgb(household.fabric),
  lamp: rgb(household.shade),
  plant: rgb(household.leaf),
  clock: rgb(household.walnut),
  crate: rgb(material.woodPale),
  barrel: rgb(material.barrel),
  door: rgb(material.door),
  blossom: rgb(0x9fb851),
};
const ground = rgb(material.paving);
const coat = rgb(material.walkerCoat);
const agentRgb = (agent: number) => rgb(Number.parseInt(agentColour(agent).slice(1), 16));

/** Radians above the ground from which it is seen. */
const tilt = 0.66;
/** Of the slab under it, metres. */
const slab = 0.35;
/** Where light comes from, on the screen's plane: towards the viewer and from the left. */
const lightAngle = 2.3;

/** `light` 1: as it is; less is darker. */
function css([red, green, blue]: Rgb, light: number, dark: boolean): string {
  // At night all is a little blue.
  const [r, g, b] = dark ? [0.62, 0.64, 0.78] : [1, 1, 1];
  const part = (value: number, share: number) => Math.min(255, Math.round(value * share * light));
  return `rgb(${part(red, r)} ${part(green, g)} ${part(blue, b)})`;
}

interface Projection {
  readonly x: (at: Ground) => number;
  /** `height` in metres above the ground. */
  readonly y: (at: Ground, height: number) => number;
  /** The larger, the nearer. */
  readonly depth: (at: Ground) => number;
  readonly scale: number;
}

/** All of the model fits, however it is turned. */
function project(
  { min, max }: SceneModel,
  turn: number,
  width: number,
  height: number,
): Projection {
  const middle: Ground = [(min[0] + max[0]) / 2, (min[1] + max[1]) / 2];
  const [sin, cos] = [Math.sin(turn), Math.cos(turn)];
  const across = Math.hypot(max[0] - min[0], max[1] - min[1]);
  // Turned, its corners reach farther out than it is wide: a little of them may be cut while it turns.
  const scale = Math.min(
    (0.97 * width) / across,
    (0.93 * height) / (across * Math.sin(tilt) + 1.4),
  );
  const depth = ([x, z]: Ground) => (x - middle[0]) * sin + (z - middle[1]) * cos;
  return {
    scale,
    depth,
    x: ([x, z]) => width / 2 + scale * ((x - middle[0]) * cos - (z - middle[1]) * sin),
    y: (at, h) => height * 0.52 + scale * (depth(at) * Math.sin(tilt) - h * Math.cos(tilt)),
  };
}

type Drawing = OffscreenCanvasRenderingContext2D;

function fill(
  drawing: Drawing,
  points: readonly (readonly [x: number, y: number])[],
  colour: string,
) {
  drawing.beginPath();
  for (const [x, y] of points) drawing.lineTo(x, y);
  drawing.closePath();
  drawing.fillStyle = colour;
  drawing.strokeStyle = colour;
  drawing.fill();
  // Without it the background shines through between neighbours.
  drawing.stroke();
}

function drawPrism(drawing: Drawing, to: Projection, prism: Prism, dark: boolean): void {
  const { corners, bottom, tops, look } = prism;
  const colour = colours[look];
  const count = corners.length;
  for (let i = 0; i < count; i++) {
    const j = (i + 1) % count;
    const [a, b] = [corners[i] as Ground, corners[j] as Ground];
    const [ax, bx] = [to.x(a), to.x(b)];
    // Round the footprint clockwise on the screen, a side that faces the viewer runs from right to left.
    if (bx >= ax) continue;
    const along = Math.atan2(to.depth(b) - to.depth(a), (bx - ax) / to.scale);
    const light = 0.72 + 0.16 * Math.cos(along - lightAngle);
    fill(
      drawing,
      [
        [ax, to.y(a, bottom)],
        [bx, to.y(b, bottom)],
        [bx, to.y(b, tops[j] as number)],
        [ax, to.y(a, tops[i] as number)],
      ],
      css(colour, light, dark),
    );
  }
  const top = corners.map((at, i) => [to.x(at), to.y(at, tops[i] as number)] as const);
  fill(drawing, top, css(colour, 1.04, dark));
}

function drawShadow(drawing: Drawing, to: Projection, at: Ground, radius: number): void {
  drawing.beginPath();
  const [rx, ry] = [to.scale * radius * 1.25, to.scale * radius * 1.25 * Math.sin(tilt)];
  drawing.ellipse(to.x(at) + rx * 0.3, to.y(at, 0) + ry * 0.15, rx, ry, 0, 0, 2 * Math.PI);
  drawing.fillStyle = 'rgb(40 30 10 / 22%)';
  drawing.fill();
}

function drawFigure(
  drawing: Drawing,
  to: Projection,
  { agent, at, heading, radius, height }: Figure,
  dark: boolean,
): void {
  drawShadow(drawing, to, at, radius);
  const colour = agent === undefined ? coat : agentRgb(agent);
  // Nobody is so small that they are not seen.
  const half = Math.max(to.scale * radius, 2.2);
  const [x, y] = [to.x(at), to.y(at, 0) - half * 0.6];
  const top = Math.min(to.y(at, height), y - half);
  drawing.lineCap = 'round';
  const pill = (wide: number, dx: number, ink: string) => {
    drawing.strokeStyle = ink;
    drawing.lineWidth = wide;
    drawing.beginPath();
    drawing.moveTo(x + dx, y);
    drawing.lineTo(x + dx, top + half);
    drawing.stroke();
  };
  pill(2 * half, 0, css(colour, 0.86, dark));
  pill(1.35 * half, -0.25 * half, css(colour, 1.06, dark));
  if (agent === undefined) return;
  const ahead: Ground = [at[0] - Math.sin(heading), at[1] - Math.cos(heading)];
  // Its eye is in front: from behind there is none to be seen.
  if (to.depth(ahead) - to.depth(at) < -0.45) return;
  const aside = (to.x(ahead) - to.x(at)) / to.scale;
  const [eyeX, eyeY] = [x + 0.5 * aside * half, top + 0.95 * half];
  drawing.fillStyle = '#ffffff';
  drawing.beginPath();
  drawing.ellipse(
    eyeX,
    eyeY,
    (0.52 - 0.2 * Math.abs(aside)) * half,
    0.52 * half,
    0,
    0,
    2 * Math.PI,
  );
  drawing.fill();
  drawing.fillStyle = '#14161c';
  drawing.beginPath();
  drawing.arc(eyeX + 0.12 * aside * half, eyeY, 0.26 * half, 0, 2 * Math.PI);
  drawing.fill();
}

function drawGoal(
  drawing: Drawing,
  to: Projection,
  at: Ground,
  agent: number,
  dark: boolean,
): void {
  const radius = Math.max(to.scale * 0.42, 2.6);
  drawing.beginPath();
  drawing.ellipse(to.x(at), to.y(at, 0.02), radius, radius * Math.sin(tilt), 0, 0, 2 * Math.PI);
  drawing.strokeStyle = css(agentRgb(agent), dark ? 1.5 : 1, dark);
  drawing.lineWidth = Math.max(1.2, to.scale * 0.11);
  drawing.stroke();
}

function drawSlab(drawing: Drawing, to: Projection, { min, max }: SceneModel, dark: boolean): void {
  const edge = 0.3;
  const [x0, z0, x1, z1] = [min[0] - edge, min[1] - edge, max[0] + edge, max[1] + edge];
  const corners: Ground[] = [
    ...([
      [x0, z0],
      [x1, z0],
      [x1, z1],
      [x0, z1],
    ] as const),
  ];
  const shadow = (reach: number) =>
    fill(
      drawing,
      corners.map((at) => [to.x(at) + reach * to.scale * 0.2, to.y(at, -slab - reach)] as const),
      dark ? 'rgb(0 0 0 / 16%)' : 'rgb(60 45 20 / 9%)',
    );
  for (const reach of [0.9, 0.6, 0.3]) shadow(reach);
  const rim = { look: 'platform', corners, bottom: -slab, tops: corners.map(() => 0) } as const;
  drawPrism(drawing, to, rim, dark);
  fill(
    drawing,
    corners.map((at) => [to.x(at), to.y(at, 0)] as const),
    css(ground, 1.08, dark),
  );
}

/** Goals up to so many robots: more would cover the ground. */
const mostGoals = 16;

/** Clears the canvas, whose pixels it takes as they are, and draws. */
export function drawSceneModel(
  canvas: OffscreenCanvas,
  model: SceneModel,
  { prisms, figures, goals }: Moment,
  { dark, turn }: ModelView,
): void {
  // By the processor: many small shapes are no work for a graphics card, least of all one that is a processor.
  const drawing = canvas.getContext('2d', { willReadFrequently: true });
  if (!drawing) return;
  const { width, height } = canvas;
  const to = project(model, turn, width, height);
  drawing.clearRect(0, 0, width, height);
  drawing.lineJoin = 'round';
  drawing.lineWidth = 0.7;
  drawSlab(drawing, to, model, dark);

  if (goals.length <= mostGoals) {
    goals.forEach((goal, agent) => {
      drawGoal(drawing, to, goal, agent, dark);
    });
  }
  const solid = (prism: Prism) => ({
    depth: Math.max(...prism.corners.map(to.depth)) * 0.5 + to.depth(middleOf(prism.corners)) * 0.5,
    draw: () => {
      drawing.lineWidth = 0.7;
      drawPrism(drawing, to, prism, dark);
    },
  });
  const items = [
    ...model.prisms.map(solid),
    ...prisms.map(solid),
    ...figures.map((figure) => ({
      depth: to.depth(figure.at) + figure.radius,
      draw: () => drawFigure(drawing, to, figure, dark),
    })),
  ];
  items.sort((a, b) => a.depth - b.depth);
  for (const { draw } of items) draw();
}

function middleOf(corners: readonly Ground[]): Ground {
  const sum = corners.reduce(([x, z], at) => [x + at[0], z + at[1]] as const, [0, 0] as Ground);
  return [sum[0] / corners.length, sum[1] / corners.length];
}
