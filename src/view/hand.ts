/**
 * The person's hand on the canvas: what it hovers over, takes, drags and lets go of, or clicks; and, while something
 * new is to be placed, where it points. What it takes no camera gets; beside all things the cameras have the
 * pointer as ever. It says what is done and where, and does not know what comes of it.
 */
import { MathUtils, type PerspectiveCamera, Raycaster, Vector2 } from 'three';
import type { Frame } from './frame.ts';
import { groundUnder, pickThing } from './pick-thing.ts';
import { pickAgent, pickGraspable } from './picking.ts';
import { clickReach, mouseSlack, touchSlack } from './pointer.ts';
import type { HandHooks, HandMode } from './stage.ts';

export interface Hand {
  setMode(mode: HandMode): void;
  dispose(): void;
}

export function createHand(
  canvas: HTMLCanvasElement,
  camera: PerspectiveCamera,
  frameNow: () => Frame | undefined,
  hooks: HandHooks,
): Hand {
  const ray = new Raycaster();
  const place = new Vector2();
  let mode: HandMode = 'off';
  let pressed = -1;
  let taken: string | undefined;
  let isDragging = false;
  let downX = 0;
  let downY = 0;
  /** From where the thing was touched to its centre. */
  let offX = 0;
  let offZ = 0;

  function aim(event: PointerEvent): void {
    const box = canvas.getBoundingClientRect();
    place.x = ((event.clientX - box.left) / box.width) * 2 - 1;
    place.y = 1 - ((event.clientY - box.top) / box.height) * 2;
    ray.setFromCamera(place, camera);
  }

  function thingAt(event: PointerEvent): string | undefined {
    const frame = frameNow();
    if (!frame || frame.track.pushed === 0) return undefined;
    aim(event);
    const { layout, track } = frame;
    const perPixel =
      (2 * Math.tan(MathUtils.degToRad(camera.fov / 2))) / Math.max(1, canvas.clientHeight);
    const slack = perPixel * (event.pointerType === 'touch' ? touchSlack : mouseSlack);
    if (mode === 'imagine') return pickGraspable(ray.ray, hooks.graspable(), slack);
    const picked = pickThing(ray.ray, layout, track.drawn, slack);
    if (!picked) return undefined;
    const { radius, height } = layout.body;
    const agent = pickAgent(ray.ray, {
      ...{ position: track.drawn.position, count: layout.agents, radius, height },
      slack: perPixel * mouseSlack,
    });
    if (agent < 0) return picked.thing;
    // A robot in front of a thing is chosen, not the thing.
    const { x, y, z } = ray.ray.origin;
    const at = agent * 3;
    const distance = Math.hypot(
      (track.drawn.position[at] as number) - x,
      (track.drawn.position[at + 1] as number) - y,
      (track.drawn.position[at + 2] as number) - z,
    );
    return distance - radius < picked.along ? undefined : picked.thing;
  }

  function groundAt(event: PointerEvent) {
    aim(event);
    return groundUnder(ray.ray);
  }

  const down = (event: PointerEvent) => {
    if (mode === 'off' || !event.isPrimary || event.button !== 0) return;
    const thing = mode === 'place' ? undefined : thingAt(event);
    if (mode !== 'place' && thing === undefined) return;
    // Nobody else hears of it: not the camera, and not who chooses robots.
    event.stopImmediatePropagation();
    event.preventDefault();
    canvas.focus({ preventScroll: true });
    canvas.setPointerCapture(event.pointerId);
    pressed = event.pointerId;
    taken = thing;
    isDragging = false;
    downX = event.clientX;
    downY = event.clientY;
    const ground = groundAt(event);
    if (!ground) return;
    if (mode === 'place') {
      hooks.point(ground.x, ground.z);
      return;
    }
    const centre = hooks.centreOf(thing as string);
    offX = (centre?.x ?? ground.x) - ground.x;
    offZ = (centre?.z ?? ground.z) - ground.z;
  };

  const move = (event: PointerEvent) => {
    if (mode === 'off') return;
    if (event.pointerId === pressed) {
      event.stopImmediatePropagation();
      const far = Math.hypot(event.clientX - downX, event.clientY - downY) > clickReach;
      isDragging ||= far;
      const ground = isDragging ? groundAt(event) : undefined;
      if (!ground) return;
      if (mode === 'place') hooks.point(ground.x, ground.z);
      else if (taken !== undefined) hooks.drag(taken, ground.x + offX, ground.z + offZ);
      return;
    }
    if (event.pointerType !== 'mouse' || event.buttons !== 0) return;
    if (mode === 'place') {
      const ground = groundAt(event);
      if (ground) hooks.point(ground.x, ground.z);
      canvas.style.cursor = 'crosshair';
      event.stopImmediatePropagation();
      return;
    }
    const thing = thingAt(event);
    hooks.hover(thing);
    if (thing === undefined) return;
    canvas.style.cursor = thing.startsWith('doors/') ? 'pointer' : 'grab';
    event.stopImmediatePropagation();
  };

  const up = (event: PointerEvent) => {
    if (event.pointerId !== pressed) return;
    event.stopImmediatePropagation();
    pressed = -1;
    if (mode === 'place') hooks.drop();
    else if (taken !== undefined && isDragging && !taken.startsWith('doors/')) hooks.drop();
    else if (taken !== undefined) hooks.click(taken);
    taken = undefined;
    isDragging = false;
  };

  const cancel = (event: PointerEvent) => {
    if (event.pointerId !== pressed) return;
    event.stopImmediatePropagation();
    pressed = -1;
    taken = undefined;
    isDragging = false;
    hooks.cancel();
  };

  const leave = () => {
    if (mode !== 'place' && mode !== 'off' && pressed < 0) hooks.hover(undefined);
  };

  // Before those who listen on the canvas itself.
  const first = { capture: true };
  canvas.addEventListener('pointerdown', down, first);
  canvas.addEventListener('pointermove', move, first);
  canvas.addEventListener('pointerup', up, first);
  canvas.addEventListener('pointercancel', cancel, first);
  canvas.addEventListener('pointerleave', leave);
  return {
    setMode(next) {
      if (next === mode) return;
      mode = next;
      pressed = -1;
      taken = undefined;
      canvas.style.cursor = '';
    },
    dispose() {
      canvas.removeEventListener('pointerdown', down, first);
      canvas.removeEventListener('pointermove', move, first);
      canvas.removeEventListener('pointerup', up, first);
      canvas.removeEventListener('pointercancel', cancel, first);
      canvas.removeEventListener('pointerleave', leave);
    },
  };
}
