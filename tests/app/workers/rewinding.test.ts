import { afterEach, describe, expect, it } from 'vitest';
import { scenarios } from '../../../scenes/index.ts';
import { plaza } from '../../../scenes/plaza.ts';
import { hashOf, type Segment } from '../../../src/agents/recording.ts';
import { readRecordingFile, writeRecordingFile } from '../../../src/agents/recording-file.ts';
import { verifyRecording } from '../../../src/agents/replay.ts';
import { Simulation } from '../../../src/agents/simulation.ts';
import type { VisibleWorld } from '../../../src/agents/visible-world.ts';
import type { SimulationToPage } from '../../../src/app/workers/protocol.ts';
import type { Rewound } from '../../../src/app/workers/rewind-messages.ts';
import { createRewinding, type InMind } from '../../../src/app/workers/rewinding.ts';
import { createSimulationLoop } from '../../../src/app/workers/simulation-loop.ts';
import { createRandom } from '../../../src/core/random.ts';
import { createNetworks } from '../../../src/rl/learner.ts';
import { tiny } from '../../agents/tiny-run.ts';

const open: { dispose(): void }[] = [];
afterEach(() => {
  for (const each of open.splice(0)) each.dispose();
});

const asked = {
  ...{ absent: [], layoutSeed: undefined, actionValues: true, path: false, graph: undefined },
};

/** The real plaza in a loop whose clock moves a decision a turn. */
async function watched() {
  const simulation = await Simulation.create({
    ...{ scenario: plaza, hyperparameters: { ...tiny, worlds: 1 }, seed: 5 },
  });
  open.push(simulation);
  const { actor, critic } = createNetworks(plaza.observationLayout, tiny);
  const weights = new Float32Array(simulation.sizes.actor + 2 * simulation.sizes.agent).fill(1);
  weights.set(actor.blueprint.initialValues(createRandom(3, 'weights')));
  simulation.setWeights(weights, 9);
  simulation.setCritic(critic.blueprint.initialValues(createRandom(4, 'weights')));
  const posts: SimulationToPage[] = [];
  const post = (message: SimulationToPage) => posts.push(message);
  const visible = () => simulation.visible;
  let now = 0;
  // Every look at it is a millisecond later.
  const clock = () => now++;
  const rewinding = createRewinding({ scenario: plaza, scenarios, visible, post, clock });
  const loop = createSimulationLoop({
    ...{ simulation, rewinding, post, decisionSeconds: plaza.decisionSeconds, training: false },
    sink: { capacity: 10, room: () => 10, write() {} },
    diet: { warmup: 0, stepsPerUpdate: 1, share: 1 },
    clock: () => now,
    pace: { playing: true, speed: 1 },
  });
  const turns = (count: number) => {
    for (let i = 0; i < count; i++) {
      loop.turn();
      now += 100;
    }
  };
  const posted = <T extends SimulationToPage['type']>(type: T) =>
    posts.filter((message) => message.type === type) as Extract<SimulationToPage, { type: T }>[];
  const rewound = () => posted('rewound').at(-1)?.rewound;
  const live = simulation.visible as VisibleWorld;
  const go = (to: Parameters<typeof rewinding.go>[0]) => {
    rewinding.go(to);
    loop.rewound();
  };
  return { loop, rewinding, live, posts, posted, rewound, turns, go };
}

