/**
 * Which camera is on, and the flight from one to the next. Moves the stage's one camera to where the
 * rig in charge wants it, and cuts walls away for the rigs that look over them.
 */
import { MathUtils, type PerspectiveCamera, Quaternion, Vector3 } from 'three';
import type { Layout } from '../../scene/layout.ts';
import type { Frame } from '../frame.ts';
import type { CameraMode } from '../stage.ts';
import type { CameraRig, ViewShape } from './camera-rig.ts';
import { createFirstPerson } from './first-person.ts';
import { createFollow } from './follow.ts';
import { createOrbit, type Orbit } from './orbit.ts';
import { createVisitorViews } from './visitor-views.ts';

const flightSeconds = 0.8;
/** Share of a flight after which the camera has entered a head. */
const enteredAt = 0.75;
const cutTime = 0.22;

export interface Director {
  /** The one that looks from around the layout. */
  readonly orbit: Pick<Orbit, 'outlook' | 'setOutlook'>;
  readonly mode: CameraMode;
  /** Of the camera now, as `CameraPose` has it. */
  readonly lift: number;
  setMode(mode: CameraMode): void;
  /** Whether `follow` and `first-person` go with the visitor, not with the selected agent. */
  setVisiting(on: boolean): void;
  fit(layout: Layout, view: ViewShape): void;
  /** The window, or what panels leave of it, has changed: only who looks from around the layout goes by that. */
  reshape(layout: Layout, view: ViewShape): void;
  /** The layout was changed, and nobody is to be looked for anew. */
  refit(layout: Layout): void;
  /** Has `orbit` look there, if it is on. */
  lookAt(x: number, z: number): void;
  /** Radians to the left and upwards: `orbit`, or whoever looks for the visitor; else nothing turns. */
  turn(left: number, up: number): void;
  /** Writes the camera, `frame.focus`, `frame.hidden` and `frame.insideVisitor`. Allocates nothing. */
  update(frame: Frame): void;
  dispose(): void;
}

export function createDirector(
  canvas: HTMLCanvasElement,
  camera: PerspectiveCamera,
  world: { readonly eyes: () => Float32Array; readonly cut: { value: number } },
): Director {
  const orbit = createOrbit(canvas);
  const rigs: Record<CameraMode, CameraRig> = {
    orbit,
    follow: createFollow(),
    'first-person': createFirstPerson(canvas, world.eyes),
  };
  const visitorViews = createVisitorViews(canvas);
  const visiting: Record<CameraMode, CameraRig> = {
    orbit,
    follow: visitorViews.behind,
    'first-person': visitorViews.eyes,
  };
  let mode: CameraMode = 'orbit';
  let isVisiting = false;
  let rig: CameraRig = orbit;
  rig.enter();
  /** 0 has just begun, 1 has landed. */
  let flight = 1;
  const from = new Vector3();
  const fromTurn = new Quaternion();
  let fromView = camera.fov;
  let fromLift = 0;
  let lift = 0;

  /** To the rig that is wanted now, if it is another. */
  function change(): void {
    const next = (isVisiting ? visiting : rigs)[mode];
    if (next === rig) return;
    from.copy(camera.position);
    fromTurn.copy(camera.quaternion);
    fromView = camera.fov;
    fromLift = lift;
    flight = 0;
    rig.leave();
    rig = next;
    rig.enter();
  }

  const all = new Set([...Object.values(rigs), ...Object.values(visiting)]);
  return {
    orbit,
    get mode() {
      return mode;
    },
    get lift() {
      return lift;
    },
    setMode(next) {
      mode = next;
      change();
    },
    setVisiting(on) {
      isVisiting = on;
      change();
    },
    fit(layout, view) {
      for (const each of all) each.fit(layout, view);
    },
    reshape: orbit.fit,
    refit(layout) {
      for (const each of all) each.refit?.(layout);
    },
    lookAt(x, z) {
      if (mode === 'orbit') orbit.lookAt(x, z);
    },
    turn(left, up) {
      if (mode === 'orbit') orbit.turn(left, up);
      else if (isVisiting) visitorViews.turn(left, up);
    },
    update(frame) {
      const agent = Math.max(0, frame.selected);
      rig.update(frame, agent);
      flight = frame.still ? 1 : Math.min(1, flight + frame.delta / flightSeconds);
      const share = flight * flight * (3 - 2 * flight);
      camera.position.lerpVectors(from, rig.pose.position, share);
      camera.quaternion.slerpQuaternions(fromTurn, rig.pose.rotation, share);
      const view = MathUtils.lerp(fromView, rig.pose.fieldOfView, share);
      const nextLift = MathUtils.lerp(fromLift, rig.pose.lift, share);
      const offset = camera.view;
      if (view !== camera.fov || nextLift !== lift) {
        camera.fov = view;
        if (offset) offset.offsetY += (lift - nextLift) * offset.fullHeight;
        lift = nextLift;
        camera.updateProjectionMatrix();
      }
      // Parts read the camera before three would bring its matrices up to date.
      camera.updateMatrixWorld();
      const landed = flight > enteredAt;
      frame.hidden = rig.inside === 'agent' && landed ? agent : -1;
      frame.insideVisitor = rig.inside === 'visitor' && landed;
      const { cut } = world;
      const rate = frame.still ? 1 : 1 - Math.exp(-frame.delta / cutTime);
      cut.value += ((rig.cutsWalls ? 1 : 0) - cut.value) * rate;
    },
    dispose() {
      for (const each of all) each.dispose();
    },
  };
}
