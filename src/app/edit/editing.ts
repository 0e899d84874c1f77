/**
 * The person's hand on the world in view: takes things, shows a ghost of where they would stand, and asks the
 * simulation for the change when they are let go of. By pointer and by keys alike. What it asks for comes back as
 * a report, or as a sentence that says why not (current-run.ts writes both into the state).
 */
import { batch } from '@preact/signals';
import type { Change } from '../../agents/edit-history.ts';
import type { AddedLook, Place } from '../../scene/edit.ts';
import { goalSolid } from '../../view/ghost.ts';
import type { HandHooks, Stage } from '../../view/stage.ts';
import { solidsOf, whyNoGoal, whyNotThere } from '../../world/fit.ts';
import { agentOf, inOrder, isDoor, isGoal, isOpen, nameOf, placeOf } from '../mind/things.ts';
import { addNotice, type PageState, removeNotice } from '../state.ts';
import { type Said, words } from '../words/index.ts';
import type { EditKey } from './edit-keys.ts';
import { carriesGoal, emptyHands, type Held, type HeldGhost } from './edit-state.ts';
import { stepAsSeen } from './step-as-seen.ts';

export interface EditCommands {
  /** Takes the hand out, or puts it away. */
  toggleEditing(): void;
  /** Something new is in the hand; where it goes is pointed at, or moved to by keys. */
  add(look: AddedLook): void;
  /** What is chosen, or in the hand: to be turned by so many radians, put down, removed, opened or shut. */
  turn(by: number): void;
  act(): void;
  removeChosen(): void;
  letGo(): void;
  undo(): void;
  redo(): void;
  undoAll(): void;
  press(key: EditKey): void;
}

export interface Editing extends EditCommands {
  readonly hand: Omit<HandHooks, 'graspable'>;
  /** Everybody has moved on: what did not fit may, and the other way round. */
  look(): void;
}

export interface EditingHooks {
  readonly stage: () => Stage | undefined;
  readonly change: (change: Change) => void;
}

