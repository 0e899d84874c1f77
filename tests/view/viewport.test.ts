import { PerspectiveCamera, type WebGLRenderer } from 'three';
import { afterEach, expect, it, vi } from 'vitest';
import { createViewport } from '../../src/view/viewport.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

function create(lift = 0) {
  vi.stubGlobal('devicePixelRatio', 3);
  const canvas = { clientWidth: 800, clientHeight: 600 } as HTMLCanvasElement;
  const sized = { ratio: 0, width: 0, height: 0 };
  const renderer = {
    setPixelRatio: (ratio: number) => void Object.assign(sized, { ratio }),
    setSize: (width: number, height: number) => void Object.assign(sized, { width, height }),
  } as unknown as WebGLRenderer;
  const camera = new PerspectiveCamera();
  const viewport = createViewport(canvas, { renderer, camera }, { mostRatio: 2, lift: () => lift });
  return { viewport, camera, sized };
}

it('a viewport is sized when it is drawn, and only if something has changed', () => {
  const { viewport, camera, sized } = create();
  expect(sized.width).toBe(0);
  expect(viewport.apply()).toBe(true);
  expect(sized).toEqual({ ratio: 2, width: 800, height: 600 });
  expect(camera.aspect).toBeCloseTo(4 / 3);
  expect(viewport.apply()).toBe(false);
  viewport.setResolution(0.5);
  viewport.resize(300.4, 0);
  // Nothing is drawn in no height.
  expect([viewport.isEmpty, viewport.apply(), sized.width]).toEqual([true, false, 800]);
  viewport.resize(300.4, 600);
  expect(viewport.apply()).toBe(true);
  expect(sized).toEqual({ ratio: 1, width: 300, height: 600 });
});

it('the middle of the picture lies in the middle of what no panel covers', () => {
  const { viewport, camera } = create(0.1);
  viewport.setInsets({ left: 300, right: 0, top: 0, bottom: 100 });
  viewport.apply();
  expect(camera.view).toMatchObject({ offsetX: -150, offsetY: 50 - 60 });
  expect(viewport.shape()).toEqual({
    ...{ aspect: 4 / 3, freeWidth: 0.625, freeHeight: 1 - 100 / 600 },
  });
  viewport.setInsets({ left: 500, right: 300, top: 0, bottom: 0 });
  expect(viewport.shape().freeWidth).toBe(0.3);
});

it('a picture is of the whole, and afterwards all is as it was', () => {
  const { viewport, camera, sized } = create();
  viewport.setInsets({ left: 300, right: 0, top: 0, bottom: 0 });
  viewport.apply();
  viewport.beWhole(4);
  expect(sized.ratio).toBe(4);
  expect(camera.view?.enabled).toBe(false);
  viewport.restore();
  expect(sized).toEqual({ ratio: 2, width: 800, height: 600 });
  expect(camera.view).toMatchObject({ enabled: true, offsetX: -150 });
});
