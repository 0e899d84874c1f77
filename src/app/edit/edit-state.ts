/** What the person's hand is at, and what it has changed of the world in view, as signals. */
import { type Signal, signal } from '@preact/signals';
import type { EditReport, KeptEdits, StepTaken } from '../../agents/edit-history.ts';
import type { AddedLook, Edit, Place } from '../../scene/edit.ts';
import type { Layout } from '../../scene/layout.ts';
import type { Solid } from '../../view/stage.ts';
import type { Hindrance } from '../../world/fit.ts';
import { isGoal } from '../mind/things.ts';

/** A thing of the layout or a goal (`goals/3`), or something new. */
export type Held = { readonly thing: string } | { readonly look: AddedLook };

/** Something where it would stand, were it let go of now. */
export interface HeldGhost {
  readonly held: Held;
  readonly place: Place;
  readonly solids: readonly Solid[];
  /** What hinders it from standing there; undefined: it can. */
  readonly why: Hindrance | undefined;
  /** Whose: dragged by the pointer, following it, moved by keys, or in the visitor's arms. */
  readonly by: 'drag' | 'point' | 'keys' | 'arms';
  /** It was let go of, and the world has not answered yet: it is shown, and cannot be let go of again. */
  readonly sent?: boolean;
}

/** What the visitor has picked up, and the layout that it was picked up from. */
export interface Carried {
  readonly thing: string;
  readonly layout: Layout;
  /** How it was turned to the one who took it. */
  readonly turn: number;
}

export interface EditState {
  readonly on: Signal<boolean>;
  readonly report: Signal<EditReport | undefined>;
  /** The person's kept changes are not those in view, and stay kept until they make others. */
  readonly aside: Signal<boolean>;
  /** What a link brought, which is not the person's own until they change something themselves. */
  readonly linked: Signal<KeptEdits | undefined>;
  readonly hovered: Signal<string | undefined>;
  readonly chosen: Signal<string | undefined>;
  readonly ghost: Signal<HeldGhost | undefined>;
  /** What the visitor has before it. */
  readonly inReach: Signal<string | undefined>;
  /** What they have reached for, until the world lets go of it or refuses to. */
  readonly lifted: Signal<Carried | undefined>;
  readonly carried: Signal<Carried | undefined>;
}

export function createEditState(): EditState {
  return {
    on: signal(false),
    report: signal(undefined),
    aside: signal(false),
    linked: signal(undefined),
    hovered: signal(undefined),
    chosen: signal(undefined),
    ghost: signal(undefined),
    inReach: signal(undefined),
    lifted: signal(undefined),
    carried: signal(undefined),
  };
}

/** Nothing is in anybody's hand. */
export function emptyHands(edit: EditState): void {
  edit.hovered.value = undefined;
  edit.chosen.value = undefined;
  edit.ghost.value = undefined;
  edit.inReach.value = undefined;
  edit.carried.value = undefined;
}

/** Of another run nothing is known yet. */
export function forgetEdits(edit: EditState): void {
  emptyHands(edit);
  edit.lifted.value = undefined;
  edit.on.value = false;
  edit.report.value = undefined;
  edit.aside.value = false;
  edit.linked.value = undefined;
}

/**
 * Changes that stand in the world, without what is in the visitor's arms: whoever comes back carries nothing, and must find
 * it where it was.
 */
export function standing(
  { carried, lifted, report }: EditState,
  { edits }: Pick<EditReport, 'edits'> = report.peek() ?? { edits: [] },
): readonly Edit[] {
  const { thing } = carried.peek() ?? lifted.peek() ?? {};
  const last = edits.at(-1);
  const isInArms = last?.kind === 'remove' && last.thing === thing;
  return isInArms ? edits.slice(0, -1) : edits;
}

/** Whether the visitor carries a goal: it is where it was, in the world, until it is set down. */
export function carriesGoal({ carried }: EditState): boolean {
  return carried.value !== undefined && isGoal(carried.value.thing);
}

/** What would be taken back: that something was picked up, or else the last change. */
export function undoable(edit: EditState): StepTaken | undefined {
  if (carriesGoal(edit)) return { does: 'move-goal' };
  const last = edit.report.value?.undo;
  // For everybody else it was removed.
  return last && edit.carried.value ? { ...last, does: 'carry' } : last;
}
