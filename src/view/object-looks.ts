/**
 * How the objects that agents are sent to find are built: chairs, lamps, plants and clocks, each in a colour of
 * its own, so that a person tells them apart from above. All keep within the ellipse in their box, since
 * they mostly stand on round footprints. Shapes are placed in the body's own frame.
 */
import { household } from './palette.ts';
import { foliage, solid } from './shading.ts';
import { ellipse, type Point2, ruffle } from './shapes.ts';
import type { Builder } from './static-site.ts';

/** A round slab from one height to another, its edges a little broken. */
function slab(radius: number, low: number, high: number): Point2[] {
  const edge = Math.min(0.015, (high - low) / 3);
  return [
    [0, low],
    [radius - edge, low],
    [radius, low + edge],
    [radius, high - edge],
    [radius - edge, high],
    [0, high],
  ];
}

export const chair: Builder = ({ solids: { box, turned }, size: [w, h, d], add }) => {
  const r = w / 2;
  const deep = { scale: [1, 1, d / w] as const };
  const floor = -h / 2;
  const seat = floor + h * 0.5;
  add(turned(slab(r, seat - 0.07, seat), 28), [0, 0, 0], fabric, deep);
  for (const [x, z] of [
    [-1, -1],
    [-1, 1],
    [1, -1],
    [1, 1],
  ] as const) {
    const leg = box([0.05, h * 0.5 - 0.06, 0.05], { radius: 0.012, segments: 1 });
    add(leg, [x * w * 0.3, floor + h * 0.25 - 0.03, z * d * 0.3], timber);
  }
  const back = box([w * 0.62, h * 0.5, 0.07], { radius: 0.03 });
  add(back, [0, seat + h * 0.25, -d * 0.36], fabric);
};

export const lamp: Builder = ({ solids: { turned }, size: [w, h, d], add }) => {
  const r = w / 2;
  const deep = { scale: [1, 1, d / w] as const };
  const floor = -h / 2;
  const low = h / 2 - h * 0.28;
  add(turned(slab(r * 0.8, floor, floor + 0.05), 24), [0, 0, 0], brass, deep);
  add(turned(slab(0.03, floor + 0.05, low + 0.02), 10), [0, 0, 0], brass);
  const shade: Point2[] = [
    [0, low + 0.02],
    [r * 0.97, low],
    [r, low + 0.01],
    [r * 0.62, h / 2],
    [0, h / 2],
  ];
  add(turned(shade, 28), [0, 0, 0], shadePaint, deep);
};

export const plant: Builder = ({ solids: { turned, ball }, size: [w, h, d], add, random }) => {
  const r = w / 2;
  const deep = { scale: [1, 1, d / w] as const };
  const floor = -h / 2;
  const rim = floor + h * 0.34;
  const pot: Point2[] = [
    [0, floor],
    [r * 0.52, floor],
    [r * 0.72, rim - 0.02],
    [r * 0.72, rim],
    [0, rim],
  ];
  add(turned(pot, 24), [0, 0, 0], glaze, deep);
  const leaves = foliage(household.leafDeep, household.leaf, h * 0.4);
  const crown = ruffle(ball(2), { height: 0.09, wave: 0.9 });
  add(crown, [0, h * 0.17, 0], leaves, {
    scale: [r * 0.94, h * 0.31, (d / 2) * 0.94],
    yaw: 0,
  });
  // A few shoots above the crown, so that it is no ball.
  for (let i = 0; i < 3; i++) {
    const turn = random.range(0, 2 * Math.PI);
    const shoot = turned(ellipse([r * 0.16, h * 0.13], 0, undefined, 6), 8);
    add(shoot, [Math.cos(turn) * r * 0.42, h * 0.36, Math.sin(turn) * (d / 2) * 0.42], leaves);
  }
};

export const clock: Builder = ({ solids: { box, turned, ball }, size: [w, h, d], add }) => {
  const r = w / 2;
  const deep = { scale: [1, 1, d / w] as const };
  const floor = -h / 2;
  const plinth = floor + h * 0.08;
  const hood = h / 2 - h * 0.3;
  add(turned(slab(r, floor, plinth), 28), [0, 0, 0], walnut, deep);
  const trunk = box([w * 0.5, hood - plinth, d * 0.5], { radius: 0.02, segments: 1 });
  add(trunk, [0, (hood + plinth) / 2, 0], walnut);
  const head = box([w * 0.68, h / 2 - hood, d * 0.68], { radius: 0.03 });
  add(head, [0, (h / 2 + hood) / 2, 0], walnut);
  // A dial on either face, raised by a centimetre.
  const dial = Math.min(w * 0.26, h * 0.12);
  for (const side of [-1, 1]) {
    add(ball(2), [0, (h / 2 + hood) / 2, side * d * 0.34], enamel, { scale: [dial, dial, 0.012] });
  }
};

const fabric = solid(household.fabric);
const timber = solid(household.timber);
const brass = solid(household.brass);
const shadePaint = solid(household.shade);
const glaze = solid(household.glaze);
const walnut = solid(household.walnut);
const enamel = solid(household.enamel);
