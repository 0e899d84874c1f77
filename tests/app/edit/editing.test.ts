/** The person's hand, by pointer and by keys, and the visitor's, on a layout with one thing of each kind. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Change, EditReport } from '../../../src/agents/edit-history.ts';
import { addressDefaults } from '../../../src/app/address.ts';
import { type HeldGhost, undoable } from '../../../src/app/edit/edit-state.ts';
import { createEditing } from '../../../src/app/edit/editing.ts';
import { keptEdits } from '../../../src/app/edit/kept-edits.ts';
import { inOrder, nameOf } from '../../../src/app/mind/things.ts';
import { beginRewinding } from '../../../src/app/rewind/rewind.ts';
import { changeTaken } from '../../../src/app/run/change-taken.ts';
import { createState } from '../../../src/app/state.ts';
import { createHands } from '../../../src/app/visit/hands.ts';
import type { Edit } from '../../../src/scene/edit.ts';
import type { Layout } from '../../../src/scene/layout.ts';
import type { Stage } from '../../../src/view/stage.ts';
import { createSnapshot } from '../../../src/world/snapshot.ts';
import { box, crate, door, pillar, square } from '../../world/fixtures/layouts.ts';
import { noticesOf } from '../in-english.ts';

const layout: Layout = square({
  statics: [box('hedge', [-4, 2], [2, 1, 0.5], { look: 'hedge' })],
  props: [crate('crate', [3, 0], 10)],
  doors: [door('door', [0, -5])],
});

afterEach(() => vi.unstubAllGlobals());

function open(change: Partial<Layout> = {}) {
  const kept = new Map<string, string>();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
    removeItem: (key: string) => kept.delete(key),
  });
  const state = createState({
    scenes: [{ name: 'plaza', title: 'Plaza', description: 'An open square.', shipped: true }],
    ...{ address: addressDefaults, now: 0, panelOpen: true },
  });
  const present = { ...layout, ...change };
  state.layout.value = present;
  state.world.value = 'shown';
  const snapshot = createSnapshot(present);
  // An agent, the crate, the door, half open, and the visitor.
  snapshot.position.set([0, 0.8, 0, 3, 0.3, 0, 0.9, 1.1, -5, 2, 0.8, 0]);
  for (let n = 0; n < 4; n++) snapshot.rotation[4 * n + 3] = 1;
  snapshot.radius.fill(0.3);
  snapshot.goal.set([5, 5]);
  const looking = { x: 1, z: 1, heading: 0 };
  const stage = { moment: () => snapshot, lookingAt: () => looking } as unknown as Stage;
  const changes: Change[] = [];
  const hooks = { stage: () => stage, change: (asked: Change) => void changes.push(asked) };
  const report = (edits: readonly Edit[], more: Partial<EditReport> = {}): EditReport => ({
    ...{ layoutSeed: 1, edits, undo: { does: 'earlier' }, redo: undefined, cutOff: [], ...more },
  });
  return {
    ...{ state, snapshot, looking, changes, report, edit: state.edit, kept },
    editing: createEditing(state, hooks),
    hands: createHands(state, hooks),
    taken: changeTaken(state, () => {}),
    notices: () => noticesOf(state),
  };
}

const press = (editing: ReturnType<typeof open>['editing'], ...keys: string[]) => {
  for (const key of keys) {
    if (key === 'next') editing.press({ does: 'choose', step: 1 });
    else if (key === 'right') editing.press({ does: 'move', right: 0.25, ahead: 0 });
    else if (key === 'ahead') editing.press({ does: 'move', right: 0, ahead: 0.25 });
    else editing.press({ does: key as 'act' | 'remove' | 'cancel' });
  }
};

describe('the hand', () => {
  it('drags a thing over the ground: a ghost shows where, red where it does not fit, and goes back from there', () => {
    const { editing, edit, changes, notices } = open();
    editing.toggleEditing();
    expect(edit.on.value).toBe(true);
    editing.hand.drag('statics/hedge', 0.5, 0);
    expect(edit.ghost.value?.why).toContain('robot');
    editing.hand.drop();
    expect(changes).toEqual([]);
    expect(edit.ghost.value).toBeUndefined();
    expect(notices()).toEqual(['A robot stands there.']);
    editing.hand.drag('statics/hedge', -4, 4);
    expect(edit.ghost.value?.solids[0]?.position).toEqual([-4, 0.5, 4]);
    expect(edit.ghost.value?.why).toBeUndefined();
    editing.hand.drop();
    expect(changes).toEqual([{ kind: 'move', thing: 'statics/hedge', x: -4, z: 4, yaw: 0 }]);
    expect(notices()).toEqual([]);
  });

  it('drags a goal, clicks a door open or shut, and leaves doors where they hang', () => {
    const { editing, changes } = open();
    editing.toggleEditing();
    editing.hand.drag('goals/0', 2, 6);
    editing.hand.drop();
    editing.hand.click('doors/door');
    editing.hand.drag('doors/door', 5, 5);
    editing.hand.drop();
    expect(changes[0]).toEqual({ kind: 'goal', agent: 0, x: 2, z: 6 });
    expect(changes[1]).toEqual({ kind: 'hold', thing: 'doors/door', as: 'shut' });
    expect(changes).toHaveLength(2);
  });

  it('lets go of nothing but what it drags or points: not of what waits for a key', () => {
    const { editing, edit, changes } = open();
    editing.toggleEditing();
    press(editing, 'next', 'next', 'right');
    expect(edit.ghost.value?.by).toBe('keys');
    editing.hand.drag('doors/door', 5, 5);
    editing.hand.drop();
    expect(changes).toEqual([]);
    expect(edit.ghost.value?.by).toBe('keys');
  });

  it('is empty while what was recorded is in view, but for what a visitor carries', () => {
    const { editing, edit, state } = open();
    editing.toggleEditing();
    editing.add('hedge');
    beginRewinding(state);
    expect([edit.on.value, edit.ghost.value]).toEqual([false, undefined]);
    const arms = open();
    arms.state.visiting.value = true;
    const carried = { by: 'arms' } as HeldGhost;
    arms.edit.ghost.value = carried;
    beginRewinding(arms.state);
    expect(arms.edit.ghost.value).toBe(carried);
  });

  it('by keys alone: chooses in reading order, moves as one looks, turns, puts down, removes', () => {
    const { editing, edit, changes, looking, state } = open();
    editing.toggleEditing();
    expect(inOrder(layout, open().snapshot)).toEqual([
      ...['doors/door', 'props/crate', 'statics/hedge', 'goals/0'],
    ]);
    press(editing, 'next', 'next');
    expect(edit.chosen.value).toBe('props/crate');
    expect(state.spoken.value).toBe('crate');
    press(editing, 'right', 'ahead');
    expect(edit.ghost.value?.place).toEqual({ x: 3.25, z: -0.25, yaw: 0 });
    // Who looks along −x has +x behind: ahead is −x, right is −z.
    looking.heading = Math.PI / 2 + 0.3;
    press(editing, 'ahead', 'right');
    expect(edit.ghost.value?.place).toEqual({ x: 3, z: -0.5, yaw: 0 });
    editing.turn(0.5);
    press(editing, 'act');
    expect(changes).toEqual([{ kind: 'move', thing: 'props/crate', x: 3, z: -0.5, yaw: 0.5 }]);
    press(editing, 'remove');
    expect(changes[1]).toEqual({ kind: 'remove', thing: 'props/crate' });
    press(editing, 'next', 'next', 'remove');
    expect(changes[2]).toEqual({ kind: 'another-goal', agent: 0 });
    press(editing, 'next', 'act');
    expect(changes[3]).toMatchObject({ kind: 'hold', thing: 'doors/door' });
    // Escape lets go of one thing after the other.
    press(editing, 'cancel');
    expect(edit.chosen.value).toBeUndefined();
    press(editing, 'cancel');
    expect(edit.on.value).toBe(false);
  });

  it('something new is pointed at; where it does not fit it stays in the hand', () => {
    const { editing, edit, changes, taken, report, state } = open();
    editing.toggleEditing();
    editing.add('pillar');
    expect(edit.ghost.value?.place).toEqual({ x: 1, z: 1, yaw: 0 });
    editing.hand.point(0, 0.2);
    editing.hand.drop();
    expect(changes).toEqual([]);
    expect(edit.ghost.value?.why).toContain('robot');
    editing.hand.point(-2, -2);
    editing.hand.drop();
    const asked = { kind: 'add', look: 'pillar', x: -2, z: -2, yaw: 0 };
    expect(changes).toEqual([asked]);
    // Once, however often one lets go before the world has answered; again when it was refused.
    editing.hand.drop();
    press(editing, 'act');
    expect(changes).toEqual([asked]);
    taken.changeRefused({ is: 'refused', what: 'edit', sentence: 'A robot stands there.' });
    press(editing, 'act');
    expect(changes).toEqual([asked, asked]);
    taken.changed(report([]));
    const added = {
      kind: 'add',
      thing: 'statics/added-1',
      look: 'pillar',
      x: -2,
      z: -2,
      yaw: 0,
    } as const;
    editing.add('pillar');
    state.layout.value = {
      ...layout,
      statics: [...layout.statics, pillar('added-1', [-2, -2], 0.3)],
    };
    taken.changed(report([added]));
    expect(edit.ghost.value).toBeUndefined();
    expect(edit.chosen.value).toBe('statics/added-1');
  });

  it('what fits is judged again as everybody moves on', () => {
    const { editing, edit, snapshot } = open();
    editing.toggleEditing();
    editing.hand.drag('props/crate', 0, 0.5);
    expect(edit.ghost.value?.why).toContain('robot');
    snapshot.position.set([-7, 0.8, -7]);
    editing.look();
    expect(edit.ghost.value?.why).toBeUndefined();
  });

  it('of a benchmark stays in the pocket, which is said; so it does while one walks', () => {
    const points = open({ motion: 'points' });
    points.editing.toggleEditing();
    expect(points.edit.on.value).toBe(false);
    expect(points.notices()[0]).toContain('fixed');
    const walking = open();
    walking.state.visiting.value = true;
    walking.editing.toggleEditing();
    expect(walking.edit.on.value).toBe(false);
    expect(walking.notices()[0]).toContain('F');
  });
});

describe('the visitor’s hands', () => {
  function visit() {
    const page = open();
    page.state.visiting.value = true;
    page.state.camera.value = 'follow';
    page.snapshot.visited = true;
    page.looking.heading = -Math.PI / 2;
    page.hands.look();
    return page;
  }

  it('take what is before them, show where it would stand, and set it down', () => {
    const { hands, edit, changes, taken, report, state, snapshot } = visit();
    expect(edit.inReach.value).toBe('props/crate');
    hands.use();
    expect(changes).toEqual([{ kind: 'remove', thing: 'props/crate' }]);
    expect(edit.carried.value).toBeUndefined();
    state.layout.value = { ...layout, props: [] };
    taken.changed(report([{ kind: 'remove', thing: 'props/crate' }]));
    snapshot.position.set([0, 0.8, 0, 0.9, 1.1, -5, 2, 0.8, 0, 2, 0.8, 0]);
    hands.look();
    expect(edit.carried.value?.thing).toBe('props/crate');
    // At arm's length ahead: 2 + 0.3 + 0.25 + half of the crate.
    expect(edit.ghost.value?.place.x).toBeCloseTo(2.85, 5);
    hands.use();
    expect(changes[1]).toMatchObject({ kind: 'set-down', x: expect.closeTo(2.85, 5) });
    // Once is enough, and until the world has it, it is in the arms.
    hands.use();
    hands.look();
    expect(changes).toHaveLength(2);
    expect(edit.carried.value?.thing).toBe('props/crate');
    taken.changed(report([{ kind: 'move', thing: 'props/crate', x: 2.85, z: 0, yaw: 0 }]));
    expect([edit.carried.value, edit.ghost.value]).toEqual([undefined, undefined]);
  });

  it('what is refused where it was to be set down is still in them, and goes back when one leaves', () => {
    const refused = { is: 'refused', what: 'edit', sentence: 'You stand there yourself.' } as const;
    for (const leavesFirst of [false, true]) {
      const { hands, edit, changes, taken, report, state, snapshot } = visit();
      hands.use();
      state.layout.value = { ...layout, props: [] };
      snapshot.position.set([0, 0.8, 0, 0.9, 1.1, -5, 2, 0.8, 0, 2, 0.8, 0]);
      taken.changed(report([{ kind: 'remove', thing: 'props/crate' }]));
      hands.look();
      hands.use();
      expect(changes.at(-1)?.kind).toBe('set-down');
      const leave = () => {
        state.visiting.value = false;
        hands.leave();
      };
      if (leavesFirst) leave();
      expect(changes).toHaveLength(2);
      taken.changeRefused(refused);
      if (!leavesFirst) {
        expect(edit.carried.value?.thing).toBe('props/crate');
        leave();
      }
      expect(changes.slice(2)).toEqual([{ kind: 'undo' }]);
      expect([edit.carried.value, edit.ghost.value]).toEqual([undefined, undefined]);
    }
  });

  it('put back what is carried when one leaves, and let go of what was undone', () => {
    const page = visit();
    page.hands.use();
    page.taken.changed(page.report([{ kind: 'remove', thing: 'props/crate' }]));
    page.hands.look();
    page.taken.changed(page.report([]));
    page.hands.look();
    expect(page.edit.carried.value).toBeUndefined();
    page.hands.use();
    page.taken.changed(page.report([{ kind: 'remove', thing: 'props/crate' }]));
    page.hands.look();
    page.hands.leave();
    expect(page.changes.at(-1)).toEqual({ kind: 'undo' });
    expect(page.edit.ghost.value).toBeUndefined();
  });

  it('put down where it was, by undo, what they carry, be it a goal, before any change is taken back', () => {
    const { hands, editing, edit, taken, report, changes, state, looking, snapshot } = visit();
    taken.changed(
      report([{ kind: 'remove', thing: 'statics/hedge' }], {
        undo: { does: 'remove', look: 'hedge' },
      }),
    );
    expect(undoable(edit)).toEqual({ does: 'remove', look: 'hedge' });
    snapshot.goal.set([2, 1]);
    looking.heading = Math.PI;
    hands.look();
    hands.use();
    expect(edit.carried.value?.thing).toBe('goals/0');
    expect(undoable(edit)).toEqual({ does: 'move-goal' });
    editing.undo();
    expect(edit.carried.value).toBeUndefined();
    expect(state.spoken.value).toBe('Undone: move a goal');
    expect(changes).toEqual([]);
    editing.undo();
    expect(changes).toEqual([{ kind: 'undo' }]);
  });

  it('put back what comes into them after one has left', () => {
    const page = visit();
    page.hands.use();
    page.state.visiting.value = false;
    page.hands.leave();
    // Not yet: what would be undone is whatever was done before.
    expect(page.changes).toEqual([{ kind: 'remove', thing: 'props/crate' }]);
    page.taken.changed(page.report([{ kind: 'remove', thing: 'props/crate' }]));
    expect(page.changes.at(-1)).toEqual({ kind: 'undo' });
    expect(page.edit.carried.value).toBeUndefined();
    expect(keptEdits('plaza')).toBeUndefined();
    page.taken.changed(page.report([]));
    expect(page.changes).toHaveLength(2);
  });

  it('put nothing back that they did not get', () => {
    const page = visit();
    const remove = { kind: 'remove', thing: 'props/crate' } as const;
    page.hands.use();
    page.taken.changeRefused({ is: 'refused', what: 'edit', sentence: 'There are 200 changes.' });
    page.state.visiting.value = false;
    page.hands.leave();
    page.taken.changed(page.report([remove]));
    expect(page.changes).toEqual([remove]);
    expect(keptEdits('plaza')?.edits).toEqual([remove]);
  });

  it('what is in them is where it was for whoever comes back, until it is set down', () => {
    const { hands, taken, report } = visit();
    const moved = { kind: 'move', thing: 'statics/hedge', x: -4, z: 4, yaw: 0 } as const;
    const remove = { kind: 'remove', thing: 'props/crate' } as const;
    hands.use();
    // As it comes into the arms, and while it is in them.
    for (let i = 0; i < 2; i++) {
      taken.changed(report([moved, remove]));
      expect(keptEdits('plaza')?.edits).toEqual([moved]);
      hands.look();
    }
    hands.use();
    const down = { kind: 'move', thing: 'props/crate', x: 2.75, z: 0, yaw: 0 } as const;
    taken.changed(report([moved, down]));
    expect(keptEdits('plaza')?.edits).toEqual([moved, down]);
  });

  it('what one holds for a while does not replace what was kept and is not in view', () => {
    const { hands, taken, report, edit, kept } = visit();
    const own = JSON.stringify({
      layoutSeed: 7,
      edits: [{ kind: 'remove', thing: 'props/crate' }],
    });
    kept.set('heed world of plaza', own);
    edit.aside.value = true;
    hands.use();
    taken.changed(report([{ kind: 'remove', thing: 'props/crate' }]));
    expect([...kept.values()]).toEqual([own]);
    expect(edit.aside.value).toBe(true);
  });
});

describe('what comes of a change', () => {
  it('is kept for the next visit, until nothing is left of it', () => {
    const { taken, report } = open();
    const edits = [{ kind: 'remove', thing: 'props/crate' }] as const;
    taken.changed(report(edits));
    expect(keptEdits('plaza')).toEqual({ layoutSeed: 1, edits });
    expect(keptEdits('rooms')).toBeUndefined();
    taken.changed(report([]));
    expect(keptEdits('plaza')).toBeUndefined();
  });

  it('what was kept and is no JSON is nothing', () => {
    const { kept } = open();
    kept.set('heed world of plaza', '{');
    expect(keptEdits('plaza')).toBeUndefined();
    kept.set('heed world of plaza', 'null');
    expect(keptEdits('plaza')).toBeUndefined();
  });

  it('says who is cut off, and takes it back', () => {
    const { taken, report, notices } = open();
    taken.changed(report([], { cutOff: [0, 1] }));
    expect(notices()[0]).toContain('Ada and Milo');
    taken.changed(report([], { cutOff: [] }));
    expect(notices()).toEqual([]);
  });

  it('a world that is as it was left says so once', () => {
    const { taken, report, notices, kept } = open();
    const edits = [{ kind: 'remove', thing: 'props/crate' }] as const;
    kept.set('heed world of plaza', JSON.stringify({ layoutSeed: 1, edits }));
    taken.changed(report(edits));
    expect(notices()).toEqual(['The world is as you left it: 1 change.']);
    const first = open();
    first.taken.changed(report(edits));
    expect(first.notices()).toEqual([]);
  });

  it('changes that the browser has no room for are said to go, until it has', () => {
    const { taken, report, state } = open();
    const full = vi.spyOn(localStorage, 'setItem').mockImplementation(() => {
      throw new Error('QuotaExceededError');
    });
    const lost = () => state.notices.value.filter(({ topic }) => topic === 'changes-lost');
    const moved: Edit = { kind: 'remove', thing: 'props/crate' };
    taken.changed(report([moved]));
    expect(lost()).toMatchObject([{ tone: 'warning' }]);
    full.mockRestore();
    taken.changed(report([moved]));
    expect(lost()).toEqual([]);
    expect(keptEdits('plaza')?.edits).toEqual([moved]);
  });

  it('things have names of their own', () => {
    expect(nameOf(layout, 'statics/hedge')).toBe('hedge');
    expect(nameOf(layout, 'goals/1')).toBe('Milo’s goal');
    expect(nameOf(layout, 'doors/door')).toBe('door');
  });
});
