/**
 * What was recorded, in place of the world in view: its last minute, or a file. The world itself stands still
 * meanwhile and knows nothing of it; headless copies go on learning. Whoever is explained is explained by the weights
 * that acted then, with a mind of its own. A file is besides played through unseen, so that whoever looks at its end is told
that it differs from its beginning on.
 */
import { splitWeights } from '../../agents/join-weights.ts';
import type { ActingWeights, Recording } from '../../agents/recording.ts';
import { readRecordingFile, writeRecordingFile } from '../../agents/recording-file.ts';
import { Replay } from '../../agents/replay.ts';
import { ReplayedWorld } from '../../agents/replayed-world.ts';
import type { VisibleWorld } from '../../agents/visible-world.ts';
import { InputError } from '../../core/input-error.ts';
import type { Registry } from '../../core/registry.ts';
import type { Environment } from '../../env/environment.ts';
import type { Scenario } from '../../env/scenario.ts';
import { Mind } from '../../explain/mind.ts';
import { type Failure, failureOf, isMistake } from './failure.ts';
import type { SimulationToPage } from './protocol.ts';
import type { AskRewind, Rewound } from './rewind-messages.ts';
import type { LoopRewinding } from './simulation-loop.ts';

export interface RewindingOptions {
  readonly scenario: Scenario;
  readonly scenarios: Pick<Registry<Scenario>, 'get'>;
  /** The world in view, where it is here. */
  readonly visible: () => VisibleWorld | undefined;
  readonly post: (message: SimulationToPage, transfer?: ArrayBuffer[]) => void;
  /** Milliseconds. */
  readonly clock: () => number;
}

/** Milliseconds that a file is played unseen in one go, and again after as many. */
const checkMilliseconds = 4;

/** A world, and who knows the policy that acts in it. */
export interface InMind {
  readonly environment: Environment;
  readonly mind: Mind;
}

export interface Rewinding extends LoopRewinding {
  /** To another moment, or, undefined, back to now. */
  go(to: AskRewind | undefined): void;
  openFile(bytes: Uint8Array, name: string): void;
  saveFile(): void;
  /** Goes on with playing a file unseen; how many milliseconds that may wait then. */
  check(): number;
  /** What there is to be explained; undefined: nothing, or the world itself is in view. */
  inMind(): InMind | undefined;
}

interface Shown {
  readonly world: ReplayedWorld;
  readonly scenario: Scenario;
  readonly file: string | undefined;
  readonly mind: Mind | undefined;
  /** Of a file, until it has been played to its end. */
  unseen: Replay | undefined;
  /** The first moment at which it differs, as far as it has been played, in view or unseen. */
  differsFrom: number | undefined;
  /** What the mind has. */
  known: ActingWeights | undefined;
}

