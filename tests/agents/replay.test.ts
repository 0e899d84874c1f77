import { afterEach, describe, expect, it, vi } from 'vitest';
import { crowdnavPlusplus } from '../../scenes/crowdnav-plusplus.ts';
import { Recorder } from '../../src/agents/recorder.ts';
import { decisionsIn, hashOf, type Recording } from '../../src/agents/recording.ts';
import { Replay, verifyRecording } from '../../src/agents/replay.ts';
import { sayDifference } from '../../src/agents/replay-words.ts';
import { ReplayedWorld } from '../../src/agents/replayed-world.ts';
import { VisibleWorld } from '../../src/agents/visible-world.ts';
import { createRandom } from '../../src/core/random.ts';
import type { EnvironmentState } from '../../src/env/environment-state.ts';
import { createEnvironment, loadEngines, type Scenario } from '../../src/env/index.ts';
import { createActor } from '../../src/nn/actor.ts';
import { networkOptions } from '../../src/rl/learner.ts';
import { thingsOf } from '../../src/scene/edit.ts';
import { World } from '../../src/world/world.ts';
import { quickPlaza, tiny } from './tiny-run.ts';

const { agents, observationLayout } = quickPlaza;
const acting = { exploring: false, warmingUp: false };
const open: { dispose(): void }[] = [];
afterEach(() => {
  for (const each of open.splice(0)) each.dispose();
});

/** An actor that nobody trained. */
function someone(seed: number) {
  const { blueprint } = createActor(observationLayout, networkOptions(tiny));
  const weights = new Float32Array(blueprint.size + 2 * observationLayout.agentSize).fill(1);
  weights.set(blueprint.initialValues(createRandom(seed, 'weights')));
  weights.fill(0, blueprint.size, blueprint.size + observationLayout.agentSize);
  return { weights, critic: undefined, updates: seed };
}

async function watch(scenario: Scenario = quickPlaza): Promise<VisibleWorld> {
  await loadEngines();
  const environment = createEnvironment(scenario, { seed: 6 });
  const world = new VisibleWorld(environment, { hyperparameters: tiny, seed: 6 });
  open.push(world);
  world.setActing(someone(1));
  return world;
}

const take = ({ recorder, environment }: VisibleWorld) => recorder.recording(environment);

function play(recording: Recording): ReplayedWorld {
  const replayed = new ReplayedWorld(quickPlaza, recording);
  open.push(replayed);
  return replayed;
}

