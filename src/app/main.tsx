/**
 * The page's beginning: asks the browser what it can do, reads the address, makes the stage and the
 * state, opens the run and draws. Wiring only; what it wires is in the files that it imports.
 */
import { effect, signal } from '@preact/signals';
import { render } from 'preact';
import { scenarios } from '../../scenes/index.ts';
import { createStage } from '../view/create-stage.ts';
import type { Stage } from '../view/stage.ts';
import { addressOfOwnWorld, addressOfScene, parseAddress } from './address.ts';
import { probeBrowser, shortcomings } from './browser-support.ts';
import { createCommands } from './commands.ts';
import { undoable } from './edit/edit-state.ts';
import { createEditing } from './edit/editing.ts';
import { listenToEditing } from './edit/listen-to-editing.ts';
import { createMapHands } from './edit/map-hands.ts';
import { showEdits } from './edit/show-edits.ts';
import { exposeStatus } from './expose-status.ts';
import { appear, dark, still } from './home/appearance.ts';
import { speakFirst } from './home/speaking.ts';
import { createTourEye } from './home/tour-target.ts';
import { keepChoice } from './keep-choice.ts';
import { commandOf, focusOf } from './keyboard.ts';
import { benchmarkOf } from './learning/benchmark.ts';
import { createImagining, joinHands } from './mind/imagining.ts';
import { Page } from './parts/page.tsx';
import { remember, remembered } from './remember.ts';
import { createCurrentRun } from './run/current-run.ts';
import { wouldBeLost } from './run/leaving.ts';
import { isShipped } from './run/shipped-policy.ts';
import { createFileChooser } from './share/choose-file.ts';
import { download } from './share/download.ts';
import { listenToDrops } from './share/drops.ts';
import { createSharing } from './share/sharing.ts';
import { daytimeOf, daytimeWishes } from './show/daytime.ts';
import { drawFrames } from './show/draw-frames.ts';
import { fitView } from './show/fit-view.ts';
import { keepQuality, materialsOf } from './show/kept-quality.ts';
import { keepShown } from './show/kept-show.ts';
import { showMinimap } from './show/show-minimap.ts';
import { pictureOf, showOnStage } from './show/show-on-stage.ts';
import { addNotice, createState, removeNotice } from './state.ts';
import { createHands } from './visit/hands.ts';
import { createOwnAvatars } from './visit/own-avatar.ts';
import { listenToWalking } from './visit/walking.ts';
import { type Said, words } from './words/index.ts';
import { failureOf } from './workers/failure.ts';
import './style.css';

const narrow = matchMedia('(max-width: 719px)');
const phone = signal(narrow.matches);

const scenes = scenarios.entries().map(([name, scenario]) => ({
  ...{ name, title: scenario.title, description: scenario.description },
  ...{ shipped: isShipped(name), benchmark: benchmarkOf(scenario) },
}));
const { address, notices } = parseAddress(location.search, scenarios.names());
speakFirst(address.lang);
appear(document.documentElement);
const state = createState({
  ...{ scenes, address, now: Date.now() },
  panelOpen: window.innerWidth >= 1000,
});
// On a phone there is no room for it, unless the person has said otherwise.
state.show.map.value = !narrow.matches;
keepShown(state);
keepChoice(state.daytime, { key: 'heed daytime', all: daytimeWishes });
keepQuality(state.home.quality, address.quality);
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
  onSnapshot(snapshot, gaze, ghosts) {
    stage?.push(snapshot, performance.now());
    stage?.setGaze(gaze);
    stage?.showSelves(ghosts);
    const now = performance.now();
    if (now - looked < lookEvery) return;
    looked = now;
    editing.look();
  },
  download,
});
const hooks = { stage: () => stage, change: run.change };
const editing = createEditing(state, hooks);
const hands = createHands(state, hooks);
const imagining = createImagining(state, {
  ...hooks,
  select: (agent) => commands.select(agent),
});
const avatars = createOwnAvatars(state);
const sharing = createSharing(state, {
  ...{ ...hooks, run, download, clock: Date.now },
  takeAvatar: avatars.take,
  address: () => location.href,
  canvas: () => document.getElementById('view') as HTMLCanvasElement,
  chooseFile: (purpose) => chooser.choose(purpose),
});
const { setWearers, removeAvatar } = avatars;
const bodily = {
  ...{ ...editing, use: hands.use, setWearers, removeAvatar },
  ...imagining,
  ...createMapHands(() => stage),
  ...createTourEye(state, () => stage),
};
const commands = createCommands(state, run, bodily, sharing);
const chooser = createFileChooser((file, purpose) => {
  const { compareWithFile, addPolicyFile, openFile } = commands;
  const take = { compare: compareWithFile, 'other-policy': addPolicyFile, open: openFile };
  void take[purpose](file);
});
listenToDrops(state, (file) => void commands.openFile(file));

