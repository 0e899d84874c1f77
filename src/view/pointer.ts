/** Clicks and taps on agents, told from drags, and the pointing hand over an agent. */
import { MathUtils, type PerspectiveCamera, Raycaster, Vector2 } from 'three';
import type { Frame } from './frame.ts';
import { pickAgent } from './picking.ts';

/** CSS pixels a click may move, and by which a body is widened for mouse and finger. */
export const clickReach = 6;
export const mouseSlack = 4;
export const touchSlack = 18;

export interface Pointer {
  dispose(): void;
}

export function createPointer(
  canvas: HTMLCanvasElement,
  camera: PerspectiveCamera,
  hooks: {
    readonly targets: () => Frame | undefined;
    readonly onPick: (agent: number | undefined) => void;
  },
): Pointer {
  const ray = new Raycaster();
  const place = new Vector2();
  let downX = 0;
  let downY = 0;
  let pressed = -1;

  function agentAt(event: PointerEvent): number {
    const frame = hooks.targets();
    if (!frame || frame.track.pushed === 0) return -1;
    const box = canvas.getBoundingClientRect();
    place.x = ((event.clientX - box.left) / box.width) * 2 - 1;
    place.y = 1 - ((event.clientY - box.top) / box.height) * 2;
    ray.setFromCamera(place, camera);
    const perPixel = (2 * Math.tan(MathUtils.degToRad(camera.fov / 2))) / box.height;
    const { layout, track } = frame;
    return pickAgent(ray.ray, {
      position: track.drawn.position,
      count: layout.agents,
      radius: layout.body.radius,
      height: layout.body.height,
      slack: perPixel * (event.pointerType === 'touch' ? touchSlack : mouseSlack),
    });
  }

  const down = (event: PointerEvent) => {
    pressed = event.isPrimary && event.button === 0 ? event.pointerId : -1;
    downX = event.clientX;
    downY = event.clientY;
  };
  const up = (event: PointerEvent) => {
    if (event.pointerId !== pressed) return;
    pressed = -1;
    if (Math.hypot(event.clientX - downX, event.clientY - downY) > clickReach) return;
    const agent = agentAt(event);
    hooks.onPick(agent < 0 ? undefined : agent);
  };
  const move = (event: PointerEvent) => {
    if (event.pointerType !== 'mouse' || event.buttons !== 0) return;
    canvas.style.cursor = agentAt(event) < 0 ? '' : 'pointer';
  };
  canvas.addEventListener('pointerdown', down);
  canvas.addEventListener('pointerup', up);
  canvas.addEventListener('pointermove', move);
  return {
    dispose() {
      canvas.removeEventListener('pointerdown', down);
      canvas.removeEventListener('pointerup', up);
      canvas.removeEventListener('pointermove', move);
      canvas.style.cursor = '';
    },
  };
}
