/**
 * Scripted pedestrians: plain grey-blue figures (figures.ts) without a face, so that nobody takes them for an
 * agent; of simpler parts where they are small on the screen.
 */
import { Group } from 'three';
import type { Layout } from '../scene/layout.ts';
import type { Daylight } from './daylight.ts';
import {
  createFigureShape,
  createFigures,
  createStance,
  type FigureLook,
  type Figures,
  figureLook,
  finePixels,
} from './figures.ts';
import type { Frame, Part } from './frame.ts';
import { turn } from './interpolation.ts';
import { levelOf, pixelsTall } from './on-screen.ts';
import { material } from './palette.ts';

const turnTime = 0.18;
const colours = {
  coat: material.walkerCoat,
  legs: material.walkerLegs,
  head: material.walkerHead,
};

export function createWalkers(daylight: Daylight): Part {
  const object = new Group();
  const shapes = { far: createFigureShape(colours, false), fine: createFigureShape(colours, true) };
  const stance = createStance();
  /** Coarse and fine. */
  let drawn: readonly [far: Figures, fine: Figures] | undefined;
  let first = 0;
  let walkers: Layout['walkers'] = [];
  let looks: readonly FigureLook[] = [];
  let level = new Uint8Array(0);
  let yaw = new Float32Array(0);
  let walked = new Float32Array(0);

  function clear(): void {
    for (const figures of drawn ?? []) figures.dispose();
    drawn = undefined;
  }

  return {
    object,
    fit(layout) {
      clear();
      walkers = layout.walkers;
      first = layout.agents + layout.props.length + layout.doors.length;
      level = new Uint8Array(walkers.length);
      yaw = new Float32Array(walkers.length);
      walked = new Float32Array(walkers.length);
      if (walkers.length === 0) return;
      const options = { material: daylight.plain, capacity: walkers.length };
      drawn = [
        createFigures(object, shapes.far, options),
        createFigures(object, shapes.fine, options),
      ];
      looks = walkers.map((_, w) => figureLook(colours, 1 + 0.16 * Math.sin(w * 5.1 + 0.6)));
    },
    update({ track, screen, delta, still }: Frame) {
      if (!drawn) return;
      for (const figures of drawn) figures.begin();
      const poses = track.drawn;
      const rate = 1 - Math.exp(-delta / turnTime);
      for (let w = 0; w < walkers.length; w++) {
        const { height } = walkers[w] as Layout['walkers'][number];
        const row = first + w;
        const vx = poses.velocity[row * 3] as number;
        const vz = poses.velocity[row * 3 + 2] as number;
        const speed = Math.hypot(vx, vz);
        if (speed > 0.08) {
          const heading = yaw[w] as number;
          yaw[w] = heading + turn(heading, Math.atan2(-vx, -vz)) * rate;
        }
        walked[w] = ((walked[w] as number) + speed * delta) % 1000;
        stance.position.fromArray(poses.position, row * 3);
        const { x, y, z } = stance.position;
        const drawnAs = levelOf(
          pixelsTall(screen, x, y, z, height),
          finePixels,
          level[w] as number,
        );
        level[w] = drawnAs;
        if (drawnAs === 0) continue;
        stance.yaw = yaw[w] as number;
        stance.height = height;
        stance.radius = track.radius[row] as number;
        stance.speed = speed;
        stance.walked = walked[w] as number;
        (drawn[drawnAs - 1] as Figures).add(stance, looks[w] as FigureLook, still);
      }
      for (const figures of drawn) figures.end();
    },
    dispose() {
      clear();
      for (const shape of Object.values(shapes)) shape.dispose();
    },
  };
}
