/** The visitor on the stage: drawn while it is in, where it is; cameras that go with it. */
import { type InstancedMesh, Matrix4, Vector3 } from 'three';
import { describe, expect, it } from 'vitest';
import { createVisitorViews } from '../../src/view/cameras/visitor-views.ts';
import { createDaylight } from '../../src/view/daylight.ts';
import { pushSnapshot, sampleTrack, visitorHeading } from '../../src/view/interpolation.ts';
import { createVisitor } from '../../src/view/visitor.ts';
import { createSmallFrame } from './small-frame.ts';
import { smallLayout } from './small-layout.ts';

const view = { aspect: 1.5, freeWidth: 1, freeHeight: 1 };

function createCanvas() {
  const heard = new Map<string, (event: unknown) => void>();
  const canvas = {
    addEventListener: (type: string, hear: (event: unknown) => void) => heard.set(type, hear),
    removeEventListener: (type: string) => heard.delete(type),
    setPointerCapture() {},
  };
  return { canvas: canvas as unknown as HTMLCanvasElement, heard };
}

/** A frame into which the visitor has come, at (x, z), looking to −x. */
function visited(x: number, z: number) {
  const { frame, snapshot } = createSmallFrame();
  const row = frame.track.bodies - 1;
  const move = (newX: number, newZ: number, at: number, velocity = [0, 0, 0]) => {
    snapshot.visited = true;
    snapshot.position.set([newX, 0.6, newZ], 3 * row);
    snapshot.velocity.set(velocity, 3 * row);
    snapshot.rotation.set([0, Math.SQRT1_2, 0, Math.SQRT1_2], 4 * row);
    pushSnapshot(frame.track, snapshot, at);
    sampleTrack(frame.track, at + 200);
  };
  move(x, z, 100);
  return { frame, snapshot, row, move };
}

describe('visitor', () => {
  it('is drawn where it is while it is in, and not by a camera in its head', () => {
    const daylight = createDaylight({ softShadows: false });
    const visitor = createVisitor(daylight);
    visitor.fit(smallLayout);
    const [body] = visitor.object.children as InstancedMesh[];
    const { frame: empty } = createSmallFrame();
    visitor.update(empty);
    expect(body?.visible).toBe(false);
    const { frame } = visited(-2, 3);
    visitor.update(frame);
    expect(body?.visible).toBe(true);
    expect(body?.castShadow).toBe(true);
    const place = new Matrix4().fromArray(body?.instanceMatrix.array ?? []);
    const { x, y, z } = new Vector3().setFromMatrixPosition(place);
    expect([x, z]).toEqual([-2, 3]);
    expect(y).toBeCloseTo(0, 1);
    frame.insideVisitor = true;
    visitor.update(frame);
    expect(body?.visible).toBe(false);
    visitor.dispose();
    daylight.dispose();
  });

  it('is never drawn on the way to where it came in, and on the way from there on', () => {
    const { frame, row, move } = visited(-2, 3);
    const x = () => frame.track.drawn.position[3 * row];
    expect(x()).toBe(-2);
    sampleTrack(frame.track, 101);
    expect(x()).toBe(-2);
    move(-1, 3, 300);
    sampleTrack(frame.track, 300 + frame.track.interval / 2);
    expect(x()).toBeCloseTo(-1.5, 5);
    expect(visitorHeading(frame.track)).toBeCloseTo(Math.PI / 2, 6);
  });

  it('cameras look where it came in looking, and turn to the side that it walks to, or by a drag', () => {
    const { canvas, heard } = createCanvas();
    const { behind, eyes, turn } = createVisitorViews(canvas);
    for (const rig of [behind, eyes]) rig.fit(smallLayout, view);
    const { frame, move } = visited(0, 0);
    const yawOf = (rig: typeof eyes) => {
      const { x, z } = new Vector3(0, 0, -1).applyQuaternion(rig.pose.rotation);
      return Math.atan2(-x, -z);
    };
    eyes.enter();
    eyes.update(frame, 0);
    expect(yawOf(eyes)).toBeCloseTo(Math.PI / 2, 5);
    expect(eyes.pose.position.x).toBeCloseTo(-0.1, 5);
    expect(frame.focus.toArray()).toEqual([0, 0, 0]);
    // Straight back it goes on looking ahead; to its left is +z.
    move(0, 0, 400, [1, 0, 0]);
    eyes.update(frame, 0);
    expect(yawOf(eyes)).toBeCloseTo(Math.PI / 2, 5);
    move(0, 0, 700, [0, 0, 1]);
    eyes.update(frame, 0);
    expect(yawOf(eyes)).toBeGreaterThan(Math.PI / 2 + 0.01);
    move(0, 0, 1000);
    const before = yawOf(eyes);
    heard.get('pointerdown')?.({ button: 0 });
    heard.get('pointermove')?.({ movementX: 100, movementY: 0, buttons: 1 });
    heard.get('pointerup')?.({});
    heard.get('pointermove')?.({ movementX: 100, movementY: 0, buttons: 0 });
    eyes.update(frame, 0);
    expect(yawOf(eyes) - before).toBeCloseTo(0.5, 5);
    // By keys it may stand still, and turns however long one looks; up and down there is an end.
    turn(-1.5, 0);
    eyes.update(frame, 0);
    expect(yawOf(eyes) - before).toBeCloseTo(-1, 5);
    const tiltOf = () => Math.asin(new Vector3(0, 0, -1).applyQuaternion(eyes.pose.rotation).y);
    const level = tiltOf();
    turn(0, 0.2);
    eyes.update(frame, 0);
    expect(tiltOf() - level).toBeCloseTo(0.2, 5);
    turn(0, 9);
    eyes.update(frame, 0);
    expect(tiltOf() - level).toBeCloseTo(0.55, 5);
    // The other one goes on from there.
    eyes.leave();
    behind.enter();
    behind.update(frame, 0);
    expect(yawOf(behind)).toBeCloseTo(yawOf(eyes), 5);
    expect(behind.pose.position.distanceTo(eyes.pose.position)).toBeGreaterThan(2);
    expect(behind.inside).toBe('nobody');
    expect(eyes.inside).toBe('visitor');
    behind.dispose();
    expect(heard.size).toBe(0);
  });
});
