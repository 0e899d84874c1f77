/** What a person does and takes back, step by step, in the visible world of a simulation; and what is learned of it. */
import { afterEach, describe, expect, it } from 'vitest';
import { playground } from '../../scenes/playground.ts';
import { plaza } from '../../scenes/plaza.ts';
import type { Change, EditReport } from '../../src/agents/edit-history.ts';
import { Simulation } from '../../src/agents/simulation.ts';
import type { VisibleWorld } from '../../src/agents/visible-world.ts';
import { InputError } from '../../src/core/input-error.ts';
import { flags } from '../../src/core/transition-row.ts';
import type { Environment, Scenario } from '../../src/env/index.ts';
import { mostEdits, thingsOf } from '../../src/scene/edit.ts';
import type { Prop, Static } from '../../src/scene/layout.ts';
import { createSnapshot } from '../../src/world/snapshot.ts';
import type { Pose } from '../../src/world/world.ts';
import { tiny } from './tiny-run.ts';

const open: Simulation[] = [];
afterEach(() => {
  for (const simulation of open.splice(0)) simulation.dispose();
});

async function create(scenario: Scenario = plaza, worlds = 1) {
  const hyperparameters = { ...tiny, worlds };
  const simulation = await Simulation.create({ scenario, hyperparameters, seed: 2 });
  open.push(simulation);
  const environment = simulation.environments[0] as Environment;
  const visible = simulation.visible as VisibleWorld;
  return {
    ...{ simulation, environment, visible },
    change: (change: Change): EditReport => simulation.change(change),
    layout: () => environment.world.layout,
    snapshot() {
      const snapshot = createSnapshot(environment.world.layout);
      environment.writeSnapshot(snapshot);
      return snapshot;
    },
  };
}

/** A free place for a disc of `radius`. */
function freePlace({ world }: Environment, radius: number, from = 0) {
  const { min, max } = world.layout;
  let skip = from;
  for (let x = min[0] + radius; x < max[0] - radius; x += 0.3) {
    for (let z = min[1] + radius; z < max[1] - radius; z += 0.3) {
      const goals = Array.from(world.goal);
      const free = goals.every(
        (_, i) => i % 2 || Math.hypot(goals[i]! - x, goals[i + 1]! - z) > radius + 0.4,
      );
      if (free && world.isFree(x, z, radius) && skip-- === 0) return { x, z, yaw: 0 };
    }
  }
  throw new Error('Expected some free ground.');
}

const thingIn = (environment: Environment, list: string, look = '') =>
  thingsOf(environment.world.layout).find((thing) => thing.startsWith(`${list}/${look}`)) as string;

const staticOf = ({ world }: Environment, thing: string) =>
  world.layout.statics.find(({ id }) => thing.endsWith(`/${id}`)) as Static;

/** A place to the last bit; a rotation is made a unit again whenever it is set. */
function expectSamePose(pose: Pose, wanted: Pose): void {
  expect(pose.slice(0, 3)).toEqual(wanted.slice(0, 3));
  pose.forEach((value, i) => {
    expect(value).toBeCloseTo(wanted[i] as number, 6);
  });
}

