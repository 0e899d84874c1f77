/**
 * Looking at the layout from around it. Mouse and touch as OrbitControls; on the keyboard, with the
 * canvas focused, arrows pan, shift and arrows turn, + and − zoom.
 */
import { MathUtils, PerspectiveCamera, Spherical, Vector3 } from 'three';
import { OrbitControls } from 'three/addons/controls/OrbitControls.js';
import type { Frame } from '../frame.ts';
import type { Outlook } from '../stage.ts';
import { type CameraRig, createPose, type ViewShape } from './camera-rig.ts';

const fieldOfView = 44;
const zoomStep = 0.88;
/** Radians, and CSS pixels, of a press of an arrow. */
const turnStep = Math.PI / 36;
const panStep = 24;
const ways: Readonly<Record<string, readonly [right: number, up: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};
/** Who is sent to a place looks at it from so near, metres, or a share of the distance at which all is seen. */
const nearest = 12;
const nearShare = 0.5;
const glideTime = 0.22;
/** A little more than the ground is shown. */
const margin = 1.08;
/**
 * Where the first look comes from, seen from the middle: low enough to see the land as far as the horizon above
 * the layout, which lies below the middle of the picture. Steeper in a tall, narrow window.
 */
const wideOutlook = new Vector3(0.34, 0.37, 0.86).normalize();
const tallOutlook = new Vector3(0.2, 0.62, 0.86).normalize();
/** Share of the free height by which the layout lies below the middle. */
const wideLift = 0.17;
const tallLift = 0.02;

/** The distance from `target` along the outlook at which the ground's corners just fill the view. */
function fittingDistance(
  [low, high, target]: readonly [Vector3, Vector3, Vector3],
  outlook: Vector3,
  { view, lift }: { readonly view: ViewShape; readonly lift: number },
): number {
  const half = Math.tan(MathUtils.degToRad(fieldOfView / 2));
  const right = new Vector3(0, 1, 0).cross(outlook).normalize();
  const up = new Vector3().crossVectors(outlook, right);
  const corner = new Vector3();
  let distance = 0;
  for (const x of [low.x, high.x]) {
    for (const z of [low.z, high.z]) {
      corner.set(x, 0, z).sub(target);
      const depth = corner.dot(outlook);
      const across = Math.abs(corner.dot(right)) / (half * view.aspect * view.freeWidth);
      const height = corner.dot(up);
      // Above the middle there is more room than below it, if it is moved down.
      const room = height > 0 ? 1 + 2 * lift : 1 - 2 * lift;
      const along = Math.abs(height) / (half * view.freeHeight * room);
      distance = Math.max(distance, depth + margin * Math.max(across, along));
    }
  }
  return distance;
}

export interface Orbit extends CameraRig {
  /** Glides there, and nearer if it is far off. */
  lookAt(x: number, z: number): void;
  outlook(): Outlook;
  /** Looks like this from here on; before there is a layout, as soon as there is. */
  setOutlook(outlook: Outlook): void;
  /** Radians by which it looks farther to the left and upwards, from around what it looks at. */
  turn(left: number, up: number): void;
}

