import { PerspectiveCamera, Vector3 } from 'three';
import { expect, it } from 'vitest';
import { createDirector } from '../../src/view/cameras/director.ts';
import { pushSnapshot, sampleTrack } from '../../src/view/interpolation.ts';
import { createSmallFrame } from './small-frame.ts';
import { smallLayout } from './small-layout.ts';

const wide = { aspect: 1.5, freeWidth: 1, freeHeight: 1 };
const narrow = { aspect: 1.5, freeWidth: 0.4, freeHeight: 1 };

function open() {
  const canvas = Object.assign(new EventTarget(), {
    ownerDocument: new EventTarget(),
    style: {},
    setPointerCapture() {},
  });
  const camera = new PerspectiveCamera();
  const eyes = new Float32Array(6);
  const director = createDirector(canvas as unknown as HTMLCanvasElement, camera, {
    ...{ eyes: () => eyes, cut: { value: 0 } },
  });
  const { frame, snapshot } = createSmallFrame();
  // Nobody flies from one camera to the next.
  frame.still = true;
  director.fit(smallLayout, wide);
  const forward = new Vector3();
  return {
    ...{ director, frame, snapshot, camera },
    yaw() {
      director.update(frame);
      const { x, z } = camera.getWorldDirection(forward);
      return Math.atan2(-x, -z);
    },
    drag() {
      const hear = (type: string, event: Partial<PointerEvent>) =>
        canvas.dispatchEvent(Object.assign(new Event(type), event));
      hear('pointerdown', { button: 0 });
      hear('pointermove', { movementX: 100, movementY: 0, buttons: 1 });
      hear('pointerup', {});
    },
  };
}

it('who walks goes on looking where they looked when a panel opens, and anew in another layout', () => {
  const { director, frame, snapshot, yaw, drag } = open();
  snapshot.visited = true;
  snapshot.rotation[4 * (frame.track.bodies - 1) + 3] = 1;
  pushSnapshot(frame.track, snapshot, 100);
  sampleTrack(frame.track, 300);
  director.setVisiting(true);
  for (const mode of ['follow', 'first-person'] as const) {
    director.setMode(mode);
    director.fit(smallLayout, wide);
    expect(yaw()).toBeCloseTo(0, 5);
    drag();
    expect(yaw()).toBeCloseTo(0.5, 5);
    director.reshape(smallLayout, narrow);
    expect(yaw()).toBeCloseTo(0.5, 5);
  }
  director.dispose();
});

it('who follows a robot goes on turning with it when a panel opens', () => {
  const { director, frame, yaw } = open();
  for (const mode of ['follow', 'first-person'] as const) {
    director.setMode(mode);
    frame.track.drawn.heading[0] = 0;
    director.fit(smallLayout, wide);
    expect(yaw()).toBeCloseTo(0, 5);
    frame.track.drawn.heading[0] = 1;
    director.reshape(smallLayout, narrow);
    const turned = yaw();
    expect(turned).toBeGreaterThan(0.01);
    expect(turned).toBeLessThan(0.9);
  }
  director.dispose();
});

it('who looks from around the layout steps back when a panel opens', () => {
  const { director, frame, camera } = open();
  director.update(frame);
  const before = camera.position.length();
  director.reshape(smallLayout, narrow);
  director.update(frame);
  expect(camera.position.length()).toBeGreaterThan(1.3 * before);
  director.dispose();
});

it('turns the camera around the layout, and the look of who walks, to the left and upwards; one that follows a robot, not', () => {
  const { director, frame, snapshot, yaw, camera } = open();
  const forward = new Vector3();
  const tilt = () => Math.asin(camera.getWorldDirection(forward).y);
  const turned = () => {
    const before = [yaw(), tilt()] as const;
    director.turn(0.3, 0.2);
    return [yaw() - before[0], tilt() - before[1]];
  };
  const byThat = [expect.closeTo(0.3, 4), expect.closeTo(0.2, 4)];
  expect(turned()).toEqual(byThat);
  director.setMode('first-person');
  expect(turned()).toEqual([0, 0]);
  snapshot.visited = true;
  snapshot.rotation[4 * (frame.track.bodies - 1) + 3] = 1;
  pushSnapshot(frame.track, snapshot, 100);
  sampleTrack(frame.track, 300);
  director.setVisiting(true);
  expect(turned()).toEqual(byThat);
  director.dispose();
});
