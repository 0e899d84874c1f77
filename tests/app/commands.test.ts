import { describe, expect, it } from 'vitest';
import type { Change } from '../../src/agents/edit-history.ts';
import { addressDefaults } from '../../src/app/address.ts';
import { createCommands } from '../../src/app/commands.ts';
import { createEditing } from '../../src/app/edit/editing.ts';
import { shortcuts } from '../../src/app/keyboard.ts';
import { createImagining } from '../../src/app/mind/imagining.ts';
import { momentText, rewindTaken } from '../../src/app/rewind/rewind.ts';
import { createSharing } from '../../src/app/share/sharing.ts';
import { addNotice, createState } from '../../src/app/state.ts';
import { createHands } from '../../src/app/visit/hands.ts';
import type { Layout } from '../../src/scene/layout.ts';
import { madeUpCard } from '../agents/made-up-card.ts';
import { noticesOf } from './in-english.ts';

function open(agents = 3) {
  const state = createState({
    scenes: [{ name: 'plaza', title: 'Plaza', description: 'An open square.', shipped: true }],
    address: addressDefaults,
    now: 0,
    panelOpen: true,
  });
  const layout: Layout = {
    ...{
      scene: 'plaza',
      seed: 1,
      min: [-5, -5],
      max: [5, 5],
      flat: true,
      motion: 'bodies',
      agents,
    },
    body: { radius: 0.3, height: 1, maxSpeed: 1.5, faces: 'way' },
    ...{ statics: [], props: [], doors: [], walkers: [], regions: [], portals: [], landmarks: [] },
  };
  state.layout.value = layout;
  const rewinds: unknown[] = [];
  const steps: boolean[] = [];
  const run = {
    step: () => steps.push(state.pace.value.playing),
    rewind: (to: unknown) => rewinds.push(to),
    saveRecording() {},
    openRecording: async () => {},
    openScene: async () => {},
    startOver: async () => {},
    leaveRun() {},
    learn: async () => {},
    watch: async () => {},
    examine() {},
    report() {},
    reportAll() {},
    stopReport() {},
    saveReport() {},
    adjust() {},
    saveFile() {},
    loadFile: async () => {},
    policy: async () => Promise.reject(new Error('There is none.')),
    watchPolicy: async () => {},
  };
  const changes: Change[] = [];
  const hooks = { stage: () => undefined, change: (change: Change) => changes.push(change) };
  const hands = {
    ...{ ...createEditing(state, hooks), use: createHands(state, hooks).use },
    ...{ agentAt: () => undefined, lookAt() {}, tourTarget: () => undefined },
    ...{ setWearers() {}, removeAvatar() {} },
    ...createImagining(state, { ...hooks, select() {} }),
  };
  const sharing = createSharing(state, {
    ...{
      ...hooks,
      run,
      clock: () => 0,
      download() {},
      chooseFile() {},
      address: () => 'http://localhost/',
    },
    canvas: () => document.createElement('canvas'),
    takeAvatar: async () => {},
  });
  const commands = createCommands(state, run, hands, sharing);
  return { state, commands, rewinds, steps };
}

const moments = [1, 2, 3].map((n) => ({
  ...{ updates: n * 100, agentSteps: n, seconds: n * 60, success: n / 10 },
}));

