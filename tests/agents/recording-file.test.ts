import { afterEach, describe, expect, it, vi } from 'vitest';
import { scenarios } from '../../scenes/index.ts';
import { plaza } from '../../scenes/plaza.ts';
import { rooms } from '../../scenes/rooms.ts';
import { baselines } from '../../src/agents/baselines.ts';
import { evaluate } from '../../src/agents/evaluate.ts';
import { Recorder } from '../../src/agents/recorder.ts';
import { decisionsIn, type Recording, type Segment } from '../../src/agents/recording.ts';
import { readRecordingFile, writeRecordingFile } from '../../src/agents/recording-file.ts';
import { mostRecordingBytes } from '../../src/agents/recording-format.ts';
import { verifyRecording } from '../../src/agents/replay.ts';
import { VisibleWorld } from '../../src/agents/visible-world.ts';
import { createRandom } from '../../src/core/random.ts';
import { createEnvironment, loadEngines } from '../../src/env/index.ts';
import { createNetworks } from '../../src/rl/learner.ts';
import { thingsOf } from '../../src/scene/edit.ts';
import { layOut } from '../../src/scene/lay-out.ts';
import { writeCheckpointFile } from '../../src/storage/checkpoint-file.ts';
import { tiny } from './tiny-run.ts';

vi.mock('../../src/scene/lay-out.ts', { spy: true });

const open: { dispose(): void }[] = [];
afterEach(() => {
  for (const each of open.splice(0)) each.dispose();
});

/** Two seconds of the real plaza, with somebody who learned nothing and a critic. */
async function recorded(): Promise<Recording> {
  await loadEngines();
  const world = new VisibleWorld(createEnvironment(plaza, { seed: 4 }), {
    ...{ hyperparameters: tiny, seed: 4 },
  });
  open.push(world);
  const { actor, critic } = createNetworks(plaza.observationLayout, tiny);
  const { agentSize } = plaza.observationLayout;
  const weights = new Float32Array(actor.blueprint.size + 2 * agentSize).fill(1);
  weights.set(actor.blueprint.initialValues(createRandom(1, 'weights')));
  world.setActing({
    weights,
    critic: new Float32Array(critic.blueprint.size).fill(0.5),
    updates: 7,
  });
  const acting = { exploring: false, warmingUp: false };
  for (let i = 0; i < 8; i++) world.step(acting);
  world.enterVisitor({ x: 0, z: 0, heading: 0 });
  world.driveVisitor(0.5, -0.5);
  for (let i = 0; i < 12; i++) world.step(acting);
  return world.recorder.recording(world.environment);
}

const lived = (segment: Segment) => ({
  ...{ first: segment.first, state: segment.state, hash: segment.hash, follows: segment.follows },
  count: segment.count,
  acting: segment.acting.slice(0, segment.count),
  hashes: segment.hashes.slice(0, segment.count),
  met: segment.met.slice(0, segment.count),
  actions: segment.actions.slice(0, segment.count * 2 * plaza.agents),
  drive: segment.drive.slice(0, segment.count * 2),
});

describe('a recording’s file', () => {
  it('has all of it', async () => {
    const recording = await recorded();
    const read = readRecordingFile(writeRecordingFile(plaza, recording), 'it', scenarios);
    expect(read.scenario.name).toBe('plaza');
    expect({ ...read.recording, segments: read.recording.segments.map(lived) }).toEqual({
      ...recording,
      segments: recording.segments.map(lived),
    });
    expect(read.recording.segments.map(({ count }) => count)).toEqual([8, 10, 2]);
    expect(verifyRecording(read.scenario, read.recording).differsFrom).toBeUndefined();
  });

  it('has doors on their way, and agents from whom no way leads on', async () => {
    await loadEngines();
    const world = new VisibleWorld(createEnvironment(rooms, { seed: 4 }), {
      ...{ hyperparameters: tiny, seed: 4 },
    });
    open.push(world);
    const wandering = { exploring: true, warmingUp: true };
    for (let i = 0; i < 3; i++) world.step(wandering);
    for (const thing of thingsOf(world.layout).filter((name) => name.startsWith('doors/'))) {
      world.change({ kind: 'hold', thing, as: 'shut' });
    }
    for (let i = 0; i < 3; i++) world.step(wandering);
    const doors = thingsOf(world.layout).find((name) => name.startsWith('doors/')) as string;
    world.change({ kind: 'hold', thing: doors, as: 'open' });
    for (let i = 0; i < 14; i++) world.step(wandering);
    const recording = world.recorder.recording(world.environment);
    const read = readRecordingFile(writeRecordingFile(rooms, recording), 'it', scenarios);
    expect(verifyRecording(read.scenario, read.recording)).toMatchObject({
      ...{ decisions: 20, differsFrom: undefined },
    });
  });

  it('is read with each changed layout laid out once, however many segments there are of it', async () => {
    await loadEngines();
    const world = new VisibleWorld(createEnvironment(rooms, { seed: 4 }), {
      ...{ hyperparameters: tiny, seed: 4 },
    });
    open.push(world);
    const thing = thingsOf(world.layout).find((name) => name.startsWith('doors/')) as string;
    world.change({ kind: 'hold', thing, as: 'open' });
    for (let i = 0; i < 9; i++) {
      if (i % 3 === 0) world.recorder.cut();
      world.step({ exploring: true, warmingUp: true });
    }
    const file = writeRecordingFile(rooms, world.recorder.recording(world.environment));
    vi.mocked(layOut).mockClear();
    const { segments } = readRecordingFile(file, 'it', scenarios).recording;
    expect(segments.map(({ state }) => state.json.version)).toEqual([3, 3, 3]);
    expect(layOut).toHaveBeenCalledTimes(1);
  });

  it('is written of a case of an evaluation, which replays to its outcome', async () => {
    await loadEngines();
    let file: Uint8Array | undefined;
    const recorder = new Recorder({
      ...{ scenario: plaza, hyperparameters: undefined, policy: 'straight' },
      ...{ seconds: Number.POSITIVE_INFINITY, bytes: mostRecordingBytes },
    });
    const { cases } = await evaluate({
      ...{ scenario: plaza, policy: baselines.get('straight')({ seed: 0 }), episodes: 12 },
      record: {
        ...{ index: 9, recorder },
        done(recording) {
          file = writeRecordingFile(plaza, recording);
        },
      },
    });
    const { scenario, recording } = readRecordingFile(file as Uint8Array, 'it', scenarios);
    const seconds = decisionsIn(recording.segments) * recording.decisionSeconds;
    expect(seconds).toBeCloseTo(cases[9]?.time as number);
    expect(verifyRecording(scenario, recording).differsFrom).toBeUndefined();
  });
});

