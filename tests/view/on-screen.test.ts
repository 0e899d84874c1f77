import { PerspectiveCamera } from 'three';
import { describe, expect, it } from 'vitest';
import { createScreen, levelOf, lookThrough, pixelsTall } from '../../src/view/on-screen.ts';

/** From (0, 0, 10) towards −z, a right angle high, on a picture 100 pixels tall. */
function screenOf() {
  const camera = new PerspectiveCamera(90, 1, 0.1, 500);
  camera.position.set(0, 0, 10);
  camera.updateMatrixWorld();
  const screen = createScreen();
  lookThrough(screen, camera, 100);
  return screen;
}

describe('on screen', () => {
  it('a thing ten metres off is a tenth as tall as one a metre off', () => {
    const screen = screenOf();
    expect(pixelsTall(screen, 0, 0, 9, 1)).toBeCloseTo(50);
    expect(pixelsTall(screen, 0, 0, 0, 1)).toBeCloseTo(5);
    expect(pixelsTall(screen, 0, 0, 0, 2)).toBeCloseTo(10);
  });

  it('what is behind or far beside the view is not seen, what throws its shadow into it is', () => {
    const screen = screenOf();
    expect(pixelsTall(screen, 0, 0, 20, 1)).toBe(0);
    expect(pixelsTall(screen, 16, 0, 0, 1)).toBe(0);
    expect(pixelsTall(screen, 11, 0, 0, 1)).toBeGreaterThan(0);
  });

  it('a thing at the limit keeps the level that it has', () => {
    expect(levelOf(39, 40, 1)).toBe(1);
    expect(levelOf(41, 40, 1)).toBe(2);
    expect(levelOf(39, 40, 2)).toBe(2);
    expect(levelOf(33, 40, 2)).toBe(1);
    expect(levelOf(0, 40, 2)).toBe(0);
  });
});
