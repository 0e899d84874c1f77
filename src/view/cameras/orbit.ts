/**
 * Looking at the layout from around it. Mouse and touch as OrbitControls; on the keyboard, with the
 * canvas focused, arrows pan, shift and arrows turn, + and − zoom.
 */
import { MathUtils, PerspectiveCamera, Vector3 } from 'three';
import { OrbitControls } from 'three/addons/controls/OrbitControls.js';
import { type CameraRig, createPose, type ViewShape } from './camera-rig.ts';

const fieldOfView = 38;
const zoomStep = 0.88;
/** A little more than the ground is shown. */
const margin = 1.1;
/** Where the first look comes from, seen from the middle; steeper in a tall, narrow window. */
const wideOutlook = new Vector3(0.34, 0.72, 0.86).normalize();
const tallOutlook = new Vector3(0.16, 1.3, 0.8).normalize();

/** The distance from `target` along the outlook at which the ground's corners just fill the view. */
function fittingDistance(
  [low, high, target]: readonly [Vector3, Vector3, Vector3],
  outlook: Vector3,
  view: ViewShape,
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
      const along = Math.abs(corner.dot(up)) / (half * view.freeHeight);
      distance = Math.max(distance, depth + margin * Math.max(across, along));
    }
  }
  return distance;
}

export function createOrbit(canvas: HTMLCanvasElement): CameraRig {
  const camera = new PerspectiveCamera(fieldOfView, 1, 0.1, 600);
  const controls = new OrbitControls(camera, canvas);
  controls.enableDamping = true;
  controls.dampingFactor = 0.09;
  controls.minPolarAngle = 0.08;
  controls.maxPolarAngle = 1.45;
  controls.minDistance = 3;
  controls.screenSpacePanning = false;
  controls.keyPanSpeed = 24;
  controls.enabled = false;
  controls.listenToKeyEvents(canvas);
  const low = new Vector3();
  const high = new Vector3();
  const offset = new Vector3();
  let fitted = '';
  let touched = false;
  const touch = () => {
    touched = true;
  };
  controls.addEventListener('start', touch);

  function zoom(event: KeyboardEvent): void {
    const step =
      event.key === '+' || event.key === '=' ? zoomStep : event.key === '-' ? 1 / zoomStep : 0;
    if (!controls.enabled) return;
    if (step !== 0 || event.key.startsWith('Arrow')) touched = true;
    if (step === 0) return;
    offset.subVectors(camera.position, controls.target);
    const length = MathUtils.clamp(
      offset.length() * step,
      controls.minDistance,
      controls.maxDistance,
    );
    camera.position.copy(controls.target).add(offset.setLength(length));
    event.preventDefault();
  }
  canvas.addEventListener('keydown', zoom);

  const pose = createPose(fieldOfView);
  return {
    pose,
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
      const distance = fittingDistance([low, high, controls.target], outlook, view);
      controls.maxDistance = Math.max(distance * 1.6, 30);
      camera.position.copy(controls.target).addScaledVector(outlook, distance);
      camera.lookAt(controls.target);
      controls.update();
    },
    enter() {
      controls.enabled = true;
    },
    leave() {
      controls.enabled = false;
    },
    update(frame) {
      controls.enableDamping = !frame.still;
      controls.target.clamp(low, high);
      controls.target.y = Math.min(controls.target.y, 1.5);
      controls.update(frame.delta);
      pose.position.copy(camera.position);
      pose.rotation.copy(camera.quaternion);
      frame.focus.copy(controls.target);
    },
    dispose() {
      canvas.removeEventListener('keydown', zoom);
      controls.stopListenToKeyEvents();
      controls.dispose();
    },
  };
}