describe('a recording’s file is refused', () => {
  const refusal = (bytes: Uint8Array) => {
    try {
      readRecordingFile(bytes, '"it"', scenarios);
    } catch (error) {
      return (error as Error).message;
    }
    return undefined;
  };

  it('that is damaged, cut off, too large or something else', async () => {
    const bytes = writeRecordingFile(plaza, await recorded());
    const damaged = bytes.slice();
    damaged[5000] = (damaged[5000] as number) ^ 1;
    expect(refusal(damaged)).toBe(
      '"it" is no readable recording: its checksum is wrong, so it is damaged or cut off.',
    );
    expect(refusal(bytes.slice(0, -9))).toMatch(/damaged or cut off/);
    expect(refusal(new TextEncoder().encode('{"a recording": "of another program"}'))).toMatch(
      /no readable recording: it does not begin with "HEED"/,
    );
    expect(refusal(new Uint8Array(mostRecordingBytes + 1))).toMatch(/which is too much/);
    const run = writeCheckpointFile({ manifest: { format: 'heed-checkpoint' }, blobs: new Map() });
    expect(refusal(run)).toMatch(/this is the checkpoint of a run: load it as a run/);
  });

  it('that says what cannot be', async () => {
    const recording = await recorded();
    const [first, ...others] = recording.segments as [Segment, ...Segment[]];
    const write = (change: Partial<Segment>, of: Partial<Recording> = {}) =>
      refusal(
        writeRecordingFile(plaza, {
          ...recording,
          ...of,
          segments: [{ ...first, ...change }, ...others],
        }),
      );
    expect(write({})).toBeUndefined();
    expect(write({}, { scenario: 'atlantis' })).toMatch(
      /^"it": Unknown .*"atlantis"\. Known: .*plaza/,
    );
    expect(write({}, { agents: 8, decisionSeconds: 0.2 })).toMatch(/decisionSeconds to be 0.1/);
    expect(write({ hash: 'none' })).toMatch(/segments\[0\].hash to be 16 hexadecimal digits/);
    expect(write({ actions: first.actions.slice().fill(Number.NaN) })).toMatch(
      /expected actions to be finite numbers, but number 0 is NaN/,
    );
    expect(write({ met: first.met.slice().fill(plaza.agents) })).toMatch(
      /expected met to be numbers from -1 to 7, but got 8/,
    );
    const { json, world } = first.state;
    const changed = (change: Partial<typeof json>) =>
      write({ state: { world, json: { ...json, version: 3, ...change } } });
    const edits = [{ kind: 'dance' }] as unknown as NonNullable<typeof json.edits>;
    expect(changed({ edits })).toMatch(
      /^"it", segments\[0\]\.state\.edits: Expected change 1 to be/,
    );
    const doors = [{ held: 'shut' }, {}] as unknown as NonNullable<typeof json.doors>;
    expect(changed({ doors })).toMatch(/^"it": expected 0 doors in layout \d+, but got 2\.$/);
    const random = [1, 2, 3] as unknown as typeof json.random;
    expect(write({ state: { world, json: { ...json, random } } })).toMatch(
      /segments\[0\].state.random to be the four words/,
    );
    const { episodes } = json;
    const episode = (change: Partial<typeof episodes>) =>
      write({ state: { world, json: { ...json, episodes: { ...episodes, ...change } } } });
    const far = episodes.goalDistance.map(() => Number.NaN);
    expect(episode({ goalDistance: far })).toMatch(
      /^"it": keyframe 0: expected the open episodes’ goalDistance to be finite numbers, but number 0 is NaN/,
    );
    const [, ...limits] = episodes.limitSteps;
    expect(episode({ limitSteps: [0.5, ...limits] })).toMatch(
      /the open episodes’ limitSteps to be numbers of a Int32Array, but number 0 is 0.5/,
    );
    expect(write({}, { renewsLayout: 3 as unknown as boolean })).toMatch(/renewsLayout to be true/);
  });

  it('that has an empty segment, where a replay would end, whatever else is wrong with it', async () => {
    const recording = await recorded();
    const [first, last] = recording.segments as [Segment, Segment];
    const segments = (...of: Segment[]) =>
      refusal(writeRecordingFile(plaza, { ...recording, segments: of }));
    expect(segments({ ...first, count: 0, hash: 'none' }, last)).toBe(
      '"it": expected segments[0].count to be a whole number from 1 to 1000, but got 0.',
    );
    // What does not follow has a keyframe of its own, though nothing has happened since.
    expect(segments(first, { ...last, count: 0 })).toBeUndefined();
  });
});
