/**
 * The picture's size: that of the canvas times device pixels and the share of them that quality leaves, and what of
 * it no panel covers, into whose middle the camera's picture is moved. Sizes are CSS pixels. Nothing is sized before
 * `apply`: a canvas that changes is blank until it is drawn on.
 */
import type { PerspectiveCamera, WebGLRenderer } from 'three';
import type { ViewShape } from './cameras/camera-rig.ts';
import type { Insets } from './stage.ts';

/** Least share of the canvas that is taken to be free of panels. */
const leastFree = 0.3;

export interface Viewport {
  readonly width: number;
  readonly height: number;
  readonly isEmpty: boolean;
  resize(width: number, height: number): void;
  setInsets(insets: Insets): void;
  /** Share of the pixels along a side. */
  setResolution(share: number): void;
  shape(): ViewShape;
  /** Takes over what has changed; whether something has. */
  apply(): boolean;
  /** Sizes the canvas for a picture without panels, so many pixels to one of CSS; until `restore`. */
  beWhole(scale: number): void;
  /** As it was, whatever has changed meanwhile. */
  restore(): void;
}

export interface ViewportOptions {
  /** Device pixels per CSS pixel at most. */
  readonly mostRatio: number;
  /** Share of the height by which the picture is moved up. */
  readonly lift: () => number;
}

export function createViewport(
  canvas: HTMLCanvasElement,
  { renderer, camera }: { readonly renderer: WebGLRenderer; readonly camera: PerspectiveCamera },
  { mostRatio, lift }: ViewportOptions,
): Viewport {
  let width = canvas.clientWidth || canvas.width;
  let height = canvas.clientHeight || canvas.height;
  let resolution = 1;
  let insets: Insets = { left: 0, right: 0, top: 0, bottom: 0 };
  let changed = true;

  function size(): void {
    const { left, right, top, bottom } = insets;
    const ratio = Math.min(mostRatio, globalThis.devicePixelRatio || 1);
    renderer.setPixelRatio(ratio * resolution);
    renderer.setSize(width, height, false);
    camera.aspect = width / height;
    const x = (right - left) / 2;
    const y = (bottom - top) / 2 - lift() * height;
    camera.setViewOffset(width, height, x, y, width, height);
  }

  return {
    get width() {
      return width;
    },
    get height() {
      return height;
    },
    get isEmpty() {
      return width === 0 || height === 0;
    },
    resize(nextWidth, nextHeight) {
      width = Math.round(nextWidth);
      height = Math.round(nextHeight);
      changed = true;
    },
    setInsets(next) {
      insets = next;
      changed = true;
    },
    setResolution(share) {
      resolution = share;
      changed = true;
    },
    shape() {
      const { left, right, top, bottom } = insets;
      const [w, h] = [Math.max(1, width), Math.max(1, height)];
      return {
        aspect: w / h,
        freeWidth: Math.max(leastFree, 1 - (left + right) / w),
        freeHeight: Math.max(leastFree, 1 - (top + bottom) / h),
      };
    },
    apply() {
      if (!changed || width === 0 || height === 0) return false;
      changed = false;
      size();
      return true;
    },
    beWhole(scale) {
      camera.aspect = width / height;
      camera.clearViewOffset();
      renderer.setPixelRatio(scale);
      renderer.setSize(width, height, false);
    },
    restore: size,
  };
}