describe('rewinding', () => {
  it('shows what was, and the world goes on where it stood, as if nobody had looked back', async () => {
    const [one, other] = [await watched(), await watched()];
    one.turns(40);
    other.turns(40);
    const seen = hashOf(one.live.environment.save());
    one.loop.select(2);
    one.go({ back: 2 });
    expect(one.rewound()).toMatchObject({ at: 20, decisions: 40, file: undefined });
    one.turns(7);
    expect(one.rewound()?.at).toBe(27);
    // The page is told of no other layout, as there is none.
    expect(one.posted('layout')).toHaveLength(1);
    expect(one.posted('snapshot').at(-1)).toMatchObject({ step: 27, attention: { agent: 2 } });
    const { mind, environment } = one.rewinding.inMind() as InMind;
    expect(mind.answer(environment, 2, asked)).toMatchObject({ step: 27, judged: true });
    one.turns(50);
    expect(one.rewound()?.at).toBe(40);
    expect(hashOf(one.live.environment.save())).toBe(seen);
    one.go({ moment: 3 });
    // What the person's avatar would want is wanted when the world goes on.
    one.loop.walk(0.5, 0.5);
    one.go(undefined);
    expect(one.rewound()).toBeUndefined();
    expect(one.posted('snapshot').at(-1)?.step).toBe(40);
    one.loop.setPace({ playing: true, speed: 1 });
    one.turns(30);
    other.turns(30);
    expect(hashOf(one.live.environment.save())).toBe(hashOf(other.live.environment.save()));
    // Nothing of it was recorded.
    one.go({ moment: 0 });
    expect((one.rewound() as Rewound).decisions).toBe(70);
  });

  it('makes a file that is what was seen, plays it, and refuses others in a sentence', async () => {
    const { live, rewinding, loop, posted, rewound, turns, go } = await watched();
    turns(25);
    rewinding.saveFile();
    const { bytes, seconds } = posted('recording')[0] as { bytes: Uint8Array; seconds: number };
    expect(seconds).toBeCloseTo(2.5);
    const { scenario, recording } = readRecordingFile(bytes, 'it', scenarios);
    expect(verifyRecording(scenario, recording).differsFrom).toBeUndefined();
    const seen = hashOf(live.environment.save());
    turns(5);
    rewinding.openFile(bytes, 'mine.heedrec');
    loop.rewound();
    expect(rewound()).toMatchObject({ at: 0, decisions: 25, file: 'mine.heedrec' });
    go({ moment: 25 });
    expect(hashOf((rewinding.world as unknown as VisibleWorld).environment.save())).toBe(seen);
    rewinding.openFile(bytes.slice(0, 1000), 'cut.heedrec');
    loop.rewound();
    expect(posted('recording-refused').at(-1)?.failure).toMatchObject({
      ...{ is: 'refused', what: 'recording' },
      sentence: expect.stringMatching(/“cut.heedrec” is no readable recording: it is cut off/),
    });
    expect(rewound()).toBeUndefined();
  });

  it('has nothing to show before anything has happened', async () => {
    const { posted, rewound, go } = await watched();
    go({ back: 10 });
    expect(posted('recording-refused')).toHaveLength(1);
    expect(rewound()).toBeUndefined();
  });

  it('a change is made in the world itself, which is in view then', async () => {
    const { loop, live, posted, rewound, turns, go } = await watched();
    turns(12);
    go({ moment: 4 });
    loop.change({ kind: 'another-goal', agent: 1 });
    expect(rewound()).toBeUndefined();
    expect(posted('changed').at(-1)?.report.undo?.does).toBe('another-goal');
    expect(live.environment.world.steps).toBe(12);
  });

  it('says that a file differs, and from when on, also to those who look at its end alone', async () => {
    const { loop, rewinding, posted, turns, go, rewound } = await watched();
    turns(25);
    rewinding.saveFile();
    const { bytes } = posted('recording')[0] as { bytes: Uint8Array };
    const { scenario, recording } = readRecordingFile(bytes, 'it', scenarios);
    // The third decision is another than the one that was taken; keyframes are as they were.
    const { actions } = recording.segments[0] as Segment;
    actions.fill(0, 2 * 2 * recording.agents, 3 * 2 * recording.agents);
    const open = (file: Uint8Array) => {
      rewinding.openFile(file, 'mine.heedrec');
      loop.rewound();
      go({ moment: 25 });
      let checks = 0;
      while (rewinding.check() < Number.POSITIVE_INFINITY) checks++;
      return checks;
    };
    rewinding.openFile(writeRecordingFile(scenario, recording), 'mine.heedrec');
    loop.rewound();
    go({ moment: 25 });
    expect(rewound()?.differsFrom).toBeUndefined();
    expect(open(writeRecordingFile(scenario, recording))).toBe(0);
    expect(rewound()).toMatchObject({ at: 25 });
    expect(rewound()?.differsFrom).toBeCloseTo(0.3);
    // One that is as it was takes several looks, and nothing is said of it.
    expect(open(bytes)).toBeGreaterThan(2);
    expect(rewound()).toMatchObject({ at: 25, differsFrom: undefined });
  });
});
