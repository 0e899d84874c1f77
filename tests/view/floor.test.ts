/** What is painted on the floor: the numbers, where they are, and nothing where none is known. */
import { type DataTexture, type Mesh, type ShaderMaterial, Vector4 } from 'three';
import { describe, expect, it } from 'vitest';
import type { Static } from '../../src/scene/layout.ts';
import { floor as kind } from '../../src/view/overlays/floor.ts';
import { overlayContext } from './overlay-context.ts';
import { createSmallFrame } from './small-frame.ts';
import { smallLayout } from './small-layout.ts';

const grid = { x: -5, z: -4, cell: 5, columns: 2, rows: 2 };
const floor = { grid, values: Float32Array.of(3, 4, 5, Number.NaN), least: 3, most: 5 };

function painted(layout = smallLayout) {
  const overlay = kind.create(overlayContext);
  overlay.fit(layout);
  const { frame } = createSmallFrame();
  frame.floor = { ...floor, sparse: false };
  overlay.update(frame);
  const mesh = overlay.object.children[0] as Mesh;
  const { uniforms } = mesh.material as ShaderMaterial;
  const cells = () => uniforms.cells?.value as DataTexture;
  return { overlay, frame, mesh, uniforms, cells };
}

describe('painted floor', () => {
  it('has its share and that it is known in every cell', () => {
    const { cells } = painted();
    expect(cells().image).toMatchObject({ width: 2, height: 2 });
    expect([...(cells().image.data as Uint8Array)]).toEqual([0, 255, 127, 255, 255, 255, 0, 0]);
  });

  it('lies where its grid is', () => {
    const { uniforms } = painted();
    expect(uniforms.frame?.value).toEqual(new Vector4(-5, -4, 0.1, 0.1));
  });

  it('is sent anew only with other numbers', () => {
    const { overlay, frame, cells } = painted();
    const { version } = cells();
    overlay.update(frame);
    expect(cells().version).toBe(version);
    frame.floor = { ...floor, values: Float32Array.of(3, 3, 3, 3), sparse: false };
    overlay.update(frame);
    expect(cells().version).toBeGreaterThan(version);
    expect([...(cells().image.data as Uint8Array)]).toEqual([0, 255, 0, 255, 0, 255, 0, 255]);
  });

  it('rises with the ground', () => {
    const step: Static = {
      ...{ id: 'step', look: 'step' as const, position: [0, 0.1, 0] as const, yaw: 0 },
      shape: { type: 'box', size: [4, 0.2, 4] },
    };
    const { mesh } = painted({ ...smallLayout, flat: false, statics: [step] });
    const position = mesh.geometry.getAttribute('position');
    for (let i = 0; i < position.count; i++) {
      const [x, y, z] = [position.getX(i), position.getY(i), position.getZ(i)];
      const onStep = Math.abs(x) < 1.9 && Math.abs(z) < 1.9;
      const beside = Math.abs(x) > 2.1 || Math.abs(z) > 2.1;
      if (onStep) expect(y).toBeCloseTo(0.212, 6);
      else if (beside) expect(y).toBeCloseTo(0.012, 6);
    }
  });
});