export function createEditing(state: PageState, { stage, change }: EditingHooks): Editing {
  const { edit } = state;
  const say = (text: string) => {
    state.spoken.value = text;
  };
  const warn = (said: Said) => {
    addNotice(state, 'warning', said, 'edit');
  };
  /** The phrases of the moment. */
  const phrases = () => words.peek().editing;

  /** The layout and the moment in view; undefined before anything is shown. */
  function view() {
    const layout = state.layout.peek();
    const now = stage()?.moment();
    return layout && now && { layout, now };
  }

  function ghostOf(held: Held, place: Place, by: HeldGhost['by']): HeldGhost | undefined {
    const seen = view();
    if (!seen) return undefined;
    const { layout, now } = seen;
    if ('thing' in held && isGoal(held.thing)) {
      const why = whyNoGoal(layout, place.x, place.z);
      return { held, place, by, why, solids: [goalSolid(place.x, place.z)] };
    }
    const solids = solidsOf(layout, held, place);
    if (solids.length === 0) return undefined;
    const thing = 'thing' in held ? held.thing : undefined;
    return { held, place, by, solids, why: whyNotThere(layout, now, solids, thing) };
  }

  function carry(held: Held, place: Place, by: HeldGhost['by']): void {
    edit.ghost.value = ghostOf(held, place, by);
  }

  /** The whole turn that is nearest to 0 stays small, as kept changes have it. */
  const wrapped = (yaw: number) => Math.atan2(Math.sin(yaw), Math.cos(yaw));

  function put(ghost: HeldGhost): void {
    const { held, place, why, by, sent } = ghost;
    if (sent) return;
    if (why) {
      say(phrases().hindrance(why));
      warn((of) => of.editing.hindrance(why));
      // What was dragged goes back; what is pointed at, or moved by keys, may go elsewhere.
      if (by === 'drag') edit.ghost.value = undefined;
      return;
    }
    removeNotice(state, { topic: 'edit' });
    edit.ghost.value = { ...ghost, sent: true };
    const { x, z } = place;
    const yaw = wrapped(place.yaw);
    if ('look' in held) change({ kind: 'add', look: held.look, x, z, yaw });
    else if (isGoal(held.thing)) change({ kind: 'goal', agent: agentOf(held.thing), x, z });
    else change({ kind: 'move', thing: held.thing, x, z, yaw });
  }

  function choose(thing: string | undefined): void {
    batch(() => {
      edit.chosen.value = thing;
      edit.ghost.value = undefined;
    });
    const seen = view();
    if (!seen || thing === undefined) return;
    const name = nameOf(seen.layout, thing);
    const { open, closed } = phrases().spoken;
    if (!isDoor(thing)) say(name);
    else say(isOpen(seen.layout, seen.now, thing) ? open(name) : closed(name));
  }

  function toggleDoor(thing: string): void {
    const seen = view();
    if (!seen) return;
    const as = isOpen(seen.layout, seen.now, thing) ? 'shut' : 'open';
    change({ kind: 'hold', thing, as });
  }

  /** What the keys move: what is in the hand, else what is chosen, which is taken by that. */
  function inHand(): { held: Held; place: Place; by: HeldGhost['by'] } | undefined {
    const ghost = edit.ghost.peek();
    if (ghost)
      return { held: ghost.held, place: ghost.place, by: ghost.by === 'point' ? 'point' : 'keys' };
    const seen = view();
    const thing = edit.chosen.peek();
    if (!seen || thing === undefined) return undefined;
    if (isDoor(thing)) {
      say(phrases().spoken.doorStays);
      return undefined;
    }
    const place = placeOf(seen.layout, seen.now, thing);
    return place && { held: { thing }, place, by: 'keys' };
  }

  /** Steps along the axis of the ground that is nearest to where the person looks. */
  function move(right: number, ahead: number): void {
    const hand = inHand();
    if (!hand) return;
    const step = stepAsSeen(stage()?.lookingAt().heading ?? 0, right, ahead);
    const { x, z, yaw } = hand.place;
    carry(hand.held, { x: x + step.x, z: z + step.z, yaw }, hand.by);
    const why = edit.ghost.peek()?.why;
    if (why) say(phrases().hindrance(why));
  }

  function chooseBeside(step: 1 | -1): void {
    const seen = view();
    if (!seen) return;
    const all = inOrder(seen.layout, seen.now);
    const at = all.indexOf(edit.chosen.peek() ?? '');
    const next = at < 0 ? (step === 1 ? 0 : all.length - 1) : (at + step + all.length) % all.length;
    choose(all[next]);
  }

  const editing: Editing = {
    toggleEditing() {
      if (state.world.peek() !== 'shown') return;
      if (state.layout.peek()?.motion === 'points') return warn((of) => of.editing.fixedCases);
      if (state.visiting.peek()) return warn((of) => of.editing.whileWalking);
      const on = !edit.on.peek();
      batch(() => {
        emptyHands(edit);
        edit.on.value = on;
        removeNotice(state, { topic: 'edit' });
      });
      say(on ? phrases().spoken.on : phrases().spoken.off);
    },
    add(look) {
      const { x, z } = stage()?.lookingAt() ?? { x: 0, z: 0 };
      batch(() => {
        edit.chosen.value = undefined;
        carry({ look }, { x, z, yaw: 0 }, 'point');
      });
      say(phrases().spoken.inHand(look));
    },
    turn(by) {
      const hand = inHand();
      if (!hand || ('thing' in hand.held && isGoal(hand.held.thing))) return;
      carry(hand.held, { ...hand.place, yaw: hand.place.yaw + by }, hand.by);
    },
    act() {
      const ghost = edit.ghost.peek();
      const chosen = edit.chosen.peek();
      if (ghost) put(ghost);
      else if (chosen !== undefined && isDoor(chosen)) toggleDoor(chosen);
    },
    removeChosen() {
      const thing = edit.chosen.peek();
      if (edit.ghost.peek() && thing === undefined) return editing.letGo();
      if (thing === undefined) return;
      if (isGoal(thing)) change({ kind: 'another-goal', agent: agentOf(thing) });
      else if (isDoor(thing)) warn((of) => of.editing.doorStays);
      else change({ kind: 'remove', thing });
    },
    letGo() {
      if (edit.ghost.peek()) edit.ghost.value = undefined;
      else if (edit.chosen.peek() !== undefined) edit.chosen.value = undefined;
      else editing.toggleEditing();
    },
    undo() {
      if (!carriesGoal(edit)) return change({ kind: 'undo' });
      batch(() => emptyHands(edit));
      const { step, stepUndone } = phrases();
      say(stepUndone(step({ does: 'move-goal' })));
    },
    redo: () => change({ kind: 'redo' }),
    undoAll: () => change({ kind: 'undo-all' }),
    press(key) {
      switch (key.does) {
        case 'choose':
          return chooseBeside(key.step);
        case 'move':
          return move(key.right, key.ahead);
        case 'turn':
          return editing.turn(key.by);
        case 'act':
          return editing.act();
        case 'remove':
          return editing.removeChosen();
        case 'cancel':
          return editing.letGo();
        case 'undo':
          return editing.undo();
        case 'redo':
          return editing.redo();
      }
    },
    look() {
      const ghost = edit.ghost.peek();
      if (!ghost || ghost.by === 'arms' || ghost.sent) return;
      const next = ghostOf(ghost.held, ghost.place, ghost.by);
      if (next?.why !== ghost.why) edit.ghost.value = next;
    },
    hand: {
      hover(thing) {
        edit.hovered.value = thing;
      },
      centreOf(thing) {
        const seen = view();
        return seen && placeOf(seen.layout, seen.now, thing);
      },
      drag(thing, x, z) {
        const seen = view();
        if (!seen || isDoor(thing)) return;
        const ghost = edit.ghost.peek();
        const isSame = ghost && 'thing' in ghost.held && ghost.held.thing === thing;
        const yaw = isSame ? ghost.place.yaw : (placeOf(seen.layout, seen.now, thing)?.yaw ?? 0);
        edit.chosen.value = thing;
        carry({ thing }, { x, z, yaw }, 'drag');
      },
      point(x, z) {
        const ghost = edit.ghost.peek();
        if (ghost) carry(ghost.held, { x, z, yaw: ghost.place.yaw }, 'point');
      },
      drop() {
        const by = edit.ghost.peek()?.by;
        if (by === 'drag' || by === 'point') editing.act();
      },
      cancel() {
        edit.ghost.value = undefined;
      },
      click(thing) {
        choose(thing);
        if (isDoor(thing)) toggleDoor(thing);
      },
    },
  };
  return editing;
}