export function createOrbit(canvas: HTMLCanvasElement): Orbit {
  const camera = new PerspectiveCamera(fieldOfView, 1, 0.1, 600);
  const controls = new OrbitControls(camera, canvas);
  controls.enableDamping = true;
  controls.dampingFactor = 0.09;
  controls.minPolarAngle = 0.08;
  controls.maxPolarAngle = 1.45;
  controls.minDistance = 3;
  controls.screenSpacePanning = false;
  controls.enabled = false;
  const low = new Vector3();
  const high = new Vector3();
  const offset = new Vector3();
  const around = new Spherical();
  let fitted = '';
  let touched = false;
  /** Asked for before there was a layout to look at. */
  let asked: Outlook | undefined;
  const touch = () => {
    touched = true;
    gliding = false;
  };
  /** Where it glides to, until it is there or somebody takes hold of it. */
  const aim = new Vector3();
  let aimDistance = 0;
  let gliding = false;
  let fitDistance = 0;
  controls.addEventListener('start', touch);

  function glide({ delta, still }: Frame): void {
    const rate = still ? 1 : 1 - Math.exp(-delta / glideTime);
    offset.subVectors(camera.position, controls.target);
    const length = offset.length();
    offset.setLength(length + (aimDistance - length) * rate);
    controls.target.lerp(aim, rate);
    camera.position.copy(controls.target).add(offset);
    gliding = controls.target.distanceTo(aim) > 0.02 || Math.abs(length - aimDistance) > 0.05;
  }

  /** With Shift the arrows turn the camera, with Ctrl they move it; alone they are the page's. */
  function turnOrPan(event: KeyboardEvent): boolean {
    const way = ways[event.key];
    if (!way || event.altKey) return false;
    const [right, up] = way;
    if (event.shiftKey) {
      controls.rotateLeft(-right * turnStep);
      controls.rotateUp(up * turnStep);
    } else if (event.ctrlKey || event.metaKey) controls.pan(-right * panStep, up * panStep);
    else return false;
    touch();
    event.preventDefault();
    return true;
  }

  function byKeys(event: KeyboardEvent): void {
    if (!controls.enabled || turnOrPan(event)) return;
    const step =
      event.key === '+' || event.key === '=' ? zoomStep : event.key === '-' ? 1 / zoomStep : 0;
    if (step === 0) return;
    touch();
    offset.subVectors(camera.position, controls.target);
    const length = MathUtils.clamp(
      offset.length() * step,
      controls.minDistance,
      controls.maxDistance,
    );
    camera.position.copy(controls.target).add(offset.setLength(length));
    event.preventDefault();
  }
  canvas.addEventListener('keydown', byKeys);

  function look({ x, z, distance, turn, height }: Outlook): void {
    touch();
    controls.target.set(x, 0, z).clamp(low, high).setY(0);
    around.set(distance, Math.PI / 2 - height, turn);
    camera.position.setFromSpherical(around).add(controls.target);
    camera.lookAt(controls.target);
    controls.update();
  }

  const pose = createPose(fieldOfView);
  return {
    pose,
    outlook() {
      const { x, z } = controls.target;
      around.setFromVector3(offset.subVectors(camera.position, controls.target));
      return {
        x,
        z,
        distance: around.radius,
        turn: around.theta,
        height: Math.PI / 2 - around.phi,
      };
    },
    setOutlook(outlook) {
      if (fitted === '') asked = outlook;
      else look(outlook);
    },
    turn(left, up) {
      touch();
      controls.rotateLeft(-left);
      controls.rotateUp(-up);
    },
    cutsWalls: true,
    inside: 'nobody',
    fit(layout, view) {
      const wanted = JSON.stringify([layout.scene, layout.min, layout.max]);
      if (wanted !== fitted) touched = false;
      // Another window is another view, until a person has chosen one.
      if (touched) return;
      fitted = wanted;
      low.set(layout.min[0], 0, layout.min[1]);
      high.set(layout.max[0], 1.5, layout.max[1]);
      controls.target.addVectors(low, high).multiplyScalar(0.5).setY(0);
      const free = (view.aspect * view.freeWidth) / view.freeHeight;
      const outlook = free < 1 ? tallOutlook : wideOutlook;
      const lift = free < 1 ? tallLift : wideLift;
      pose.lift = lift * view.freeHeight;
      const distance = fittingDistance([low, high, controls.target], outlook, { view, lift });
      fitDistance = distance;
      gliding = false;
      controls.maxDistance = Math.max(distance * 1.6, 30);
      camera.position.copy(controls.target).addScaledVector(outlook, distance);
      camera.lookAt(controls.target);
      controls.update();
      if (asked) look(asked);
      asked = undefined;
    },
    enter() {
      controls.enabled = true;
    },
    leave() {
      controls.enabled = false;
    },
    lookAt(x, z) {
      touched = true;
      gliding = true;
      aim.set(x, 0, z).clamp(low, high);
      const distance = camera.position.distanceTo(controls.target);
      aimDistance = Math.min(distance, Math.max(nearest, nearShare * fitDistance));
    },
    update(frame) {
      if (gliding) glide(frame);
      controls.enableDamping = !frame.still;
      controls.target.clamp(low, high);
      controls.target.y = Math.min(controls.target.y, 1.5);
      controls.update(frame.delta);
      pose.position.copy(camera.position);
      pose.rotation.copy(camera.quaternion);
      frame.focus.copy(controls.target);
    },
    dispose() {
      canvas.removeEventListener('keydown', byKeys);
      controls.dispose();
    },
  };
}