function report(error: unknown): void {
  console.error(error);
  const failure = failureOf(error, 'page');
  addNotice(state, 'error', ({ run: { failure: say } }) => say(failure), 'mistake');
}
addEventListener('error', ({ error, message }) => report(error ?? message));
addEventListener('unhandledrejection', ({ reason }) => report(reason));

addEventListener('keydown', (event) => {
  // The camera's, where the world has the focus.
  if (event.defaultPrevented) return;
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
  turn: (left, up) => stage?.turn(left, up),
  walk: run.walk,
  undo: () => {
    if (undoable(state.edit)) commands.undo();
  },
  changeCamera: () =>
    commands.setCamera(state.camera.peek() === 'first-person' ? 'follow' : 'first-person'),
  toggleVisit: commands.toggleVisit,
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
const sceneOfAddress = () => parseAddress(location.search, scenarios.names()).address.scene;
function writeScene(scene: string): void {
  if (scene === sceneOfAddress()) return;
  history.pushState(null, '', addressOfScene(location.search, scene));
}
effect(() => writeScene(state.scene.value));
// Whoever goes on with a run of their own has left what a link had shown: a reload shows that run.
effect(() => {
  if (state.learner.value.is !== 'running') return;
  const { address: asked } = parseAddress(location.search, scenarios.names());
  if (asked.policy !== 'shipped') return;
  history.replaceState(null, '', addressOfScene(location.search, state.scene.value));
});
// Whoever has changed a link's world further has one of their own, which a reload shows.
effect(() => {
  const { linked, report } = state.edit;
  if (linked.value || !report.value) return;
  if (!parseAddress(location.search, scenarios.names()).address.edits) return;
  history.replaceState(null, '', addressOfOwnWorld(location.search));
});
addEventListener('popstate', async () => {
  const asked = sceneOfAddress();
  await run.openScene(asked);
  // Whoever would rather stay has the address of where they are.
  if (sceneOfAddress() === asked) writeScene(state.scene.value);
});
addEventListener('beforeunload', (event) => {
  if (wouldBeLost(state)) event.preventDefault();
});
effect(() => {
  document.title = `${state.sceneTitle.value} · Heed`;
});

effect(() => {
  // The canvas is in the document before anything is drawn, so it is named here and in no part.
  document.getElementById('view')?.setAttribute('aria-label', words.value.page.canvas);
});

let mapsDrawn = 0;
exposeStatus(state, () => stage, { mapsDrawn: () => mapsDrawn });
render(
  <Page state={state} commands={commands} phone={phone} />,
  document.getElementById('page') as HTMLElement,
);

const { fatal, warnings } = shortcomings(probeBrowser(), address.backend);
for (const warning of warnings) addNotice(state, 'warning', warning);
if (fatal === undefined) begin();
else stop(fatal);

function stop(said: Said): void {
  state.world.value = 'failed';
  state.fatal.value = { said, cause: 'browser' };
}

function begin(): void {
  const canvas = document.getElementById('view') as HTMLCanvasElement;
  try {
    stage = createStage(canvas, {
      daytime: daytimeOf(state.daytime.value, dark.value),
      quality: materialsOf(state.home.quality.value),
      reducedMotion: still.value,
      clock: () => performance.now(),
      onPick(agent) {
        // Beside all things, or on a robot: nothing is chosen any more.
        state.edit.chosen.value = undefined;
        commands.select(agent);
      },
      hand: joinHands(editing.hand, imagining.hand),
      onContextLost: () => addNotice(state, 'warning', (of) => of.run.browser.context, 'context'),
      onContextRestored: () => removeNotice(state, { topic: 'context' }),
    });
  } catch (error) {
    console.error(error);
    const failure = failureOf(error, 'drawing');
    stop(({ run: { failure: say } }) => say(failure));
    return;
  }
  if (address.view) stage.setOutlook(address.view);
  showOnStage(state, stage);
  showEdits(state, stage);
  showMinimap(state, stage, () => {
    mapsDrawn++;
  });
  fitView(document.getElementById('page') as HTMLElement, state, phone, stage);
  // The first picture of a scene is drawn even so: it is what the card of turbo lies upon.
  const isResting = () => state.pace.value.speed === 'turbo' && state.world.value === 'shown';
  drawFrames(canvas, stage, pictureOf(state), { isResting, home: state.home });
  void run.start();
  void avatars.restore();
}
