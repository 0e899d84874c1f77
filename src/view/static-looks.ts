/**
 * How each look of a static is built: walls with a plinth and a coping, clipped hedges, planters,
 * benches, pillars, ramps, steps and platforms (what is to be found: object-looks.ts). A new look is one
 * builder and one entry of `builders`. A little is drawn outside of the collision shapes (copings, leaves), a few
 * centimetres at most. Shapes are placed in the body's own frame.
 */
import type { Point, Static } from '../scene/layout.ts';
import { dropOf } from './cut-away.ts';
import { scatterBlossoms, scatterLeaves } from './leaves.ts';
import type { Paint } from './mesh-data.ts';
import { chair, clock, lamp, plant } from './object-looks.ts';
import { material } from './palette.ts';
import { foliage, solid, varied } from './shading.ts';
import { ellipse, ruffle, wedge } from './shapes.ts';
import type { Builder } from './static-site.ts';

const wall: Builder = ({ solids: { box }, size: [w, h, d], add, body }) => {
  const base = body.position[1] - h / 2;
  const drop = dropOf(base + h);
  const sinks = { drop: (y: number) => (y > base + h * 0.5 ? drop : 0) };
  add(box([w, h - 0.05, d], { radius: 0.02, segments: 1 }), [0, -0.025, 0], plaster, sinks);
  add(
    box([w + 0.05, 0.18, d + 0.05], { radius: 0.025, segments: 1 }),
    [0, 0.09 - h / 2, 0],
    plinth,
  );
  const coping = box([w + 0.1, 0.09, d + 0.1], { radius: 0.03 });
  add(coping, [0, h / 2 - 0.045, 0], copingPaint, { drop });
};
const plaster: Paint = solid(material.plaster);
const plinth: Paint = solid(material.plinth);
const copingPaint: Paint = solid(material.coping);

const hedge: Builder = ({
  solids: { box, turned },
  leaves,
  leafage,
  size: [w, h, d],
  add,
  body,
  random,
}) => {
  const paint = foliage(material.hedgeDeep, material.hedge, h / 2);
  const round = Math.min(0.22, w * 0.3, d * 0.3, h * 0.3);
  const shape =
    body.shape.type === 'cylinder'
      ? turned(
          [
            [w * 0.44, -h / 2],
            [w * 0.5, -h * 0.3],
            ...ellipse([w * 0.5, h * 0.35], h * 0.15, [0, Math.PI / 2], 7),
          ],
          22,
        )
      : box([w, h + round, d], { radius: round, segments: 2, cell: 0.24 });
  // A hedge has no rounded foot: the box reaches into the ground.
  const sunk = body.shape.type === 'cylinder' ? 0 : -round / 2;
  add(ruffle(shape, { height: 0.022, wave: 0.42 }), [0, sunk, 0], paint);
  scatterLeaves(leaves, body, leafage, random);
};

const planter: Builder = ({
  solids: { box, turned, ball },
  leaves,
  size: [w, h, d],
  add,
  body,
  random,
}) => {
  const pot = h * 0.52;
  const round = body.shape.type === 'cylinder';
  const floor = -h / 2;
  const rim = 0.07;
  if (round) {
    const r = w / 2;
    const profile = turned(
      [
        [0, floor],
        [r * 0.74, floor],
        [r * 0.8, floor + 0.03],
        [r * 0.93, floor + pot - rim],
        [r, floor + pot - rim],
        [r, floor + pot - 0.015],
        [r * 0.97, floor + pot],
        [r * 0.85, floor + pot],
        [r * 0.83, floor + pot - 0.06],
        [0, floor + pot - 0.06],
      ],
      28,
    );
    profile.computeVertexNormals();
    add(profile, [0, 0, 0], potPaint);
  } else {
    add(box([w * 0.94, pot, d * 0.94], { radius: 0.04 }), [0, floor + pot / 2, 0], potPaint);
    add(box([w, rim, d], { radius: 0.025 }), [0, floor + pot - rim / 2, 0], potPaint);
    add(box([w * 0.86, 0.04, d * 0.86], { radius: 0.01, segments: 1 }), [0, floor + pot, 0], soil);
  }
  const paint = foliage(material.hedgeDeep, material.leaf, 1);
  const clumps = Math.max(1, Math.min(9, Math.round((w * d) / 0.22)));
  const long = w >= d;
  for (let i = 0; i < clumps; i++) {
    const share = clumps === 1 ? 0 : (i / (clumps - 1) - 0.5) * 2;
    const rx = round ? w * 0.5 : Math.min(0.34, Math.min(w, d) * 0.52);
    const reach = (long ? w : d) / 2 - rx * 0.8;
    const x = round ? 0 : long ? share * reach : (random.uniform() - 0.5) * 0.08;
    const z = round ? 0 : long ? (random.uniform() - 0.5) * 0.08 : share * reach;
    const height = (h - pot) * random.range(0.72, 0.95);
    const leafage = ruffle(ball(2), { height: 0.09, wave: 1.1 });
    add(leafage, [x, floor + pot + height * 0.36, z], paint, {
      scale: [rx, height * 0.72, rx],
      yaw: random.range(0, 6),
    });
    if (round) break;
  }
  scatterBlossoms(leaves, body, { low: floor + pot, high: h / 2 }, random);
};
const potPaint: Paint = solid(material.pot);
const soil: Paint = solid(material.soil);