describe('replay', () => {
  it('shows every moment to the bit, with what was attended to then, in whatever order', async () => {
    const world = await watch();
    const seen: unknown[] = [];
    const look = (
      at: { environment: VisibleWorld['environment'] } & Pick<VisibleWorld, 'gaze' | 'describe'>,
    ) => ({
      hash: hashOf(at.environment.save()),
      rows: at.environment.agentRows.slice(),
      gaze: at.gaze.slice(),
      attention: {
        ...at.describe(2),
        // As the world is told it.
        action: Object.values(at.describe(2).action).map(Math.fround),
      },
    });
    // Beyond the end of a layout, after which the world is another.
    for (let i = 0; i < 64; i++) {
      if (i === 25) world.setActing(someone(2));
      if (i === 30) world.step({ exploring: false, warmingUp: true });
      else world.step(acting);
      seen.push(look(world));
    }
    const replayed = play(take(world));
    expect(replayed.decisions).toBe(64);
    for (const moment of [64, 12, 11, 10, 20, 37, 51, 52, 1, 63]) {
      replayed.goTo(moment);
      expect(look(replayed), `moment ${moment}`).toEqual(seen[moment - 1]);
    }
    replayed.goTo(0);
    for (let moment = 1; replayed.step(); moment++) {
      expect(look(replayed).hash).toBe((seen[moment - 1] as { hash: string }).hash);
    }
    expect(replayed.at).toBe(64);
    expect(replayed.differsFrom).toBeUndefined();
  });

  it('follows what a person does: a visitor who walks, an edit, another goal', async () => {
    const world = await watch({ ...quickPlaza, layoutSteps: 600 });
    const run = (steps: number) => {
      for (let i = 0; i < steps; i++) world.step(acting);
    };
    run(7);
    expect(world.enterVisitor({ x: 0, z: 0, heading: 1 })).toBe(true);
    world.driveVisitor(1, 0.3);
    run(5);
    world.driveVisitor(-0.4, 0.9);
    run(8);
    const thing = thingsOf(world.layout).find((name) => name.startsWith('statics/hedge')) as string;
    world.change({ kind: 'another-goal', agent: 1 });
    run(3);
    world.change({ kind: 'remove', thing });
    run(4);
    world.leaveVisitor();
    run(6);
    const recording = take(world);
    expect(recording.segments.filter(({ follows }) => !follows)).toHaveLength(5);
    expect(verifyRecording(quickPlaza, recording)).toEqual({
      ...{ decisions: 33, seconds: 33 * quickPlaza.decisionSeconds, differsFrom: undefined },
    });
  });

  it('leaves the world that was recorded as it is', async () => {
    const [one, other] = [await watch(), await watch()];
    for (let i = 0; i < 30; i++) {
      one.step({ exploring: true, warmingUp: false });
      other.step({ exploring: true, warmingUp: false });
    }
    const replayed = play(take(one));
    replayed.goTo(11);
    replayed.step();
    for (let i = 0; i < 30; i++) {
      one.step({ exploring: true, warmingUp: false });
      other.step({ exploring: true, warmingUp: false });
    }
    expect(hashOf(one.environment.save())).toBe(hashOf(other.environment.save()));
    expect(one.environment.agentRows).toEqual(other.environment.agentRows);
  });

  it('says from when on it differs, and goes on from what was recorded', async () => {
    const world = await watch();
    for (let i = 0; i < 60; i++) world.step(acting);
    const recording = take(world);
    // Somebody would have gone the other way in decision 4.
    const { actions } = recording.segments[0] as { actions: Float32Array };
    for (let a = 0; a < 2 * agents; a++)
      actions[3 * 2 * agents + a] = -(actions[3 * 2 * agents + a] as number);
    expect(verifyRecording(quickPlaza, recording).differsFrom).toBeCloseTo(0.4);
    expect(sayDifference(12)).toBe(
      'From second 12.0 on the replay differs from what was recorded.',
    );
    const replayed = play(recording);
    replayed.goTo(3);
    expect(replayed.differsFrom).toBeUndefined();
    replayed.goTo(9);
    expect(replayed.differsFrom).toBe(4);
    replayed.goTo(60);
    expect(hashOf(replayed.environment.save())).toBe(recording.endHash);
  });

  it('refuses a keyframe that is not what its hash says, and puts no world at it', async () => {
    const world = await watch();
    for (let i = 0; i < 12; i++) world.step(acting);
    world.recorder.cut();
    for (let i = 0; i < 8; i++) world.step(acting);
    const recording = take(world);
    expect(recording.segments.map(({ count }) => count)).toEqual([10, 2, 8]);
    const damaged = (index: number): Recording => ({
      ...recording,
      segments: recording.segments.map((segment, i) =>
        i === index ? { ...segment, hash: '0'.repeat(16) } : segment,
      ),
    });
    const restored = vi.spyOn(World.prototype, 'restore');
    try {
      expect(() => new Replay(quickPlaza, damaged(0))).toThrow(/decision 0 .* damaged/);
      expect(restored).not.toHaveBeenCalled();
      const replay = new Replay(quickPlaza, damaged(2));
      open.push(replay);
      expect(() => replay.goTo(20)).toThrow(/decision 12 .* damaged/);
      expect(restored).toHaveBeenCalledTimes(1);
    } finally {
      vi.restoreAllMocks();
    }
  });

  it('refuses at once a keyframe whose people would be drawn for ever, whatever its hash says', async () => {
    await loadEngines();
    const environment = createEnvironment(crowdnavPlusplus, { seed: 3 });
    open.push(environment);
    const recorder = new Recorder({
      ...{ scenario: crowdnavPlusplus, hyperparameters: undefined, policy: 'test' },
      ...{ seconds: 5, bytes: 2 ** 30 },
    });
    recorder.before(environment, { x: 0, z: 0 });
    const recording = recorder.recording(environment);
    const [first] = recording.segments as [Recording['segments'][0]];
    const { json, world } = first.state;
    const draws = environment.world.layout.ring?.draws as number;
    // Draws of the layout, wherever that number stands.
    const numbers = new DataView(world.buffer, world.byteOffset, world.byteLength);
    const places = Array.from({ length: (world.length - 16) >> 3 }, (_, i) => 16 + 8 * i);
    const [at, ...more] = places.filter((place) => numbers.getFloat64(place, true) === draws);
    expect([at === undefined, more]).toEqual([false, []]);
    const changed = world.slice();
    new DataView(changed.buffer).setFloat64(at as number, 1e15, true);
    const state = { json, world: changed };
    const endless = { ...recording, segments: [{ ...first, state, hash: hashOf(state) }] };
    expect(() => new Replay(crowdnavPlusplus, endless)).toThrow(
      /^Expected random draws of a saved world to be a whole number from \d+ to \d+, but got 1000000000000000: the file is damaged\.$/,
    );
  });
});

