/**
 * The selected agent as it was, several times over, beside itself: translucent, coloured and labelled by age, each with
 * its footprints since they set out, and a ring in the colour of how its episode ended. Who is where the agent itself
 * is, is not to be seen.
 *
 * Axes: S selves, P footprints of each. Nothing is allocated but where they set out, or their looks are others.
 */
import {
  CircleGeometry,
  Color,
  Group,
  Matrix4,
  Mesh,
  MeshBasicMaterial,
  RingGeometry,
  Vector3,
} from 'three';
import type { Layout } from '../../scene/layout.ts';
import type { Frame, Part } from '../frame.ts';
import { goalRadius } from '../ground-marks.ts';
import { createInstances } from '../instances.ts';
import { turn } from '../interpolation.ts';
import { agentColour, signal, type Theme } from '../palette.ts';
import { createSelfFigures } from '../self-figures.ts';
import type { EarlierSelves } from '../stage.ts';
import { supportHeight } from '../support.ts';
import { clearTagAtlas, drawTag, measureTags } from '../tag-atlas.ts';
import type { OverlayContext, OverlayKind } from './overlay.ts';

const most = 4;
/** Footprints of each that are kept, and metres between them. */
const prints = 128;
const stride = 0.32;
/** Above the ground, over its marks. */
const lift = 0.035;
/** Metres from the agent itself at which one begins to be seen, and is seen as well as ever. */
const apart = { from: 0.2, to: 0.65 };
/** Metres over the head. */
const gap = 0.14;
/** CSS pixels between two tags that would cover each other. */
const tagHeight = 24;
const tagWidth = 84;

const flat = new Matrix4();
const point = new Vector3();

