/**
 * The page's beginning: asks the browser what it can do, reads the address, makes the stage and the
 * state, opens the run and draws. Wiring only; what it wires is in the files that it imports.
 */
import { effect, signal } from '@preact/signals';
import { render } from 'preact';
import { scenarios } from '../../scenes/index.ts';
import { createStage } from '../view/create-stage.ts';
import type { Stage } from '../view/stage.ts';
import { addressOfScene, parseAddress } from './address.ts';
import { benchmarkOf } from './benchmark.ts';
import { probeBrowser, shortcomings } from './browser-support.ts';
import { createCommands } from './commands.ts';
import { createCurrentRun } from './current-run.ts';
import { drawFrames } from './draw-frames.ts';
import { createEditing } from './editing.ts';
import { exposeStatus } from './expose-status.ts';
import { sentenceOf } from './failure.ts';
import { fitView } from './fit-view.ts';
import { createHands } from './hands.ts';
import { commandOf, focusOf } from './keyboard.ts';
import { listenToEditing } from './listen-to-editing.ts';
import { Page } from './parts/page.tsx';
import { remember, remembered } from './remember.ts';
import { isShipped } from './shipped-policy.ts';
import { showEdits } from './show-edits.ts';
import { pictureOf, showOnStage } from './show-on-stage.ts';
import { addNotice, createState, removeNotice } from './state.ts';
import { listenToWalking } from './walking.ts';
import './style.css';

const dark = matchMedia('(prefers-color-scheme: dark)');
const sky = () => (dark.matches ? 'dusk' : 'day');
const narrow = matchMedia('(max-width: 719px)');
const phone = signal(narrow.matches);

const scenes = scenarios.entries().map(([name, scenario]) => ({
  ...{ name, title: scenario.title, description: scenario.description },
  ...{ shipped: isShipped(name), benchmark: benchmarkOf(scenario) },
}));
const { address, notices } = parseAddress(location.search, scenarios.names());
const state = createState({
  ...{ scenes, address, now: Date.now() },
  panelOpen: window.innerWidth >= 1000,
});
for (const notice of notices) addNotice(state, 'warning', notice);
narrow.addEventListener('change', () => {
  phone.value = narrow.matches;
  state.sheet.value = undefined;
});

/** Milliseconds between two looks at what the hand is about to do. */
const lookEvery = 50;
let looked = 0;

let stage: Stage | undefined;
const run = createCurrentRun({
  state,
  clock: Date.now,
  entrance: () => stage?.lookingAt() ?? { x: 0, z: 0, heading: 0 },
  onSnapshot(snapshot, gaze) {
    stage?.push(snapshot, performance.now());
    stage?.setGaze(gaze);
    const now = performance.now();
    if (now - looked < lookEvery) return;
    looked = now;
    editing.look();
  },
  download(bytes, name) {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([bytes as Uint8Array<ArrayBuffer>]));
    link.download = name;
    link.click();
    // Some browsers read the bytes only after the click has been handled.
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  },
});
const hooks = { stage: () => stage, change: run.change };
const editing = createEditing(state, hooks);
const hands = createHands(state, hooks);
const commands = createCommands(state, run, { ...editing, use: hands.use });

function report(error: unknown): void {
  console.error(error);
  addNotice(state, 'error', sentenceOf(error, 'The page'), 'mistake');
}
addEventListener('error', ({ error, message }) => report(error ?? message));
addEventListener('unhandledrejection', ({ reason }) => report(reason));

addEventListener('keydown', (event) => {
  if (state.dialog.value !== undefined || document.querySelector(':popover-open')) return;
  const { key, ctrlKey, altKey, metaKey } = event;
  const focus = focusOf(document.activeElement);
  const command = commandOf({ key, ctrlKey, altKey, metaKey, focus });
  if (!command) return;
  event.preventDefault();
  commands.run(command);
});

listenToEditing(state, commands);
listenToWalking(state, {
  use: hands.use,
  look: hands.look,
  heading: () => stage?.lookingAt().heading ?? 0,
  walk: run.walk,
});

effect(() => {
  if (!state.visiting.value) hands.leave();
});

// A page in the background may be thrown away without another word.
const lookWhetherInView = () => {
  state.inView.value = document.visibilityState === 'visible';
};
lookWhetherInView();
document.addEventListener('visibilitychange', () => {
  lookWhetherInView();
  if (!state.inView.value) run.saveNow();
});
addEventListener('pagehide', () => run.saveNow());
setInterval(() => {
  state.now.value = Date.now();
}, 5000);

// Whoever has put the story away has read it.
const storyKey = 'heed story';
if (remembered(storyKey) === 'hidden') state.storyShown.value = false;
effect(() => {
  if (!state.storyShown.value) remember(storyKey, 'hidden');
});

// A scene is a place to come back to: each has its address.
effect(() => {
  const search = addressOfScene(location.search, state.scene.value);
  if (state.scene.value !== parseAddress(location.search, scenarios.names()).address.scene) {
    history.pushState(null, '', search);
  }
});
addEventListener('popstate', () => {
  void run.openScene(parseAddress(location.search, scenarios.names()).address.scene);
});
effect(() => {
  document.title = `${state.sceneTitle.value} · Heed`;
});

exposeStatus(state, () => stage);
render(
  <Page state={state} commands={commands} phone={phone} />,
  document.getElementById('page') as HTMLElement,
);

const { fatal, warnings } = shortcomings(probeBrowser(), address.backend);
for (const warning of warnings) addNotice(state, 'warning', warning);
if (fatal === undefined) begin();
else stop(fatal);

function stop(sentence: string): void {
  state.world.value = 'failed';
  state.fatal.value = { sentence, cause: 'browser' };
}

function begin(): void {
  const canvas = document.getElementById('view') as HTMLCanvasElement;
  try {
    stage = createStage(canvas, {
      sky: sky(),
      reducedMotion: matchMedia('(prefers-reduced-motion: reduce)').matches,
      clock: () => performance.now(),
      onPick(agent) {
        // Beside all things, or on a robot: nothing is chosen any more.
        state.edit.chosen.value = undefined;
        commands.select(agent);
      },
      hand: editing.hand,
      onContextLost: (sentence) => addNotice(state, 'warning', sentence, 'context'),
      onContextRestored: () => removeNotice(state, { topic: 'context' }),
    });
  } catch (error) {
    console.error(error);
    stop(sentenceOf(error, 'Drawing'));
    return;
  }
  showOnStage(state, stage);
  showEdits(state, stage);
  fitView(document.getElementById('page') as HTMLElement, state, phone, stage);
  dark.addEventListener('change', () => stage?.setSky(sky()));
  // The first picture of a scene is drawn even so: it is what the card of turbo lies upon.
  const isResting = () => state.pace.value.speed === 'turbo' && state.world.value === 'shown';
  drawFrames(canvas, stage, pictureOf(state), isResting);
  void run.start();
}
