/** The pictures of scenes: their models, the worlds in small that go on in them, and the keys between them. */
import { describe, expect, it } from 'vitest';
import { scenarios } from '../../../scenes/index.ts';
import { plaza } from '../../../scenes/plaza.ts';
import { rooms } from '../../../scenes/rooms.ts';
import { joinWeights } from '../../../src/agents/join-weights.ts';
import { cardAfterKey } from '../../../src/app/home/gallery-keys.ts';
import { sceneModel } from '../../../src/app/home/scene-model.ts';
import { SmallWorld } from '../../../src/app/home/small-world.ts';
import { readPolicyDirectory } from '../../../src/cli/policy-directory.ts';
import type { Scenario } from '../../../src/env/index.ts';
import { layOut } from '../../../src/scene/lay-out.ts';

describe('the model of a scene', () => {
  it.each(scenarios.names())('%s has all that stands there', (name) => {
    const layout = layOut(scenarios.get(name).scene, 7);
    expect(sceneModel(layout).prisms.length).toBeGreaterThanOrEqual(layout.statics.length);
  });
});

/** As the page opens it: with the policy that comes with the scene. */
async function inSmall(scenario: Scenario, name: string): Promise<SmallWorld> {
  const { card, weights } = readPolicyDirectory(scenario, `assets/policies/${name}`);
  const { critic } = weights;
  const acting = { weights: joinWeights(weights), critic, version: 1 };
  return SmallWorld.create(scenario, 7, { hyperparameters: card.hyperparameters, ...acting });
}

describe('a world in small', () => {
  it('is of the layout that it was asked for, and shows robots that reach their goals', async () => {
    const world = await inSmall(plaza, 'plaza');
    expect(world.layout.seed).toBe(7);
    const nearest = world.moment.goals.map(() => Number.POSITIVE_INFINITY);
    const first = world.moment.goals;
    for (let i = 0; i < 400; i++) {
      world.goOn(0.05);
      const { figures, goals } = world.moment;
      figures.forEach(({ at }, agent) => {
        const [x, z] = first[agent] as (typeof first)[number];
        // Whoever has reached it has another: only the first counts.
        if (goals[agent]?.[0] !== x || goals[agent]?.[1] !== z) return;
        nearest[agent] = Math.min(nearest[agent] as number, Math.hypot(at[0] - x, at[1] - z));
      });
    }
    const reached = nearest.filter((distance) => distance < 0.6).length;
    expect(reached).toBeGreaterThanOrEqual(nearest.length - 2);
  });

  it('goes on evenly between decisions, and whoever begins anew is there at once', async () => {
    const world = await inSmall(plaza, 'plaza');
    const { maxSpeed } = world.layout.body;
    let jumps = 0;
    let before = world.moment.figures;
    for (let i = 0; i < 600; i++) {
      world.goOn(0.02);
      const { figures } = world.moment;
      figures.forEach(({ at }, agent) => {
        const [x, z] = (before[agent] as (typeof before)[number]).at;
        const moved = Math.hypot(at[0] - x, at[1] - z);
        if (moved > 1) jumps++;
        else expect(moved).toBeLessThan(1.2 * maxSpeed * 0.02 + 0.02);
      });
      before = figures;
    }
    // Some have arrived in twelve seconds.
    expect(jumps).toBeGreaterThan(0);
  });

  it('has doors and props where they are by now', async () => {
    const world = await inSmall(rooms, 'rooms');
    const { doors, props } = world.layout;
    expect(doors.length).toBeGreaterThan(0);
    const before = world.moment.prisms;
    expect(before.length).toBeGreaterThanOrEqual(doors.length + props.length);
    for (let i = 0; i < 100; i++) world.goOn(0.1);
    expect(world.moment.prisms).not.toEqual(before);
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
