/** Who is imagined elsewhere is drawn there, as what it is, and goes as the one who is there goes. */
import { type InstancedMesh, type LineSegments, Matrix4, type Object3D, Vector3 } from 'three';
import { expect, it } from 'vitest';
import { createDisplaced } from '../../src/view/displaced.ts';
import { createSmallFrame } from './small-frame.ts';
import { smallLayout } from './small-layout.ts';

const matrix = new Matrix4();

/** Where the instances of a mesh stand. */
function places(mesh: InstancedMesh): number[][] {
  return Array.from({ length: mesh.count }, (_, i) => {
    mesh.getMatrixAt(i, matrix);
    const { x, z } = new Vector3().setFromMatrixPosition(matrix);
    return [+x.toFixed(3), +z.toFixed(3)];
  });
}

it('a robot and a walker are figures, a crate is a box, each with a ring and a tie to the one who is there', () => {
  const part = createDisplaced();
  const { frame } = createSmallFrame();
  part.fit(smallLayout);
  const [robots, people, solids, ring, ties] = part.object.children as [
    Object3D,
    Object3D,
    Object3D,
    InstancedMesh,
    LineSegments,
  ];
  const first = ({ children }: Object3D) => children[0] as InstancedMesh;
  part.update(frame);
  expect(part.object.visible).toBe(false);

  // Agents are at x = 0 and x = 2; a crate's row and a walker's are theirs after these.
  frame.track.drawn.position.set([3, 0.3, 3], 6);
  frame.track.drawn.position.set([-4, 0.85, 4], 9);
  const copy = false;
  part.show([
    { body: 1, x: 0.5, z: -1, copy, held: true },
    { body: 2, x: -1, z: 0, copy, held: false },
    { body: 3, x: 0, z: 2, copy: true, held: false },
    // Nobody visits.
    { body: 4, x: 1, z: 1, copy, held: false },
  ]);
  part.update(frame);
  expect(places(first(robots))).toEqual([[2.5, -1]]);
  expect(places(first(people))).toEqual([[-4, 6]]);
  expect(solids.children.map(({ position: { x, y, z } }) => [x, y, z])).toEqual([
    [2, expect.closeTo(0.3), 3],
  ]);
  expect(places(ring)).toEqual([
    [2.5, -1],
    [2, 3],
    [-4, 6],
  ]);
  expect(ties.geometry.drawRange.count).toBe(6);

  frame.track.drawn.position.set([2.25, 0.6, 0.25], 3);
  part.update(frame);
  expect(places(first(robots))).toEqual([[2.75, -0.75]]);

  // Where the one who is there stands, it is the one who is seen.
  part.show([{ body: 1, x: 0, z: 0, copy, held: true }]);
  part.update(frame);
  expect([first(robots).count, ring.count, ties.geometry.drawRange.count]).toEqual([0, 1, 0]);
  expect(solids.children).toEqual([]);
  part.show([]);
  expect(part.object.visible).toBe(false);
  part.dispose();
});
