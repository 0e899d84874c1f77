/**
 * The visitor's hands: what is before it is picked up and set down again, a door before it is opened or closed, a
 * goal carried elsewhere. One command does what there is to do, by key, gamepad or touch.
 *
 * What is in its arms is out of the world for everybody else, as if it had been removed; a goal stays whose it is
 * and where it is until it is set down.
 */
import { batch, effect } from '@preact/signals';
import type { Change } from '../../agents/edit-history.ts';
import type { Place } from '../../scene/edit.ts';
import { type Footprint, footprintOf } from '../../scene/footprint.ts';
import { goalSolid } from '../../view/ghost.ts';
import type { Moment, Stage } from '../../view/stage.ts';
import { solidsOf, whyNoGoal, whyNotThere, yawAt } from '../../world/fit.ts';
import { inReach, type Stance } from '../../world/reach.ts';
import type { Carried, HeldGhost } from '../edit/edit-state.ts';
import { agentOf, callOf, isDoor, isGoal, isOpen, placeOf } from '../mind/things.ts';
import { addNotice, type PageState, removeNotice } from '../state.ts';
import { words } from '../words/index.ts';

export interface Hands {
  /** Picks up, sets down, opens or closes: what there is to do. */
  use(): void;
  /** Everybody has moved on. */
  look(): void;
  /** The person leaves: what is carried goes back to where it was. */
  leave(): void;
}

export interface HandsHooks {
  readonly stage: () => Stage | undefined;
  readonly change: (change: Change) => void;
}

/**
 * Metres between the one who carries and what is carried. Who walks is a decision further (0.15 m, at a run) when what was
 * asked for comes to be done, and must not stand in it then.
 */
const armsLength = 0.25;
/** Metres, or radians, by which it must have moved to be shown anew. */
const telling = 0.002;