export function createRewinding({
  scenario,
  scenarios,
  visible,
  post,
  clock,
}: RewindingOptions): Rewinding {
  let shown: Shown | undefined;

  function show(of: Scenario, recording: Recording, file: string | undefined): Shown {
    leave();
    const world = new ReplayedWorld(of, recording);
    const { hyperparameters } = recording;
    const mind = hyperparameters && new Mind(of, hyperparameters);
    const unseen = file === undefined ? undefined : new Replay(of, recording);
    const nothingYet = { differsFrom: undefined, known: undefined };
    shown = { ...{ world, scenario: of, file, mind, unseen }, ...nothingYet };
    return shown;
  }

  function endCheck(of: Shown): void {
    of.unseen?.dispose();
    of.unseen = undefined;
  }

  function leave(): void {
    shown?.world.dispose();
    shown?.mind?.dispose();
    if (shown) endCheck(shown);
    shown = undefined;
  }

  /** Says what cannot be. */
  function attempt(act: () => void, what: 'rewinding' | 'recording'): void {
    try {
      act();
    } catch (error) {
      leave();
      // Physics that cannot read its own bytes throws what it likes.
      if (isMistake(error)) console.error(error);
      const failure: Failure = isMistake(error) ? { is: 'failed', what } : failureOf(error, what);
      post({ type: 'recording-refused', failure });
      post({ type: 'rewound', rewound: undefined });
    }
  }

  function present(): Shown | undefined {
    const live = visible();
    return shown ?? (live && show(scenario, live.recorder.recording(live.environment), undefined));
  }

  return {
    get world() {
      return shown?.world;
    },
    step() {
      let goesOn = false;
      attempt(() => {
        goesOn = shown?.world.step() ?? false;
      }, 'recording');
      return goesOn;
    },
    report() {
      post({ type: 'rewound', rewound: shown && rewoundOf(shown) });
    },
    leave() {
      if (!shown) return;
      leave();
      post({ type: 'rewound', rewound: undefined });
    },
    go(to) {
      if (!to) {
        leave();
        return;
      }
      attempt(() => {
        const isFirst = shown === undefined;
        const { world } = present() ?? {};
        if (!world) return;
        if (world.decisions === 0) {
          throw new InputError('Nothing has happened yet that could be seen again.');
        }
        const from = isFirst ? world.decisions : world.at;
        const seconds = world.recording.decisionSeconds;
        world.goTo('moment' in to ? to.moment : from - Math.round(to.back / seconds));
      }, 'rewinding');
    },
    openFile(bytes, name) {
      attempt(() => {
        const { scenario: of, recording } = readRecordingFile(bytes, `“${name}”`, scenarios);
        if (of.name !== scenario.name) {
          throw new InputError(
            `“${name}” is of the scene “${of.name}”, and this is “${scenario.name}”: open that scene first.`,
          );
        }
        show(of, recording, name);
      }, 'recording');
    },
    saveFile() {
      const live = visible();
      const recording = shown?.world.recording ?? live?.recorder.recording(live.environment);
      if (!recording) return;
      try {
        const bytes = writeRecordingFile(shown?.scenario ?? scenario, recording);
        const seconds =
          recording.segments.reduce((sum, { count }) => sum + count, 0) * recording.decisionSeconds;
        post({ type: 'recording', bytes, seconds }, [bytes.buffer]);
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        post({ type: 'recording-refused', failure: failureOf(error, 'recording') });
      }
    },
    check() {
      const of = shown;
      if (!of?.unseen) return Number.POSITIVE_INFINITY;
      attempt(() => {
        const { unseen } = of;
        const end = clock() + checkMilliseconds;
        let goesOn = true;
        while (goesOn && unseen?.differsFrom === undefined && clock() < end) {
          goesOn = unseen?.step() ?? false;
        }
        if (goesOn && unseen?.differsFrom === undefined) return;
        endCheck(of);
        of.differsFrom = unseen?.differsFrom;
        if (of.differsFrom !== undefined) post({ type: 'rewound', rewound: rewoundOf(of) });
      }, 'recording');
      return shown?.unseen ? checkMilliseconds : Number.POSITIVE_INFINITY;
    },
    inMind() {
      if (!shown) return undefined;
      const { world, mind } = shown;
      const { acting, sizes } = world;
      if (!mind || !acting || !sizes) return undefined;
      if (shown.known !== acting) {
        mind.setWeights(splitWeights(acting.weights, sizes));
        mind.setCritic(acting.critic);
        shown.known = acting;
      }
      return { environment: world.environment, mind };
    },
  };
}

function rewoundOf({ world, file, differsFrom: unseen }: Shown): Rewound {
  const { at, decisions, contacts, recording } = world;
  const { decisionSeconds } = recording;
  const differsFrom = Math.min(world.differsFrom ?? decisions + 1, unseen ?? decisions + 1);
  return {
    ...{ at, decisions, decisionSeconds, contacts, file },
    differsFrom: differsFrom > decisions ? undefined : differsFrom * decisionSeconds,
  };
}