describe('edit history', () => {
  it('each step is taken back exactly and can be taken again', async () => {
    const { environment, change, layout } = await create();
    const layouts = [layout()];
    const thing = thingIn(environment, 'statics', 'hedge');
    const [x, , z] = staticOf(environment, thing).position;
    change({ kind: 'move', thing, x: x + 0.03, z, yaw: 0.02 });
    layouts.push(layout());
    change({ kind: 'add', look: 'crate', ...freePlace(environment, 0.6) });
    layouts.push(layout());
    change({ kind: 'remove', thing: thingIn(environment, 'statics', 'hedge') });
    layouts.push(layout());
    change({ kind: 'remove', thing: 'props/added-1' });
    const last = layout();
    for (const before of layouts.toReversed()) {
      const { edits } = change({ kind: 'undo' });
      expect(layout()).toEqual(before);
      expect(edits).toHaveLength(layouts.indexOf(before));
    }
    expect(() => change({ kind: 'undo' })).toThrow('nothing to undo');
    for (const after of [...layouts.slice(1), last]) {
      change({ kind: 'redo' });
      expect(layout()).toEqual(after);
    }
    expect(() => change({ kind: 'redo' })).toThrow('nothing to do again');
    // Another step in place of those that were taken back.
    change({ kind: 'undo' });
    change({ kind: 'add', look: 'barrel', ...freePlace(environment, 0.6, 3) });
    expect(() => change({ kind: 'redo' })).toThrow(InputError);
  });

  it('says what it would take back, and again', async () => {
    const { environment, change } = await create();
    const thing = thingIn(environment, 'statics', 'hedge');
    expect(change({ kind: 'remove', thing })).toMatchObject({
      undo: { does: 'remove', look: 'hedge' },
    });
    expect(change({ kind: 'undo' })).toMatchObject({
      undo: undefined,
      redo: { does: 'remove', look: 'hedge' },
    });
  });

  it('a crate comes back to where it had been pushed to, however it was turned', async () => {
    const { environment, change, simulation, visible } = await create(playground);
    const thing = thingIn(environment, 'props', 'crate');
    const row = environment.world.bodies.props;
    const laidOut = environment.world.poseOf(row);
    // Somebody walks into it, askew.
    const { world } = environment;
    world.enterVisitor((laidOut[0] as number) + 0.8, (laidOut[2] as number) + 0.2, 0);
    world.driveVisitor(-1.5, 0);
    for (let i = 0; i < 30; i++) simulation.stepVisible();
    visible.leaveVisitor();
    const pushed = environment.world.poseOf(row);
    expect(Math.hypot(pushed[0]! - laidOut[0]!, pushed[2]! - laidOut[2]!)).toBeGreaterThan(0.1);
    change({ kind: 'move', thing, ...freePlace(environment, 0.7) });
    expect(environment.world.poseOf(row)).not.toEqual(pushed);
    change({ kind: 'undo' });
    expectSamePose(environment.world.poseOf(row), pushed);
    change({ kind: 'remove', thing });
    expect(environment.world.layout.props.some(({ id }) => thing.endsWith(id))).toBe(false);
    change({ kind: 'undo' });
    expectSamePose(environment.world.poseOf(row), pushed);
  });

  it('what is picked up and set down is one step, and comes back to where it was picked up', async () => {
    const { environment, change } = await create(playground);
    const thing = thingIn(environment, 'props', 'barrel');
    const row = () =>
      environment.world.bodies.props +
      environment.world.layout.props.findIndex(({ id }) => thing.endsWith(id));
    const before = environment.world.poseOf(row());
    expect(() => change({ kind: 'set-down', ...freePlace(environment, 0.6) })).toThrow('hands');
    change({ kind: 'remove', thing });
    const place = freePlace(environment, 0.6);
    const report = change({ kind: 'set-down', ...place });
    expect(report).toMatchObject({
      edits: [{ kind: 'move', thing }],
      undo: { does: 'carry', look: 'barrel' },
    });
    expect(environment.world.poseOf(row())[0]).toBeCloseTo(place.x, 5);
    change({ kind: 'undo' });
    expect(environment.world.poseOf(row())).toEqual(before);
    // Refused, it stays in the hands.
    change({ kind: 'remove', thing });
    expect(() => change({ kind: 'set-down', x: 99, z: 0, yaw: 0 })).toThrow('outside');
    change({ kind: 'set-down', ...place });
  });

  it('a goal goes back while its episode lasts, and nowhere afterwards', async () => {
    const { environment, change, simulation } = await create();
    const agent = environment.readings[1]!;
    const before = [agent.goalX, agent.goalZ];
    const { x, z } = freePlace(environment, 0.9);
    change({ kind: 'goal', agent: 1, x, z });
    expect(agent.goalX).toBeCloseTo(x, 5);
    change({ kind: 'undo' });
    expect([agent.goalX, agent.goalZ]).toEqual(before);
    change({ kind: 'redo' });
    expect(agent.goalX).toBeCloseTo(x, 5);
    const episode = () => {
      const snapshot = createSnapshot(environment.world.layout);
      environment.writeSnapshot(snapshot);
      return snapshot.episode[1];
    };
    const first = episode();
    for (let i = 0; i < 590 && episode() === first; i++) simulation.stepVisible();
    const now = [agent.goalX, agent.goalZ];
    change({ kind: 'undo' });
    expect([agent.goalX, agent.goalZ]).toEqual(now);
  });

  it('all changes are put back at once, and can be done again one by one', async () => {
    const { environment, change, layout, simulation } = await create(playground);
    const before = layout();
    const thing = thingIn(environment, 'props', 'crate');
    for (let i = 0; i < 10; i++) simulation.stepVisible();
    const pose = environment.world.poseOf(environment.world.bodies.props);
    change({ kind: 'move', thing, ...freePlace(environment, 0.7) });
    change({ kind: 'move', thing, ...freePlace(environment, 0.7, 4) });
    change({ kind: 'add', look: 'hedge', ...freePlace(environment, 1.3) });
    const report = change({ kind: 'undo-all' });
    expect(report).toMatchObject({
      edits: [],
      undo: undefined,
      redo: { does: 'move', look: 'crate' },
    });
    expect(layout()).toEqual(before);
    expect(environment.world.poseOf(environment.world.bodies.props)).toEqual(pose);
    expect(change({ kind: 'redo' }).edits).toHaveLength(1);
    expect(change({ kind: 'redo' }).edits).toHaveLength(2);
  });

  it('what cannot be is said in a sentence, and nothing has happened', async () => {
    const { environment, change, snapshot, layout } = await create();
    const before = snapshot();
    const kept = layout();
    const robot = { x: environment.readings[0]!.x, z: environment.readings[0]!.z, yaw: 0 };
    const thing = thingIn(environment, 'statics', 'hedge');
    const refusals: [Change, string][] = [
      [{ kind: 'add', look: 'crate', ...robot }, 'robot'],
      [{ kind: 'add', look: 'crate', x: 99, z: 0, yaw: 0 }, 'outside'],
      [{ kind: 'add', look: 'crate', x: Number.NaN, z: 0, yaw: 0 }, 'Expected'],
      [{ kind: 'add', look: 'tower' as 'wall', x: 0, z: 0, yaw: 0 }, 'crate, barrel'],
      [{ kind: 'move', thing, ...robot }, 'robot'],
      [{ kind: 'remove', thing: 'statics/border-north' }, 'stays'],
      [{ kind: 'remove', thing: 'props/none' }, 'no none'],
      [{ kind: 'goal', agent: -1, x: 0, z: 0 }, 'from 0 to'],
      [{ kind: 'burn' } as unknown as Change, 'Expected'],
    ];
    for (const [change_, word] of refusals) {
      expect(() => change(change_), JSON.stringify(change_)).toThrow(InputError);
      expect(() => change(change_)).toThrow(word);
    }
    expect(snapshot()).toEqual(before);
    expect(layout()).toBe(kept);
  });

  it('somebody who stands where a thing is to come back is not buried; later it comes back', async () => {
    const { environment, change } = await create();
    const thing = thingIn(environment, 'statics', 'hedge');
    const [x, , z] = staticOf(environment, thing).position;
    change({ kind: 'remove', thing });
    const { x: oldX, z: oldZ, heading } = environment.readings[0]!;
    environment.world.place(0, x, z, 0);
    expect(() => change({ kind: 'undo' })).toThrow('Undo again');
    environment.world.place(0, oldX, oldZ, heading);
    expect(change({ kind: 'undo' }).edits).toEqual([]);
  });

  it('who touched a thing that was taken away, and stands there yet, is not in its way', async () => {
    for (const kind of ['undo', 'undo-all'] as const) {
      const { environment, change, layout } = await create(playground);
      const before = layout();
      const barrel = layout().props.find(({ look }) => look === 'barrel') as Prop;
      const [x, , z] = barrel.position;
      const { radius } = barrel.shape as Extract<Prop['shape'], { type: 'cylinder' }>;
      environment.world.place(0, x + radius + layout().body.radius + 0.01, z, 0);
      change({ kind: 'remove', thing: `props/${barrel.id}` });
      expect(() => change({ kind: 'add', look: 'barrel', x, z, yaw: 0 })).toThrow('robot');
      expect(change({ kind }).edits).toEqual([]);
      expect(layout()).toEqual(before);
    }
  });

  it('opens where a person has left, and what was kept is checked', async () => {
    const one = await create();
    one.change({ kind: 'add', look: 'planter', ...freePlace(one.environment, 0.8) });
    const { layoutSeed, edits } = one.visible.edits;
    const other = await create(plaza);
    const report = other.visible.openEdits(JSON.parse(JSON.stringify({ layoutSeed, edits })));
    expect(report.edits).toEqual(edits);
    expect(other.layout()).toEqual(one.layout());
    expect(other.change({ kind: 'undo' }).edits).toEqual([]);
    for (const kept of [
      { layoutSeed: Number.NaN, edits },
      { layoutSeed: -1, edits },
      { layoutSeed: (layoutSeed | 0x8000_0000) >>> 0, edits },
      { layoutSeed, edits: 'all' },
      { layoutSeed, edits: [{ kind: 'remove', thing: 'statics/none' }] },
      { layoutSeed, edits: Array(mostEdits + 1).fill(edits[0]) },
    ]) {
      expect(() => other.visible.openEdits(kept as never)).toThrow(InputError);
    }
  });

  it('tells who has no way to the goal any more', async () => {
    const { environment, change } = await create();
    const { goalX: x, goalZ: z } = environment.readings[3]!;
    // A square of walls around the goal, 2.2 m wide, with nothing in their way.
    const edits = thingsOf(environment.world.layout).map(
      (thing) => ({ kind: 'remove', thing }) as const,
    );
    for (const edit of edits) change(edit);
    const walls = [
      [0, 1.1, 0],
      [0, -1.1, 0],
      [1.1, 0, Math.PI / 2],
      [-1.1, 0, Math.PI / 2],
    ] as const;
    environment.readings.forEach((agent, a) => {
      if (a !== 3) environment.world.place(a, -7 + 0.8 * a, -7, agent.heading);
    });
    environment.world.place(3, 7, -7, 0);
    let cutOff: readonly number[] = [];
    let refused = '';
    try {
      for (const [dx, dz, yaw] of walls) {
        ({ cutOff } = change({ kind: 'add', look: 'wall', x: x + dx, z: z + dz, yaw }));
      }
    } catch (error) {
      refused = String(error);
    }
    // Corners stay open by 0.1 m, through which nobody fits.
    expect(refused).toBe('');
    expect(cutOff).toEqual([3]);
  });
});