const bench: Builder = ({ solids: { box }, size: [w, h, d], add, random }) => {
  const long = w >= d;
  const [length, depth] = long ? [w, d] : [d, w];
  const yaw = long ? 0 : Math.PI / 2;
  const at = (along: number, y: number, across: number): Point =>
    long ? [along, y, across] : [across, y, -along];
  const back = h > 0.65;
  const seat = back ? 0.45 - h / 2 : h / 2;
  const slats = 4;
  const gap = 0.018;
  const slat = (depth - 0.04) / slats - gap;
  for (let i = 0; i < slats; i++) {
    const across = (i - (slats - 1) / 2) * (slat + gap);
    const board = box([length, 0.05, slat], { radius: 0.014, segments: 1 });
    add(board, at(0, seat - 0.025, across), varied(material.wood, random.range(0, 9)), { yaw });
  }
  if (back) {
    for (let i = 0; i < 2; i++) {
      const board = box([length, 0.13, 0.04], { radius: 0.014, segments: 1 });
      add(board, at(0, h / 2 - 0.08 - i * 0.17, depth / 2 - 0.03), varied(material.wood, i + 2), {
        yaw,
      });
    }
  }
  const legHeight = seat - 0.05 + h / 2;
  for (const side of [-1, 1]) {
    const leg = box([0.08, legHeight, depth * 0.82], { radius: 0.02, segments: 1 });
    add(leg, at(side * (length / 2 - 0.16), legHeight / 2 - h / 2, 0), iron, { yaw });
  }
};
const iron: Paint = solid(material.iron);

const pillar: Builder = ({ solids: { box, turned }, size: [w, h, d], add, body }) => {
  if (body.shape.type === 'box') {
    add(box([w * 0.86, h, d * 0.86], { radius: 0.03 }), [0, 0, 0], stone);
    add(box([w, 0.22, d], { radius: 0.03 }), [0, 0.11 - h / 2, 0], stoneDark);
    add(box([w, 0.16, d], { radius: 0.03 }), [0, h / 2 - 0.08, 0], stoneEdge);
    return;
  }
  const r = w / 2;
  const low = -h / 2;
  const shaft: [number, number][] = [
    [r, low],
    [r, low + 0.12],
    [r * 0.96, low + 0.16],
    [r * 0.84, low + 0.2],
    [r * 0.84, low + 0.22],
    [r * 0.86, low + h * 0.4],
    [r * 0.76, h / 2 - 0.2],
    [r * 0.78, h / 2 - 0.18],
    [r * 0.95, h / 2 - 0.1],
    [r, h / 2 - 0.08],
    [r, h / 2 - 0.02],
    [r * 0.97, h / 2],
    [0, h / 2],
  ];
  add(turned(shaft, 28), [0, 0, 0], stone);
};
const stone: Paint = solid(material.stone);
const stoneDark: Paint = solid(material.stoneDark);
const stoneEdge: Paint = solid(material.stoneEdge);

const block: Builder = ({ solids: { box }, size: [w, h, d], add }) => {
  add(box([w, h, d], { radius: 0.02, segments: 1 }), [0, 0, 0], stone);
  // A paler nosing tells the eye where the height changes.
  add(
    box([w + 0.03, 0.05, d + 0.03], { radius: 0.015, segments: 1 }),
    [0, h / 2 - 0.0245, 0],
    stoneEdge,
  );
  add(box([w - 0.1, 0.012, d - 0.1], { radius: 0.004, segments: 1 }), [0, h / 2 - 0.002, 0], stone);
};

const ramp: Builder = ({ solids: { box }, size, add }) => {
  const [w, h, d] = size;
  add(wedge(size), [0, 0, 0], stone);
  const slope = Math.hypot(w, h);
  const roll = Math.atan2(h, w);
  for (const side of [-1, 1]) {
    const edge = box([slope, 0.03, 0.12], { radius: 0.012, segments: 1 });
    add(edge, [0, 0, side * (d / 2 - 0.06)], stoneEdge, { roll });
  }
  // Treads across the slope, so that it reads as a slope from above.
  const treads = Math.max(2, Math.round(slope / 0.45));
  for (let i = 1; i < treads; i++) {
    const share = i / treads - 0.5;
    const tread = box([0.035, 0.02, d - 0.3], { radius: 0.008, segments: 1 });
    add(tread, [share * w, share * h, 0], stoneDark, { roll });
  }
};

export const builders: Record<Static['look'], Builder> = {
  wall,
  hedge,
  planter,
  bench,
  pillar,
  ramp,
  step: block,
  platform: block,
  chair,
  lamp,
  plant,
  clock,
};
