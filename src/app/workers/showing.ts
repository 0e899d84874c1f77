/**
 * What a simulation thread tells the page of what is in view: a layout when it is another, snapshots while something
 * moves, and with them what the selected agent attends to. The memory of a snapshot goes to the page and comes back.
 */
import type { AttentionReport } from '../../agents/attention-report.ts';
import type { Layout } from '../../scene/layout.ts';
import type { LoopGhosts, LoopOptions, LoopRewinding, ShownWorld } from './simulation-loop.ts';
import { openParcel, parcelBytes, parcelShape } from './snapshot-parcel.ts';

export interface ShowingOptions extends Pick<LoopOptions, 'post' | 'decisionSeconds'> {
  readonly rewinding: LoopRewinding | undefined;
  readonly ghosts: LoopGhosts | undefined;
  inView(): LoopRewinding['world'];
  /** The world itself, in view or not. */
  itself(): ShownWorld | undefined;
  selectedOf(layout: Layout): number | undefined;
  /** Another layout is in view. */
  onLayout(): void;
}

export interface Showing {
  /** The next look shows it. */
  moved(): void;
  /** Posts what is due. */
  look(now: number): void;
  /** Posts how it is, whatever was posted a moment ago. */
  atOnce(now: number): void;
  /** What the selected agent attends to is due. */
  attendAnew(): void;
  /** The page knows no layout of what is in view. */
  forget(): void;
  /** Memory of a snapshot that was posted, to be filled again. */
  takeBack(memory: ArrayBuffer): void;
}

/** Milliseconds between two snapshots, and between two reports of attention, at least. */
const snapshotEvery = 15;
const attentionEvery = 90;

export function createShowing(options: ShowingOptions): Showing {
  const { post, decisionSeconds, rewinding, ghosts, inView, itself, selectedOf, onLayout } =
    options;
  let shownLayout: Layout | undefined;
  /** Of the world itself, when it was last in view. */
  let layoutSeed: number | undefined;
  let moved = true;
  /** Memory that came back, all of the present layout's size. */
  let spare: ArrayBuffer[] = [];
  let snapshotAt = Number.NEGATIVE_INFINITY;
  let attentionAt = Number.NEGATIVE_INFINITY;

  function showLayout(layout: Layout): void {
    if (!isSameLayout(shownLayout, layout)) {
      post({ type: 'layout', layout, decisionSeconds });
      spare = [];
      moved = true;
      onLayout();
    }
    shownLayout = layout;
    const world = itself();
    if (rewinding?.world || !world) return;
    // It came of itself, and what could be undone in the last one is gone with it.
    const isAnother = layoutSeed !== undefined && layoutSeed !== layout.seed;
    if (isAnother) post({ type: 'changed', report: world.edits });
    layoutSeed = layout.seed;
  }

  function look(now: number): void {
    const visible = inView();
    if (!visible) return;
    const { layout } = visible;
    showLayout(layout);
    if (!moved || now - snapshotAt < snapshotEvery) return;
    moved = false;
    snapshotAt = now;
    const shape = parcelShape(layout);
    const memory = spare.pop() ?? new ArrayBuffer(parcelBytes(shape));
    const { snapshot, gaze } = openParcel(shape, memory);
    visible.writeSnapshot(snapshot);
    gaze.set(visible.gaze);
    let attention: AttentionReport | undefined;
    const agent = selectedOf(layout);
    if (agent !== undefined && now - attentionAt >= attentionEvery) {
      attentionAt = now;
      attention = visible.describe(agent);
    }
    const selves = rewinding?.world ? undefined : ghosts?.report();
    const { time, step, visited } = snapshot;
    const { drivenBy } = visible;
    post({ type: 'snapshot', memory, time, step, visited, shape, attention, selves, drivenBy }, [
      memory,
    ]);
    if (rewinding?.world) rewinding.report();
  }

  return {
    moved() {
      moved = true;
    },
    look,
    atOnce(now) {
      moved = true;
      snapshotAt = Number.NEGATIVE_INFINITY;
      look(now);
    },
    attendAnew() {
      attentionAt = Number.NEGATIVE_INFINITY;
    },
    forget() {
      shownLayout = undefined;
    },
    takeBack(memory) {
      const layout = inView()?.layout;
      if (layout && memory.byteLength === parcelBytes(parcelShape(layout))) spare.push(memory);
    },
  };
}

/** Whether there is nothing in it that would be drawn otherwise; a layout that is restored is another object. */
function isSameLayout(one: Layout | undefined, other: Layout): boolean {
  if (one === other) return true;
  return one?.seed === other.seed && JSON.stringify(one) === JSON.stringify(other);
}
