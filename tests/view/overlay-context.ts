/** What overlays are made with, where there is no document: tags are drawn nowhere. */
import { Mesh } from 'three';
import type { OverlayContext } from '../../src/view/overlays/overlay.ts';

export const overlayContext: OverlayContext = {
  eyes: () => new Float32Array([0, 1, 0, 2, 1, 0]),
  createTags: () => ({
    object: new Mesh(),
    canvas: { getContext: () => null } as unknown as HTMLCanvasElement,
    ...{ redrawn() {}, begin() {}, add() {}, end() {}, dispose() {} },
  }),
};
