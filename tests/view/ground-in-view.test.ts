import { PerspectiveCamera } from 'three';
import { expect, it } from 'vitest';
import { groundInView } from '../../src/view/ground-in-view.ts';

it('ground in view: a square from straight above, and no farther than one can see', () => {
  const camera = new PerspectiveCamera(90, 1, 0.1, 100);
  camera.position.set(1, 10, 2);
  camera.up.set(0, 0, -1);
  camera.lookAt(1, 0, 2);
  camera.updateMatrixWorld();
  // Half of 90° from 10 m: 10 m to each side.
  const corners = [-9, 12, 11, 12, 11, -8, -9, -8];
  for (const [i, value] of groundInView(camera).entries())
    expect(value).toBeCloseTo(corners[i] ?? 0, 3);
  camera.up.set(0, 1, 0);
  camera.lookAt(1, 10, -50);
  camera.updateMatrixWorld();
  const level = groundInView(camera);
  expect(Math.hypot((level[4] ?? 0) - 1, (level[5] ?? 0) - 2)).toBeCloseTo(60, 3);
});
