import { describe, expect, it } from 'vitest';
import { FloorCounts, fadeSeconds } from '../../src/agents/floor-counts.ts';
import { touches } from '../../src/world/world.ts';
import { smallLayout } from '../view/small-layout.ts';

const nothing = new Uint8Array(2);
const worldAt = (places: readonly number[]) => ({ position: Float32Array.from(places) });
const square = (counts: FloorCounts) => counts.grid.cell ** 2;
const sum = (values: Float32Array) => values.reduce((all, value) => all + value, 0);

describe('floor counts', () => {
  it('visits are the seconds of agents by square metre, where they were, and fade', () => {
    const counts = new FloorCounts(smallLayout);
    const world = worldAt([0, 0.6, 0, 2, 0.6, 0]);
    for (let i = 0; i < 10; i++) counts.count(world, nothing, 0.1);
    const now = counts.read('visits');
    // Two agents, a second each, less what has faded meanwhile.
    expect(sum(now) * square(counts)).toBeCloseTo(2, 1);
    const { grid } = counts;
    const cell = now.indexOf(Math.max(...now));
    expect(grid.z + Math.floor(cell / grid.columns) * grid.cell).toBeCloseTo(-0.25, 5);
    for (let i = 0; i < 10 * fadeSeconds.visits; i++) {
      counts.count(worldAt([4, 0.6, 4, 4, 0.6, 4]), nothing, 0.1);
    }
    expect((counts.read('visits')[cell] as number) / (now[cell] as number)).toBeCloseTo(
      Math.exp(-1),
      3,
    );
  });

  it('a collision counts once, where it happened', () => {
    const counts = new FloorCounts(smallLayout);
    const world = worldAt([0, 0.6, 0, 2, 0.6, 0]);
    counts.count(world, nothing, 0.1);
    expect(sum(counts.read('collisions'))).toBe(0);
    counts.count(world, Uint8Array.of(0, touches.agent), 0.1);
    const now = counts.read('collisions');
    expect(sum(now) * square(counts)).toBeCloseTo(1, 3);
    const { grid } = counts;
    const column = now.indexOf(Math.max(...now)) % grid.columns;
    expect(Math.abs(grid.x + (column + 0.5) * grid.cell - 2)).toBeLessThan(grid.cell);
  });

  it('does not wear out: weights that grow are brought down again', () => {
    const counts = new FloorCounts(smallLayout);
    const world = worldAt([0, 0.6, 0, 2, 0.6, 0]);
    for (let i = 0; i < 300; i++) counts.count(world, nothing, 10);
    const values = counts.read('visits');
    // 20 s more each time, of which e^(−1/6) is left the next.
    expect(sum(values) * square(counts)).toBeCloseTo(20 / (1 - Math.exp(-1 / 6)), 1);
  });

  it('goes on in a layout that was changed, and begins anew in another', () => {
    const counts = new FloorCounts(smallLayout);
    counts.count(worldAt([0, 0.6, 0, 2, 0.6, 0]), nothing, 0.1);
    counts.fit({ ...smallLayout, statics: [] });
    expect(sum(counts.read('visits'))).toBeGreaterThan(0);
    counts.fit({ ...smallLayout, seed: 2 });
    expect(sum(counts.read('visits'))).toBe(0);
    counts.fit({ ...smallLayout, seed: 2, max: [8, 5] });
    expect(counts.read('visits')).toHaveLength(52 * 40);
  });
});
