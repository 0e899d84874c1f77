/**
 * When the simulation thread explains the agent that is selected: while the page asks for it, after a change, and
 * no more often than a small share of the thread's time allows, by what explaining has been taking. The world
 * is there to be watched first: a way is foreseen in slices between decisions.
 */
import type { Forecast } from '../../explain/forecast.ts';
import type { Answer, Asked, Foreseen } from '../../explain/mind.ts';
import type { Displacement } from '../../world/world.ts';
import type { SimulationToPage } from './protocol.ts';
import type { LoopExplaining } from './simulation-loop.ts';

/** What there is to be explained now: the visible world, and who knows its policy (explain/mind.ts). */
export interface Subject {
  /** Whoever knows it: what another was foreseeing is given up, and may be gone already. */
  readonly mind: object;
  /** Undefined: nothing is known yet. */
  answer(agent: number, asked: Asked): Answer | undefined;
  /** Undefined also where what is supposed cannot be. */
  foresee(agent: number, foreseen: Foreseen): Pick<Forecast, 'step' | 'path'> | undefined;
}

export interface ExplainingOptions {
  /** Undefined while the policy does not act. */
  readonly subject: () => Subject | undefined;
  readonly post: (message: SimulationToPage) => void;
  /** Asks the learner for its critic; there may be no learner. */
  readonly askCritic: () => void;
  /** Milliseconds. */
  readonly clock: () => number;
  readonly decisionSeconds: number;
}

export interface Explaining extends LoopExplaining {
  ask(asked: Asked | undefined): void;
}

/** Milliseconds between two answers at least: decisions come every 100 ms, and nobody reads faster. */
const answerEvery = 150;
/** Of the thread's time, for answers and for what is foreseen. */
const answerShare = 0.06;
const foreseeShare = 0.08;
/** Of each while a person moves what is supposed, who waits for what comes of it. */
const movingShare = 0.15;
/** However long one took, the next is asked for after this. */
const longestWait = 2500;
/** Critics are some hundred kilobytes, and change slowly. */
const criticEvery = 2000;
/** What is foreseen is seconds ahead; renewed so often at most, in slices of so many milliseconds. */
const foreseeEvery = 400;
const slice = 4;
const foreseenSeconds = 2.5;
/** One that takes longer than this to foresee is cut short. */
const foreseeLongest = 250;
/** Against the time in which it was foreseen; what is less has been walked when it is drawn. */
const leastAhead = 1.5;
/** After one that was too dear: of hundreds of agents, say, whose number does not change. */
const tooDearWait = 30_000;

