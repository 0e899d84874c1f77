/** The pictures of scenes: their models, and the keys between them. */
import { describe, expect, it } from 'vitest';
import { scenarios } from '../../../scenes/index.ts';
import { cardAfterKey } from '../../../src/app/home/gallery-keys.ts';
import { type Stroller, sceneModel, strolled } from '../../../src/app/home/scene-model.ts';
import { layOut } from '../../../src/scene/lay-out.ts';

describe('the model of a scene', () => {
  it.each(scenarios.names())('%s has all that stands there, and somebody who walks', (name) => {
    const layout = layOut(scenarios.get(name).scene, 7);
    const model = sceneModel(layout);
    expect(model.prisms.length).toBeGreaterThanOrEqual(
      layout.statics.length + layout.props.length + layout.doors.length,
    );
    expect(model.strollers.length).toBeGreaterThan(0);
    const robots = model.strollers.filter(({ agent }) => agent !== undefined);
    expect(robots.length).toBeGreaterThan(0);
    // Nobody walks through anything, not even half way there.
    for (const robot of robots.slice(0, 8)) {
      for (const share of [0, 0.25, 0.5, 0.75, 1]) {
        const x = robot.from[0] + share * (robot.to[0] - robot.from[0]);
        const z = robot.from[1] + share * (robot.to[1] - robot.from[1]);
        const inside = layout.statics.filter(
          ({ position, shape }) =>
            shape.type === 'cylinder' &&
            Math.hypot(position[0] - x, position[2] - z) < shape.radius,
        );
        expect(inside).toEqual([]);
      }
    }
  });

  it('is the same at every visit', () => {
    const layout = layOut(scenarios.get('plaza').scene, 7);
    expect(sceneModel(layout)).toEqual(sceneModel(layout));
  });

  it('lets everybody walk there and back', () => {
    const stroller: Stroller = {
      ...{ agent: 0, radius: 0.3, height: 1, speed: 2 },
      from: [0, 0],
      to: [4, 0],
    };
    expect([0, 1, 2, 3, 4].map((seconds) => strolled(stroller, seconds)[0])).toEqual([
      0, 2, 4, 2, 0,
    ]);
  });
});

describe('keys in the gallery', () => {
  it('go along a row and from row to row, and never out of it', () => {
    const to = (key: string, at: number) => cardAfterKey(key, { at, count: 9, columns: 4 });
    expect([to('ArrowRight', 3), to('ArrowLeft', 3), to('ArrowDown', 3), to('End', 3)]).toEqual([
      4, 2, 7, 8,
    ]);
    expect([to('ArrowUp', 3), to('ArrowDown', 6), to('ArrowRight', 8)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(to('x', 3)).toBeUndefined();
  });
});