function create({ createTags }: OverlayContext): Part {
  const object = new Group();
  const figures = createSelfFigures(most);
  const paint = (opacity: number) =>
    new MeshBasicMaterial({ transparent: true, opacity, depthWrite: false, toneMapped: false });
  const inks = [paint(0.85), paint(0.95), paint(0.6)] as const;
  const print = createInstances({
    geometry: new CircleGeometry(0.075, 14).rotateX(-Math.PI / 2),
    ...{ material: inks[0], capacity: most * prints, coloured: true, shadows: false },
  });
  const ring = createInstances({
    geometry: new RingGeometry(0.86, 1.12, 40).rotateX(-Math.PI / 2),
    ...{ material: inks[1], capacity: most, coloured: true, shadows: false },
  });
  const goal = new Mesh(
    new RingGeometry(0.86 * goalRadius, goalRadius, 40).rotateX(-Math.PI / 2),
    inks[2],
  );
  const tags = createTags();
  const parts = [figures.object, print.mesh, ring.mesh, goal, tags.object];
  for (const mesh of [print.mesh, ring.mesh, goal]) mesh.renderOrder = 2;
  object.add(...parts);
  for (const part of parts) part.visible = false;

  let layout: Layout | undefined;
  /** What was pushed last, and the looks that tags were drawn of. */
  let taken: EarlierSelves | undefined;
  let drawnLooks: EarlierSelves['looks'] | undefined;
  let drawnTheme: Theme | undefined;
  let drawnRatio = 0;
  const colours = Array.from({ length: most }, () => new Color());
  const rings = Array.from({ length: most }, () => new Color());
  /** [S, 4] as poses: where each was drawn when the newest came, where it is going, where it is drawn. */
  const from = new Float32Array(4 * most);
  const to = new Float32Array(4 * most);
  const drawn = new Float32Array(4 * most);
  /** [S, P, 3], in the order in which they were left, and how many there are. */
  const left = new Float32Array(3 * most * prints);
  const count = new Int32Array(most);
  /** [S] how well each is seen, and CSS pixels: where its tag would stand, and how far it is raised. */
  const strength = new Float32Array(most);
  const tagX = new Float32Array(most + 1);
  const tagY = new Float32Array(most + 1);
  const raised = new Float32Array(most);
  const widths = new Float32Array(most);

  function take(selves: EarlierSelves): void {
    const isOn = taken?.round === selves.round && taken.poses.length === selves.poses.length;
    to.set(selves.poses);
    if (isOn) from.set(drawn);
    else {
      from.set(to);
      count.fill(0);
      print.begin();
      print.end();
    }
    taken = selves;
  }

  function wear({ looks }: EarlierSelves, { pixelRatio, theme }: Frame): void {
    if (looks === drawnLooks && pixelRatio === drawnRatio && theme === drawnTheme) return;
    const isResized = pixelRatio !== drawnRatio;
    drawnLooks = looks;
    drawnRatio = pixelRatio;
    drawnTheme = theme;
    clearTagAtlas(tags.canvas, pixelRatio);
    measureTags(tags.canvas, (i) => looks[i]?.label ?? '', widths);
    for (const [s, { colour, label: name, outcome }] of looks.entries()) {
      (colours[s] as Color).set(colour);
      if (outcome) (rings[s] as Color).setHex(signal[outcome]);
      const tag = { name, colour, cell: s, width: widths[s] as number };
      drawTag(tags.canvas, tag, { ratio: pixelRatio, theme });
    }
    tags.redrawn(isResized);
  }

  /** Between the poses of two decisions, as everybody is drawn. */
  function move(selves: number, { track, now }: Frame): void {
    const share = Math.min(1, Math.max(0, (now - track.arrived) / track.interval));
    for (let i = 0; i < 4 * selves; i++) {
      const a = from[i] as number;
      const b = to[i] as number;
      drawn[i] = a + (i % 4 === 3 ? turn(a, b) : b - a) * share;
    }
  }

  function leavePrints(selves: number, halfHeight: number): void {
    let isNew = false;
    for (let s = 0; s < selves; s++) {
      const x = drawn[4 * s] as number;
      const y = (drawn[4 * s + 1] as number) - halfHeight + lift;
      const z = drawn[4 * s + 2] as number;
      const n = count[s] as number;
      const last = 3 * (s * prints + n - 1);
      const far = Math.hypot(x - (left[last] as number), z - (left[last + 2] as number));
      if (n === prints || (n > 0 && far < stride)) continue;
      left[last + 3] = x;
      left[last + 4] = y;
      left[last + 5] = z;
      count[s] = n + 1;
      isNew = true;
    }
    if (!isNew) return;
    print.begin();
    for (let s = 0; s < selves; s++) {
      // The first is where all of them set out.
      for (let i = 1; i < (count[s] as number); i++) {
        const at = 3 * (s * prints + i);
        const [x, y, z] = [left[at] as number, left[at + 1] as number, left[at + 2] as number];
        print.add(flat.makeTranslation(x, y + 0.001 * s, z), colours[s]);
      }
    }
    print.end();
  }

  function project({ camera, width, height }: Frame, s: number): void {
    point.project(camera);
    tagX[s] = (point.x * 0.5 + 0.5) * width;
    tagY[s] = (point.y * 0.5 + 0.5) * height;
  }

  /** Tags that would cover each other, or the agent's own, stand one over the other: the newest lowest. */
  function placeTags(selves: number, top: number, frame: Frame): void {
    const { selected, track } = frame;
    point.fromArray(track.drawn.position, 3 * selected);
    point.y += top;
    project(frame, selves);
    for (let s = selves - 1; s >= 0; s--) {
      point.fromArray(drawn, 4 * s);
      point.y += top;
      project(frame, s);
      let up = 0;
      for (let tries = 0; tries <= selves; tries++) {
        let isFree = true;
        for (let other = s + 1; other <= selves; other++) {
          const otherUp = other < selves ? (raised[other] as number) : 0;
          const dx = (tagX[s] as number) - (tagX[other] as number);
          const dy = (tagY[s] as number) + up - (tagY[other] as number) - otherUp;
          if (Math.abs(dx) < tagWidth && Math.abs(dy) < tagHeight - 1) {
            up += tagHeight - dy;
            isFree = false;
          }
        }
        if (isFree) break;
      }
      raised[s] = up;
    }
  }

  function hide(): void {
    for (const part of parts) part.visible = false;
    taken = undefined;
  }

  return {
    object,
    fit(next) {
      layout = next;
      figures.fit(next.body);
      hide();
    },
    update(frame) {
      const { selves, selected, track } = frame;
      if (!layout || !selves || selected < 0 || selected >= track.agents) return hide();
      const shown = Math.min(most, selves.looks.length, selves.poses.length / 4);
      const { height, radius } = layout.body;
      if (selves !== taken) take(selves);
      wear(selves, frame);
      move(shown, frame);
      leavePrints(shown, height / 2);
      const x = track.drawn.position[3 * selected] as number;
      const z = track.drawn.position[3 * selected + 2] as number;
      figures.begin();
      ring.begin();
      for (let s = 0; s < shown; s++) {
        const at = 4 * s;
        const hereX = drawn[at] as number;
        const hereZ = drawn[at + 2] as number;
        const feet = (drawn[at + 1] as number) - height / 2;
        const far = Math.hypot(hereX - x, hereZ - z);
        strength[s] = Math.min(1, Math.max(0, (far - apart.from) / (apart.to - apart.from)));
        const heading = drawn[at + 3] as number;
        const colour = colours[s] as Color;
        figures.add(hereX, feet, hereZ, heading, colour, strength[s] as number);
        if (!selves.looks[s]?.outcome) continue;
        flat.makeScale(radius * 1.3, 1, radius * 1.3).setPosition(hereX, feet + lift, hereZ);
        ring.add(flat, rings[s]);
      }
      figures.end();
      ring.end();
      showGoal(selves, frame);
      placeTags(shown, height / 2 + gap, frame);
      tags.begin(frame);
      for (let s = 0; s < shown; s++) {
        const at = 4 * s;
        const y = (drawn[at + 1] as number) + height / 2 + gap;
        const [tx, tz] = [drawn[at] as number, drawn[at + 2] as number];
        tags.add(s, tx, y, tz, strength[s] as number, raised[s]);
      }
      tags.end();
    },
    dispose() {
      figures.dispose();
      tags.dispose();
      for (const { mesh, dispose } of [print, ring]) {
        mesh.geometry.dispose();
        dispose();
      }
      goal.geometry.dispose();
      for (const ink of inks) ink.dispose();
    },
  };

  /** Theirs, where the agent itself has another one by now. */
  function showGoal({ goal: { x, z } }: EarlierSelves, { track, selected }: Frame): void {
    const dx = x - (track.drawn.goal[2 * selected] as number);
    const dz = z - (track.drawn.goal[2 * selected + 1] as number);
    goal.visible = Math.hypot(dx, dz) > 0.1;
    if (!goal.visible || !layout) return;
    inks[2].color.set(agentColour(selected));
    goal.position.set(x, supportHeight(layout, x, z) + lift, z);
  }
}

export const pastSelves: OverlayKind = {
  ...{ label: 'Ghosts', visible: true, of: 'selected', switchedElsewhere: true },
  create,
};
