import { BoxGeometry, Color, Matrix4, MeshBasicMaterial } from 'three';
import { describe, expect, it } from 'vitest';
import { createInstances } from '../../src/view/instances.ts';

const at = (x: number) => new Matrix4().makeTranslation(x, 0, 0);
const open = () =>
  createInstances({
    geometry: new BoxGeometry(),
    material: new MeshBasicMaterial(),
    capacity: 3,
    coloured: true,
    shadows: false,
  });

describe('instances', () => {
  it('hold the places and colours that were added last, in order', () => {
    const instances = open();
    instances.begin();
    for (const x of [1, 2, 3]) instances.add(at(x), new Color(x, 0, 0));
    instances.end();
    instances.begin();
    for (const x of [4, 5]) instances.add(at(x), new Color(x, 0, 0));
    instances.end();
    const { mesh } = instances;
    expect(mesh.count).toBe(2);
    expect([...mesh.instanceMatrix.array].filter((_, i) => i % 16 === 12)).toEqual([4, 5, 3]);
    expect(mesh.instanceColor?.getX(1)).toBe(5);
  });

  it('send to the graphics card what is used, and nothing twice', () => {
    const instances = open();
    for (let frame = 0; frame < 3; frame++) {
      instances.begin();
      instances.add(at(frame), new Color());
      instances.end();
    }
    const { instanceMatrix, instanceColor } = instances.mesh;
    expect(instanceMatrix.updateRanges).toEqual([{ start: 0, count: 16 }]);
    expect(instanceColor?.updateRanges).toEqual([{ start: 0, count: 3 }]);
  });

  it('are not drawn when there are none', () => {
    const instances = open();
    instances.begin();
    instances.end();
    expect(instances.mesh.visible).toBe(false);
  });
});