export function createHands(state: PageState, { stage, change }: HandsHooks): Hands {
  const { edit } = state;

  function view(which?: 'drawn') {
    const layout = state.layout.peek();
    const now = stage()?.moment(which);
    if (!layout || !now?.visited) return undefined;
    return { layout, now, stance: stanceOf(now) };
  }

  /** Where the person looks; from above, where the avatar does. */
  function stanceOf(now: Moment): Stance {
    const row = now.radius.length - 1;
    const looking = stage()?.lookingAt().heading ?? 0;
    const heading = state.camera.peek() === 'orbit' ? yawAt(now, row) : looking;
    const [x, z] = [now.position[3 * row] as number, now.position[3 * row + 2] as number];
    return { x, z, heading };
  }

  /** Whether the last change took the thing out of the world. */
  function isOut(thing: string): boolean {
    const last = edit.report.peek()?.edits.at(-1);
    return last?.kind === 'remove' && last.thing === thing;
  }

  /** What is carried where it would stand; as it is drawn, or by the newest that is known. */
  function inArms(
    { thing, layout: before, turn }: Carried,
    which?: 'drawn',
  ): HeldGhost | undefined {
    const seen = view(which);
    if (!seen) return undefined;
    const { layout, now, stance } = seen;
    const place = before.body.radius + armsLength;
    if (isGoal(thing)) {
      const at = ahead(stance, place + 0.3, 0);
      const why = whyNoGoal(layout, at.x, at.z);
      const solids = [goalSolid(at.x, at.z)];
      return { held: { thing }, place: at, solids, why, by: 'arms' };
    }
    const yaw = stance.heading + turn;
    const here = solidsOf(before, { thing }, { x: 0, z: 0, yaw });
    const depth = Math.max(...here.map((solid) => reachBack(footprintOf(solid), stance.heading)));
    const at = ahead(stance, place + depth, yaw);
    const solids = solidsOf(before, { thing }, at);
    // In the arms it is out of the layout, so it is in nobody's way but where it would come to stand.
    const why = whyNotThere(layout, now, solids);
    return { held: { thing }, place: at, solids, why, by: 'arms' };
  }

  /** Every frame asks; what hardly differs is not told. */
  function show(ghost: HeldGhost | undefined): void {
    const shown = edit.ghost.peek();
    if (!ghost) return;
    const isSame =
      shown?.by === 'arms' &&
      shown.why === ghost.why &&
      Math.hypot(shown.place.x - ghost.place.x, shown.place.z - ghost.place.z) < telling &&
      Math.abs(shown.place.yaw - ghost.place.yaw) < telling;
    if (!isSame) edit.ghost.value = ghost;
  }

  function setDown(carried: Carried): void {
    const ghost = inArms(carried);
    if (!ghost || edit.ghost.peek()?.sent) return;
    if (ghost.why) {
      const { why } = ghost;
      addNotice(state, 'warning', ({ editing }) => editing.hindrance(why), 'edit');
      state.spoken.value = words.peek().editing.hindrance(why);
      return;
    }
    removeNotice(state, { topic: 'edit' });
    const { x, z, yaw } = ghost.place;
    if (!isGoal(carried.thing)) {
      // It stays in the arms until the world has it, or refuses it.
      edit.ghost.value = { ...ghost, sent: true };
      change({ kind: 'set-down', x, z, yaw: Math.atan2(Math.sin(yaw), Math.cos(yaw)) });
      return;
    }
    change({ kind: 'goal', agent: agentOf(carried.thing), x, z });
    emptyArms();
  }

  function emptyArms(): void {
    batch(() => {
      edit.carried.value = undefined;
      edit.ghost.value = undefined;
    });
  }

  function pickUp(thing: string): void {
    const seen = view('drawn');
    if (!seen) return;
    const { layout, now, stance } = seen;
    const place = placeOf(layout, now, thing);
    if (!place) return;
    if (isDoor(thing)) {
      change({ kind: 'hold', thing, as: isOpen(layout, now, thing) ? 'shut' : 'open' });
      return;
    }
    const carried = { thing, layout, turn: place.yaw - stance.heading };
    state.spoken.value = words.peek().editing.spoken.carry(callOf(layout, thing));
    if (isGoal(thing)) {
      edit.carried.value = carried;
      return;
    }
    edit.lifted.value = carried;
    change({ kind: 'remove', thing });
  }

  // With the report, not with the next look: who has left meanwhile looks no more, and puts it back.
  effect(() => {
    void edit.report.value;
    const lifted = edit.lifted.peek();
    if (!lifted || !isOut(lifted.thing)) return;
    edit.lifted.value = undefined;
    if (state.visiting.peek()) edit.carried.value = lifted;
    else change({ kind: 'undo' });
  });
  // It is in the arms while it is out of the world: no more once it was set down, or taking it was undone.
  effect(() => {
    void edit.report.value;
    const carried = edit.carried.peek();
    if (carried && !isGoal(carried.thing) && !isOut(carried.thing)) emptyArms();
  });
  // Who has left before it was refused where it was to be set down puts it back.
  effect(() => {
    const ghost = edit.ghost.value;
    if (ghost?.by === 'arms' && !ghost.sent && !state.visiting.peek()) hands.leave();
  });

  const hands: Hands = {
    use() {
      if (!state.visiting.peek()) return;
      const carried = edit.carried.peek();
      if (carried) return setDown(carried);
      const thing = edit.inReach.peek();
      if (thing !== undefined) pickUp(thing);
    },
    look() {
      const seen = state.visiting.peek() ? view('drawn') : undefined;
      if (!seen) {
        edit.inReach.value = undefined;
        return;
      }
      const carried = edit.carried.peek();
      if (carried && !edit.ghost.peek()?.sent) show(inArms(carried, 'drawn'));
      const fixed = seen.layout.motion === 'points';
      edit.inReach.value =
        carried || fixed ? undefined : inReach(seen.layout, seen.now, seen.stance);
    },
    leave() {
      edit.inReach.value = undefined;
      // What is being set down has its answer first.
      if (edit.ghost.peek()?.sent) return;
      const carried = edit.carried.peek();
      emptyArms();
      if (carried && !isGoal(carried.thing)) change({ kind: 'undo' });
    },
  };
  return hands;
}

/** The place so far ahead. */
function ahead({ x, z, heading }: Stance, metres: number, yaw: number): Place {
  return { x: x - Math.sin(heading) * metres, z: z - Math.cos(heading) * metres, yaw };
}

/** How far an outline around the origin reaches back towards one who looks along `heading`. */
function reachBack({ x, z, halfX, halfZ, cos, sin, radius }: Footprint, heading: number): number {
  const [backX, backZ] = [Math.sin(heading), Math.cos(heading)];
  const alongX = Math.abs(backX * cos - backZ * sin) * halfX;
  const alongZ = Math.abs(backX * sin + backZ * cos) * halfZ;
  return x * backX + z * backZ + alongX + alongZ + radius;
}