describe('commands', () => {
  it('things are imagined away one by one, and are back together or by themselves', () => {
    const { state, commands } = open();
    commands.select(0);
    const thing = (index: number) => ({
      ...{ key: `body ${index}`, label: `Thing ${index}`, isPlace: false },
      ...{ thing: { kind: 'body', index } as const, node: -1 },
    });
    commands.toggleAbsent(thing(1));
    expect(state.spoken.value).toBe('Imagining that Thing 1 is not there');
    commands.toggleAbsent(thing(2));
    commands.toggleAbsent(thing(1));
    expect(state.spoken.value).toBe('Thing 1 is there again');
    expect(state.absent.value.map(({ key }) => key)).toEqual(['body 2']);
    // Nothing is asked while nobody looks.
    expect(state.asked.value).toBeUndefined();
    state.mindShown.value = true;
    expect(state.asked.value).toEqual({
      absent: [{ thing: { kind: 'body', index: 2 }, node: -1 }],
      displaced: [],
      layoutSeed: 1,
      ...{ actionValues: false, path: true, graph: undefined },
    });
    // The graph is described to who looks at what is sensed, or at its messages in the world.
    state.mindView.value = 'senses';
    expect(state.asked.value?.graph).toEqual({ round: undefined, head: undefined });
    expect(state.asked.value?.among).toEqual({ round: undefined, head: undefined });
    state.mindView.value = 'actions';
    expect(state.asked.value?.graph).toBeUndefined();
    expect(state.asked.value?.among).toBeUndefined();
    commands.toggleOverlay('graph-edges');
    state.messageChoice.value = { round: 1, head: 3 };
    expect(state.asked.value?.graph).toEqual({ round: 1, head: 3 });
    commands.toggleOverlay('graph-edges');
    commands.toggleOverlay('path');
    expect(state.asked.value).toMatchObject({ actionValues: true, path: false });
    commands.bringBack();
    expect(state.absent.value).toEqual([]);
    commands.toggleAbsent(thing(3));
    commands.select(1);
    expect(state.absent.value).toEqual([]);
    // On a phone what is held is asked about while the sheet is shut.
    state.mindShown.value = false;
    expect(state.asked.value).toBeUndefined();
    const place = { x: 1, z: 2, yaw: 0 };
    state.edit.ghost.value = {
      held: { look: 'crate' },
      place,
      solids: [],
      why: undefined,
      by: 'point',
    };
    expect(state.asked.value).toMatchObject({
      path: true,
      supposed: { kind: 'add', look: 'crate', ...place },
    });
    state.inView.value = false;
    expect(state.asked.value).toBeUndefined();
  });

  it('earlier and later go from moment to moment, to now and not beyond', () => {
    const { state, commands } = open();
    commands.run('earlier');
    expect(state.learning.shown.value).toBeUndefined();
    state.learning.moments.value = moments;
    const seen = (['earlier', 'earlier', 'earlier', 'earlier'] as const).map((command) => {
      commands.run(command);
      return state.learning.shown.value?.updates;
    });
    expect(seen).toEqual([300, 200, 100, 100]);
    expect(state.spoken.value).toBe('They are as after 1 min 0 s, success 0.10');
    // One that is kept no more is still what is shown, and the next one follows it.
    state.learning.moments.value = moments.slice(1);
    commands.run('later');
    expect(state.learning.shown.value?.updates).toBe(200);
    for (let i = 0; i < 5; i++) commands.run('later');
    expect(state.learning.shown.value).toBeUndefined();
    expect(state.spoken.value).toBe('They are as they are now');
  });

  it('who wants to see a moment leaves turbo', () => {
    const { state, commands } = open();
    commands.run('turbo');
    commands.showMoment(moments[1]);
    expect([state.pace.value.speed, state.learning.shown.value]).toEqual([1, moments[1]]);
  });

  it('play and training toggle, and say so', () => {
    const { state, commands } = open();
    commands.run('play');
    expect(state.pace.value).toEqual({ playing: false, speed: 1 });
    expect(state.spoken.value).toBe('Paused');
    commands.run('play');
    expect(state.pace.value.playing).toBe(true);
    commands.run('training');
    expect(state.training.value).toBe(false);
    expect(state.spoken.value).toBe('Training off');
  });

  it('there is no training to switch while a trained policy is watched', () => {
    const { state, commands } = open();
    expect(state.mayWatch.value).toBe(true);
    state.watching.value = { card: madeUpCard, file: undefined, ownRun: false };
    expect(state.mayWatch.value).toBe(false);
    expect(state.agentSteps.value).toBe(madeUpCard.agentSteps);
    commands.run('training');
    expect(state.training.value).toBe(true);
    expect(state.spoken.value).toContain('trained already');
  });

  it('a run that would not be kept is not left for a trained policy', () => {
    const { state } = open();
    state.keeping.value = { is: 'failing', said: () => 'The disk is full.' };
    expect(state.mayWatch.value).toBe(false);
  });

  it('robots go round, in both directions, from none', () => {
    const { state, commands } = open(3);
    const seen: (number | undefined)[] = [];
    for (let i = 0; i < 4; i++) {
      commands.run('next-agent');
      seen.push(state.selected.value);
    }
    expect(seen).toEqual([0, 1, 2, 0]);
    commands.run('deselect');
    expect(state.selected.value).toBeUndefined();
    commands.run('previous-agent');
    expect(state.selected.value).toBe(2);
  });

  it('without robots nothing is selected', () => {
    const { state, commands } = open(0);
    commands.run('next-agent');
    expect(state.selected.value).toBeUndefined();
  });

  it('following needs somebody to follow, and ends when they are let go', () => {
    const { state, commands } = open();
    commands.run('follow');
    expect([state.camera.value, state.selected.value]).toEqual(['follow', 0]);
    commands.run('next-agent');
    expect([state.camera.value, state.selected.value]).toEqual(['follow', 1]);
    commands.run('deselect');
    expect(state.camera.value).toBe('orbit');
  });

  it('speed goes by the stops of the slider and not beyond', () => {
    const { state, commands } = open();
    for (let i = 0; i < 9; i++) commands.run('faster');
    expect(state.pace.value.speed).toBe('max');
    for (let i = 0; i < 9; i++) commands.run('slower');
    expect(state.pace.value.speed).toBe(0.125);
  });

  it('turbo is left for the speed before, by its key, by Space or by a slower speed', () => {
    const { state, commands } = open();
    commands.setSpeed(4);
    for (const leave of ['turbo', 'play'] as const) {
      state.pace.value = { ...state.pace.value, playing: false };
      commands.run('turbo');
      expect(state.pace.value).toEqual({ playing: true, speed: 'turbo' });
      expect(state.spoken.value).toContain('Turbo');
      commands.run(leave);
      expect(state.pace.value).toEqual({ playing: true, speed: 4 });
    }
    commands.setSpeed('turbo');
    commands.run('faster');
    expect(state.pace.value.speed).toBe('turbo');
    commands.run('slower');
    expect(state.pace.value.speed).toBe('max');
  });

  it('turbo switches training on, and ends with it', () => {
    const { state, commands } = open();
    state.training.value = false;
    commands.setSpeed('turbo');
    expect([state.training.value, state.pace.value.speed]).toEqual([true, 'turbo']);
    commands.run('training');
    expect([state.training.value, state.pace.value.speed]).toEqual([false, 1]);
  });

  it('there is nothing to hurry where a trained policy is watched', () => {
    const { state, commands } = open();
    commands.run('turbo');
    state.watching.value = { card: madeUpCard, file: undefined, ownRun: false };
    expect(state.pace.value.speed).toBe(1);
    commands.run('turbo');
    expect(state.pace.value.speed).toBe(1);
    expect(state.spoken.value).toContain('no training to hurry');
  });

  it('one decision is taken by a world that stands still, and of what was recorded the next is shown', () => {
    const { state, commands, steps, rewinds } = open();
    commands.run('one-decision');
    commands.run('turbo');
    commands.run('one-decision');
    expect(steps).toEqual([false, false]);
    expect(state.pace.value).toEqual({ playing: false, speed: 1 });
    state.rewind.rewound.value = {
      ...{ at: 3, decisions: 9, decisionSeconds: 0.1, contacts: [] },
      ...{ differsFrom: undefined, file: undefined },
    };
    commands.run('one-decision');
    expect(steps).toHaveLength(2);
    expect(rewinds).toEqual([{ moment: 4 }]);
  });

  it('slow motion is a quarter, an eighth, then what was before', () => {
    const { state, commands } = open();
    commands.setSpeed(2);
    const seen = [0, 1, 2].map(() => {
      commands.run('slow-motion');
      return state.pace.value.speed;
    });
    expect(seen).toEqual([0.25, 0.125, 2]);
    expect(state.spoken.value).toBe('Slow motion off');
  });

  it('every shortcut does something', () => {
    for (const { command } of shortcuts) {
      const { state, commands, rewinds, steps } = open();
      state.world.value = 'shown';
      state.learning.moments.value = moments;
      if (command === 'later') state.learning.shown.value = moments[0];
      commands.select(1);
      const look = () =>
        JSON.stringify(
          [state.pace, state.training, state.selected, state.camera].map((s) => s.value),
        ) +
        [
          state.panelOpen.value,
          state.daytime.value,
          state.dialog.value,
          state.edit.on.value,
          state.stopping.value,
          state.ghosts.on.value,
          state.learning.shown.value?.updates,
          ...[...state.overlays.value, state.show.map.value, state.show.floor.value],
          rewinds.length,
          steps.length,
        ];
      const before = look();
      if (command === 'orbit') commands.run('follow');
      const middle = look();
      commands.run(command);
      expect(look(), command).not.toBe(command === 'orbit' ? middle : before);
    }
  });

  it('a notice of a topic replaces the last one of it, and is put away alone', () => {
    const { state, commands } = open();
    addNotice(state, 'warning', () => 'Full.', 'save');
    addNotice(state, 'info', () => 'Hello.');
    addNotice(state, 'warning', () => 'Still full.', 'save');
    expect(noticesOf(state)).toEqual(['Hello.', 'Still full.']);
    commands.dismiss(state.notices.value[0]?.id ?? 0);
    expect(noticesOf(state)).toEqual(['Still full.']);
  });

  it('one walks in with the camera behind oneself, and a key that lets go of robots leaves first', () => {
    const { state, commands } = open();
    commands.run('visit');
    expect(state.visiting.value).toBe(false);
    state.world.value = 'shown';
    commands.run('visit');
    expect([state.visiting.value, state.camera.value]).toEqual([true, 'follow']);
    expect(state.spoken.value).toContain('W A S D');
    // Cameras go with the visitor: no robot is needed for them, and none that is let go ends them.
    commands.setCamera('first-person');
    expect(state.selected.value).toBeUndefined();
    commands.select(1);
    commands.select(undefined);
    expect(state.camera.value).toBe('first-person');
    commands.select(2);
    commands.run('deselect');
    expect([state.visiting.value, state.camera.value]).toEqual([false, 'orbit']);
    expect(state.selected.value).toBe(2);
    commands.run('deselect');
    expect(state.selected.value).toBeUndefined();
  });

  it('rewind by one key; then keys mean decisions, and Escape is back to now, where the world goes on as it did', () => {
    const { state, commands, rewinds } = open();
    const taken = rewindTaken(state);
    const at = (moment: number) => ({
      ...{ at: moment, decisions: 600, decisionSeconds: 0.1, contacts: [], file: undefined },
      differsFrom: undefined,
    });
    state.world.value = 'shown';
    state.pace.value = { playing: false, speed: 2 };
    commands.run('rewind');
    expect(rewinds).toEqual([{ back: 10 }]);
    taken.rewound(at(500));
    expect(state.pace.value.playing).toBe(true);
    expect(momentText(at(500))).toBe('10.0 s ago');
    commands.run('earlier');
    // What is asked for stands on the slider at once, and the picture stands still.
    expect(state.pace.value.playing).toBe(false);
    commands.run('earlier');
    expect(rewinds.slice(1)).toEqual([{ moment: 499 }, { moment: 498 }]);
    taken.rewound(at(499));
    expect(state.rewind.asked.value).toBe(498);
    taken.rewound(at(498));
    expect(state.rewind.asked.value).toBeUndefined();
    state.pace.value = { playing: true, speed: 2 };
    taken.rewound(at(600));
    expect(state.pace.value.playing).toBe(false);
    commands.run('deselect');
    expect(rewinds.at(-1)).toBeUndefined();
    taken.rewound(undefined);
    expect(state.pace.value).toEqual({ playing: false, speed: 2 });
    // While the hand is out the key is the hand's.
    state.edit.on.value = true;
    commands.run('rewind');
    expect(rewinds).toHaveLength(4);
  });

  it('whatever changes the world in view is done to the world itself', () => {
    const { state, commands, rewinds } = open();
    state.world.value = 'shown';
    rewindTaken(state).rewound({
      ...{ at: 5, decisions: 9, decisionSeconds: 0.1, contacts: [], file: 'x' },
      differsFrom: undefined,
    });
    commands.toggleVisit();
    expect(rewinds).toEqual([undefined]);
  });
});