describe('rows around a change', () => {
  it('the stream is closed with what was seen before, as no transition, and goes on with the changed world', async () => {
    const { simulation, environment, change } = await create(plaza, 2);
    simulation.setExploring(true);
    simulation.stepVisible();
    simulation.stepHeadless();
    const before = environment.agentRows.slice();
    change({ kind: 'remove', thing: thingIn(environment, 'statics', 'hedge') });
    const after = environment.agentRows.slice();
    expect(after).not.toEqual(before);
    change({ kind: 'undo' });
    change({ kind: 'redo' });
    simulation.stepVisible();
    const taken = simulation.takeRows()!;
    // Nothing happened between the changes, so the stream was closed once; the copy's is its own.
    expect([...taken.stream]).toEqual([0, 1, 0, 0]);
    const { row } = simulation;
    const at = (i: number) => taken.rows.subarray(i * row.size, (i + 1) * row.size);
    expect(at(2).slice(row.agentOffset, row.actionOffset)).toEqual(before);
    expect(new Set(at(2).subarray(row.flagOffset))).toEqual(new Set([flags.respawns]));
    expect(at(3).slice(row.agentOffset, row.actionOffset)).toEqual(after);
    expect(new Set(at(3).subarray(row.flagOffset))).toEqual(new Set([flags.continues]));
  });

  it('a change that is refused closes nothing', async () => {
    const { simulation, change } = await create();
    simulation.setExploring(true);
    simulation.stepVisible();
    expect(() => change({ kind: 'undo' })).toThrow(InputError);
    simulation.stepVisible();
    expect(simulation.takeRows()?.stream).toHaveLength(2);
  });

  it('a headless copy is never changed', async () => {
    const { simulation, change, environment } = await create(plaza, 2);
    const copy = simulation.environments[1] as Environment;
    const layout = copy.world.layout;
    change({ kind: 'remove', thing: thingIn(environment, 'statics', 'hedge') });
    expect(copy.world.layout).toBe(layout);
    expect(copy.edits).toEqual([]);
  });
});