describe('replay of what is not whole', () => {
  async function withoutDecisionsAt(index: number): Promise<Recording> {
    const world = await watch();
    for (let i = 0; i < 8; i++) world.step(acting);
    world.recorder.cut();
    for (let i = 0; i < 8; i++) world.step(acting);
    const recording = take(world);
    const segments = recording.segments.map((each, i) =>
      i === index ? { ...each, count: 0 } : each,
    );
    return { ...recording, segments };
  }

  it('gets as far as there are decisions, and says that not all of them were played', async () => {
    const recording = await withoutDecisionsAt(0);
    const replay = new Replay(quickPlaza, recording);
    open.push(replay);
    const step = replay.step.bind(replay);
    let steps = 0;
    replay.step = () => {
      if (++steps > 3) throw new Error('It steps for ever.');
      return step();
    };
    replay.goTo(8);
    expect([steps, replay.at, replay.decisions]).toEqual([1, 0, 8]);
    expect(() => verifyRecording(quickPlaza, recording)).toThrow(
      'Expected 8 decisions to be played, but the replay ended at 0.',
    );
  });

  it('begins with one world, restored once, which is gone where its state is refused', async () => {
    const recording = await withoutDecisionsAt(-1);
    const restored = vi.spyOn(World.prototype, 'restore');
    const disposed = vi.spyOn(World.prototype, 'dispose');
    try {
      open.push(new Replay(quickPlaza, recording));
      expect([restored.mock.calls.length, disposed.mock.calls.length]).toEqual([1, 0]);
      const { json, world } = (recording.segments[0] as { state: EnvironmentState }).state;
      const state = { json, world: world.slice(9) };
      expect(() => createEnvironment(quickPlaza, { seed: 6, state })).toThrow(/./);
      expect(disposed).toHaveBeenCalledTimes(1);
    } finally {
      vi.restoreAllMocks();
    }
  });
});

describe('recorder', () => {
  const recorderOf = (bounds: { seconds: number; bytes: number }) =>
    new Recorder({ scenario: quickPlaza, hyperparameters: undefined, policy: 'test', ...bounds });

  async function record(recorder: Recorder, steps: number) {
    await loadEngines();
    const environment = createEnvironment(quickPlaza, { seed: 3 });
    open.push(environment);
    const actions = new Float32Array(2 * agents).fill(0.5);
    const standing = { x: 0, z: 0 };
    for (let i = 0; i < steps; i++) {
      recorder.before(environment, standing);
      environment.step(actions);
      recorder.after(environment, { actions, offset: 0, scale: 1, attended: true });
    }
    return environment;
  }

  it('keeps the last seconds, and uses the memory of older ones again', async () => {
    const recorder = recorderOf({ seconds: 5, bytes: 2 ** 30 });
    await record(recorder, 130);
    const held = recorder.segments.map(({ first, count }) => `${first}+${count}`);
    // One a second, and one where another layout came, after every 50.
    expect(held).toEqual(['71+10', '81+10', '91+10', '101+1', '102+10', '112+10', '122+8']);
    const memory = new Set<ArrayBufferLike>();
    for (let i = 0; i < 8; i++) {
      for (const { actions } of recorder.segments) memory.add(actions.buffer);
      await record(recorder, 33);
    }
    expect(memory.size).toBeLessThan(10);
  });

  it('keeps fewer where they would take too many bytes, weights among them', async () => {
    const recorder = recorderOf({ seconds: 60, bytes: 120_000 });
    recorder.setActing({ weights: new Float32Array(10_000), critic: undefined, updates: 1 });
    const environment = await record(recorder, 250);
    const kept = decisionsIn(recorder.segments);
    expect(kept).toBeGreaterThan(20);
    expect(kept).toBeLessThan(160);
    expect(
      verifyRecording(quickPlaza, recorder.recording(environment)).differsFrom,
    ).toBeUndefined();
  });
});
