/**
 * When the simulation thread tells the page of the floor: what was counted there, a few times a second, or what the
 * critic of the selected agent thinks of standing there, of which a few cells are asked about in each slice, so that
 * all of it takes a small share of the thread's time. The world is there to be watched first.
 */
import type { Counted } from '../../agents/floor-counts.ts';
import type { ValueMap } from '../../explain/value-map.ts';
import type { FloorGrid } from '../../scene/floor-grid.ts';
import type { FloorKind, FloorReport } from './floor.ts';
import type { SimulationToPage } from './protocol.ts';

/** The visible world's floor, as this thread knows it. */
export interface Surveyed {
  readonly layoutSeed: number;
  /** What was counted, and on what. */
  counted(which: Counted): { readonly grid: FloorGrid; readonly values: Float32Array<ArrayBuffer> };
  /** What the critic thinks of standing there; undefined where none is known, or the policy does not act. */
  readonly map: Pick<ValueMap, 'agent' | 'grid' | 'values' | 'isCoarse' | 'known'> | undefined;
  /** Asks about some more cells, for this agent; whether the round is over. */
  ask(agent: number): boolean;
}

export interface SurveyingOptions {
  /** Undefined where there is no visible world. */
  readonly floor: () => Surveyed | undefined;
  readonly post: (message: SimulationToPage, transfer?: ArrayBuffer[]) => void;
  /** Asks the learner for its critic; there may be no learner. */
  readonly askCritic: () => void;
  /** Milliseconds. */
  readonly clock: () => number;
}

export interface Surveying {
  /** The world, or what is known of it, is another than before. */
  changed(): void;
  /** What the person wants to see; undefined: nothing. */
  show(kind: FloorKind | undefined): void;
  /** Works a little if it is due; returns how many milliseconds it can wait for its next turn. */
  turn(agent: number | undefined): number;
}

/** Milliseconds between two reports at least. */
const reportEvery = 300;
/** Of the thread's time, for the critic's value, in slices of so many milliseconds. */
const valueShare = 0.06;
const slice = 4;
/** However dear a slice was, the next is made after this. */
const longestWait = 2500;
/** Critics are some hundred kilobytes, and change slowly. */
const criticEvery = 2000;

export function createSurveying(options: SurveyingOptions): Surveying {
  const { floor, post, askCritic, clock } = options;
  let shown: FloorKind | undefined;
  /** Since the last report, or since the round of cells began. */
  let isOther = true;
  /** No round is under way. */
  let isOver = true;
  /** Cells were asked about that no report was of. */
  let isUnsaid = false;
  let reportAt = Number.NEGATIVE_INFINITY;
  let workAt = Number.NEGATIVE_INFINITY;
  let criticAt = Number.NEGATIVE_INFINITY;
  /** The agent of whom it was said that no critic is known. */
  let unjudged: number | undefined;

  function report(kind: FloorKind, message: Omit<FloorReport, 'kind'>): void {
    reportAt = clock() + reportEvery;
    isUnsaid = false;
    post({ type: 'floor', report: { kind, ...message } }, [message.values.buffer]);
  }

  function count(which: Counted, { layoutSeed, counted }: Surveyed): number {
    const now = clock();
    if (!isOther) return Number.POSITIVE_INFINITY;
    if (now < reportAt) return reportAt - now;
    isOther = false;
    report(which, { layoutSeed, ...counted(which), agent: undefined, known: 1 });
    return reportEvery;
  }

  /** Says once that no critic is known. */
  function sayNothing(agent: number, layoutSeed: number): void {
    if (unjudged === agent) return;
    unjudged = agent;
    const grid = { x: 0, z: 0, cell: 1, columns: 0, rows: 0 };
    report('value', { layoutSeed, grid, values: new Float32Array(0), agent, known: 0 });
  }

  function work(agent: number, { ask }: Surveyed): void {
    const began = clock();
    if (isOver) isOther = false;
    do {
      isOver = ask(agent);
    } while (!isOver && clock() - began < slice);
    isUnsaid = true;
    workAt = began + Math.min(longestWait, (clock() - began) / valueShare);
  }

  function value(agent: number, surveyed: Surveyed): number {
    if (clock() >= criticAt) {
      criticAt = clock() + criticEvery;
      askCritic();
    }
    const { map, layoutSeed } = surveyed;
    if (!map) {
      sayNothing(agent, layoutSeed);
      return criticEvery;
    }
    unjudged = undefined;
    if (clock() >= workAt && (isOther || !isOver)) work(agent, surveyed);
    const isReady = isUnsaid && map.isCoarse && map.agent === agent;
    if (isReady && clock() >= reportAt) {
      const { grid, values, known } = map;
      report('value', { layoutSeed, grid, values: values.slice(), agent, known });
    }
    const now = clock();
    const waits = [
      ...(isOver && !isOther ? [] : [workAt - now]),
      ...(isReady ? [reportAt - now] : []),
    ];
    return Math.max(1, Math.min(...waits));
  }

  return {
    changed() {
      isOther = true;
    },
    show(kind) {
      shown = kind;
      isOther = true;
      isUnsaid = true;
      unjudged = undefined;
      reportAt = Number.NEGATIVE_INFINITY;
    },
    turn(agent) {
      const known = shown && floor();
      if (!shown || !known) return Number.POSITIVE_INFINITY;
      if (shown !== 'value') return count(shown, known);
      return agent === undefined ? Number.POSITIVE_INFINITY : value(agent, known);
    },
  };
}