export function createExplaining(options: ExplainingOptions): Explaining {
  const { subject, post, askCritic, clock } = options;
  const mostDecisions = Math.ceil(foreseenSeconds / options.decisionSeconds);
  let asked: Asked | undefined;
  let answered = true;
  let answerAt = Number.NEGATIVE_INFINITY;
  /** What the last answer and the last way have taken, and when they were there. */
  let answerTook = 0;
  let answeredAt = Number.NEGATIVE_INFINITY;
  let foreseeTook = 0;
  let foresawAt = Number.NEGATIVE_INFINITY;
  let criticAt = Number.NEGATIVE_INFINITY;
  let foreseen = true;
  let foreseeAt = Number.NEGATIVE_INFINITY;
  let underWay: Foreseeing | undefined;

  function changed(): void {
    answered = false;
    foreseen = false;
  }

  function answer(agent: number, what: Asked): void {
    const began = clock();
    const found = subject()?.answer(agent, what);
    // Without weights there will be others.
    if (!found) return;
    answered = true;
    if (began >= criticAt) {
      criticAt = began + criticEvery;
      askCritic();
    }
    post({ type: 'explained', answer: found });
    const took = clock() - began;
    answerTook = took;
    answeredAt = clock();
    answerAt = began + Math.max(answerEvery, Math.min(longestWait, took / answerShare));
  }

  function foresee(agent: number, { absent, displaced = [], layoutSeed, supposed }: Asked): void {
    let began = clock();
    const known = subject();
    if (!known) return;
    if (underWay?.agent !== agent || underWay.mind !== known.mind) underWay = undefined;
    if (!underWay) {
      if (foreseen) return;
      const forecast = known.foresee(agent, { absent, displaced, layoutSeed, supposed });
      const copied = clock() - began;
      if (supposed) {
        // Whatever is supposed is a layout of its own; the next is another place of the same thing.
        foreseeAt = clock() + Math.min(longestWait, copied / foreseeShare);
        foreseen = true;
      }
      if (!forecast) return;
      foreseen = true;
      underWay = { agent, mind: known.mind, forecast, decisions: 0, took: 0, began };
      // The copy of a new layout is dear, and made once.
      began = clock();
    }
    const { forecast } = underWay;
    let goesOn = true;
    let took = 0;
    do {
      goesOn = forecast.step() && ++underWay.decisions < mostDecisions;
      took = clock() - began;
    } while (goesOn && took < slice);
    underWay.took += took;
    foreseeAt = Math.max(foreseeAt, clock() + took / foreseeShare);
    if (goesOn && underWay.took < foreseeLongest) return;
    const { path } = forecast;
    const ahead = underWay.decisions * options.decisionSeconds * 1000;
    const isWay = path.outcome !== undefined || ahead > leastAhead * (clock() - underWay.began);
    if (isWay) post({ type: 'foreseen', path });
    foreseeAt = Math.max(foreseeAt, underWay.began + (isWay ? foreseeEvery : tooDearWait));
    foreseeTook = isWay ? underWay.took : tooDearWait;
    foresawAt = clock();
    underWay = undefined;
  }

  return {
    changed,
    laidOut() {
      // By number, which is another thing's now.
      if (asked) asked = { ...asked, absent: [], displaced: [] };
      changed();
    },
    ask(next) {
      // What is imagined or looked at otherwise is answered at once, what is supposed by the way alone. What is moved
      // is another thing many times a second: it is followed as fast as its share of the time allows.
      const isAnother = (one: unknown, other: unknown) =>
        JSON.stringify(one) !== JSON.stringify(other);
      if (next) {
        const { supposed, displaced, ...rest } = next;
        const { supposed: supposedBefore, displaced: placesBefore, ...restBefore } = asked ?? {};
        const isElse = isAnother(rest, restBefore);
        const areOthers = isAnother(
          [rest.absent, whoIs(displaced)],
          [asked?.absent ?? [], whoIs(placesBefore)],
        );
        const areElsewhere = isAnother(displaced ?? [], placesBefore ?? []);
        if (isElse || areElsewhere) changed();
        if (isElse || areOthers) answerAt = Math.min(answerAt, clock());
        else if (areElsewhere) answerAt = Math.min(answerAt, answeredAt + answerTook / movingShare);
        if (areOthers || areElsewhere) {
          foreseeAt = Math.min(foreseeAt, foresawAt + foreseeTook / movingShare);
        }
        if (areOthers) underWay = undefined;
        if (!isElse && isAnother(supposed, supposedBefore)) {
          foreseen = false;
          underWay = undefined;
        }
      }
      if (!next?.path) underWay = undefined;
      asked = next;
    },
    turn(agent) {
      if (!asked || agent === undefined || !subject()) return Number.POSITIVE_INFINITY;
      if (!answered && clock() >= answerAt) answer(agent, asked);
      else if (asked.path && clock() >= foreseeAt) foresee(agent, asked);
      const now = clock();
      const waits = [
        ...(answered ? [] : [answerAt - now]),
        ...(asked.path && (underWay || !foreseen) ? [foreseeAt - now] : []),
      ];
      return Math.max(1, Math.min(...waits));
    },
  };
}

function whoIs(displaced: readonly Displacement[] = []) {
  return displaced.map(({ body, copy }) => [body, copy]);
}

/** A way that is being foreseen. */
interface Foreseeing {
  readonly agent: number;
  readonly mind: object;
  readonly forecast: Pick<Forecast, 'step' | 'path'>;
  decisions: number;
  /** Milliseconds of work, and when it began. */
  took: number;
  readonly began: number;
}
