/** What a person can do, by button, key or pointer: the only way that the parts change anything. */
import { batch } from '@preact/signals';
import type { Moment } from '../agents/moments.ts';
import type { Adjustable } from '../rl/adjustable.ts';
import { agentName } from '../view/names.ts';
import type { CameraMode } from '../view/stage.ts';
import { emptyHands } from './edit/edit-state.ts';
import type { EditCommands } from './edit/editing.ts';
import type { PolicyFromFile } from './files/file-kind.ts';
import { createHome, type HomeCommands } from './home/home.ts';
import { createTour, type TourCommands } from './home/tour.ts';
import type { TourEye } from './home/tour-target.ts';
import type { Command } from './keyboard.ts';
import { type Comparing, createComparing } from './learning/comparing.ts';
import { createOtherPolicies, type OtherPolicies } from './learning/other-policies.ts';
import { shownStop, stopsOf, stopText } from './learning/past.ts';
import { copyKeyOf, type ImaginingCommands, isOfCopy } from './mind/imagining.ts';
import { imaginingsOf, isAsImagined } from './mind/influences.ts';
import { createRewind, type RewindCommands } from './rewind/rewind.ts';
import type { Sharing } from './share/sharing.ts';
import { type DaytimeWish, nextDaytime } from './show/daytime.ts';
import {
  createShowCommands,
  type MapHands,
  nextFloor,
  type ShowCommands,
} from './show/show-commands.ts';
import {
  type AbsentThing,
  forgetMind,
  imagineNothing,
  type PageState,
  removeNotice,
  stickAtRest,
} from './state.ts';
import type { AvatarCommands } from './visit/own-avatar.ts';
import { words } from './words/index.ts';
import { labelText } from './words/name-known.ts';
import { type Speed, speeds } from './workers/pacing.ts';
import type { ActingPolicy } from './workers/protocol.ts';
import type { AskRewind } from './workers/rewind-messages.ts';
import { createSpeedModes } from './workers/turbo.ts';

/** What commands need of the run that is open at the moment (current-run.ts). */
export interface RunCommands {
  openScene(scene: string): Promise<void>;
  startOver(): Promise<void>;
  /** Yes, the run that cannot be kept may go. */
  leaveRun(): void;
  /** Ends watching: the person's own run goes on, or a new brain starts from nothing. */
  learn(): Promise<void>;
  /** Shows the scene's trained policy; the run is saved first. */
  watch(): Promise<void>;
  /** Runs the scene's published cases with the trained policy that is watched. */
  examine(): void;
  /** Makes a faithfulness report of the weights that drive the world in view. */
  report(): void;
  /** Of every kept moment that has none. */
  reportAll(): void;
  /** Drops the one that is being made. */
  stopReport(): void;
  saveReport(): void;
  /** Changes what may change under way, by its name in the hyperparameters. */
  adjust(name: Adjustable, value: number): void;
  /** One decision of the world in view. */
  step(): void;
  rewind(to: AskRewind | undefined): void;
  saveRecording(): void;
  /** Plays a recording in its scene. */
  openRecording(file: File, scene: string): Promise<void>;
  saveFile(): void;
  /** Goes on from the run in the file, in its scene. Throws an InputError, and all stays as it is, where it cannot. */
  loadFile(file: File, scene: string): Promise<void>;
  /** The newest policy of what acts here; throws an InputError where there is none. */
  policy(): Promise<ActingPolicy>;
  /** Shows a policy in its scene; the run is saved first. */
  watchPolicy(policy: PolicyFromFile): Promise<void>;
}

/** What commands need of the person's hands (editing.ts, hands.ts, map-hands.ts, imagining.ts). */
export interface HandCommands
  extends EditCommands,
    MapHands,
    AvatarCommands,
    ImaginingCommands,
    TourEye {
  /** The visitor's: picks up, sets down, opens or closes. */
  use(): void;
}

export interface Commands
  extends Omit<RunCommands, 'rewind' | 'step'>,
    HandCommands,
    ShowCommands,
    Comparing,
    OtherPolicies,
    Sharing,
    RewindCommands,
    HomeCommands,
    TourCommands {
  togglePlay(): void;
  /** Pauses, and takes one decision; of what was recorded, shows the next. */
  takeOneDecision(): void;
  setSpeed(speed: Speed): void;
  /** Trains without drawing, or draws again. */
  toggleTurbo(): void;
  toggleTraining(): void;
  /** Lets the world in view stop at the next collision, or not. */
  toggleStopping(): void;
  /** Drives the world in view by the weights of then; undefined: of now. */
  showMoment(moment: Moment | undefined): void;
  select(agent: number | undefined): void;
  /** Imagines that it is not there, or that it is again. */
  toggleAbsent(thing: AbsentThing): void;
  /** Everything is there again. */
  bringBack(): void;
  toggleOverlay(name: string): void;
  /** 1: the next robot, −1: the one before. */
  selectBeside(step: 1 | -1): void;
  setCamera(mode: CameraMode): void;
  /** The person walks into the world, or leaves it. */
  toggleVisit(): void;
  setDaytime(wish: DaytimeWish): void;
  togglePanel(): void;
  hideStory(): void;
  askStartOver(): void;
  showHelp(): void;
  showFaithfulness(): void;
  /** The report of the weights of so many updates. */
  showReport(updates: number): void;
  closeDialog(): void;
  dismiss(notice: number): void;
  run(command: Command): void;
}

export function createCommands(
  state: PageState,
  run: RunCommands,
  hands: HandCommands,
  sharing: Sharing,
): Commands {
  const say = (text: string) => {
    state.spoken.value = text;
  };
  /** What is said, in the language of the moment. */
  const spoken = () => words.peek().run.spoken;
  const shiftSpeed = (step: 1 | -1) => {
    const { speed: from } = state.pace.value;
    // Who holds the key down wants more of the same, not that the picture stops.
    if (step === 1 && (from === 'max' || from === 'turbo')) return;
    const speed = speeds[speeds.indexOf(from) + step];
    if (speed !== undefined) commands.setSpeed(speed);
  };
  const modes = createSpeedModes(state, say);
  const shiftMoment = (step: 1 | -1) => {
    const stops = stopsOf(state.learning);
    const at = shownStop(state.learning) + step;
    if (at >= 0 && at < stops.length) commands.showMoment(stops[at]);
  };

  const isRewound = () => state.rewind.rewound.value !== undefined;

  const commands: Commands = {
    ...run,
    ...hands,
    ...createComparing(state),
    ...createOtherPolicies(state, run),
    ...createShowCommands(state, hands, {
      say,
      select: (agent) => commands.select(agent),
      setCamera: (mode) => commands.setCamera(mode),
      toggleOverlay: (name) => commands.toggleOverlay(name),
      backToNow: () => commands.backToNow(),
      leaveTurbo: modes.leaveTurbo,
    }),
    ...sharing,
    ...createHome(state, () => commands.askStartOver()),
    ...createTour(state, {
      select: (agent) => commands.select(agent),
      bringBack: () => commands.bringBack(),
      toggleVisit: () => commands.toggleVisit(),
      toggleEditing: () => commands.toggleEditing(),
      backToNow: () => commands.backToNow(),
    }),
    ...createRewind(state, run, modes.leaveTurbo),
    toggleEditing() {
      commands.backToNow();
      hands.toggleEditing();
    },
    togglePlay() {
      const { playing, speed } = state.pace.value;
      if (speed === 'turbo') return modes.leaveTurbo();
      state.pace.value = { playing: !playing, speed };
      say(playing ? spoken().paused : spoken().playing);
    },
    takeOneDecision() {
      if (isRewound()) return commands.stepMoment(1);
      if (state.pace.value.speed === 'turbo') modes.leaveTurbo();
      state.pace.value = { ...state.pace.value, playing: false };
      run.step();
      say(spoken().oneDecision);
    },
    setSpeed(speed) {
      if (speed === 'turbo' && state.pace.value.speed !== speed) return modes.toggleTurbo();
      state.pace.value = { ...state.pace.value, speed };
    },
    toggleTurbo: modes.toggleTurbo,
    toggleTraining() {
      if (state.watching.value) {
        say(spoken().alreadyTrained);
        return;
      }
      state.training.value = !state.training.value;
      say(state.training.value ? spoken().trainingOn : spoken().trainingOff);
    },
    toggleStopping() {
      const on = !state.stopping.value;
      if (on && state.pace.value.speed === 'turbo') modes.leaveTurbo();
      batch(() => {
        state.stopping.value = on;
        // Nobody meets anything where all stand still.
        if (on) state.pace.value = { ...state.pace.value, playing: true };
      });
      removeNotice(state, { topic: 'contact' });
      say(on ? spoken().willStop : spoken().willNotStop);
    },
    showMoment(moment) {
      const { shown } = state.learning;
      commands.backToNow();
      if (moment?.updates === shown.value?.updates) return;
      if (state.pace.value.speed === 'turbo') modes.leaveTurbo();
      shown.value = moment;
      say(moment ? spoken().asThen(stopText(moment, null)) : spoken().asNow);
    },
    select(agent) {
      if (agent === state.selected.value) return;
      batch(() => {
        state.selected.value = agent;
        forgetMind(state);
        // Follow and first-person need somebody to go with; a visitor goes with itself.
        if (agent === undefined && !state.visiting.value) state.camera.value = 'orbit';
      });
      say(agent === undefined ? spoken().noneSelected : spoken().selected(agentName(agent)));
    },
    toggleAbsent(thing) {
      if (isOfCopy(state, thing)) {
        // The rows in view may be of copies that are gone by now.
        const answer = state.answer.peek();
        const isNew = answer && isAsImagined(answer, imaginingsOf(state));
        const copy = isNew ? copyKeyOf(state, thing) : undefined;
        // Without it there is one less: that is as it was.
        if (copy !== undefined) commands.putBack(copy);
        return;
      }
      const others = state.absent.value.filter(({ key }) => key !== thing.key);
      const back = others.length < state.absent.value.length;
      batch(() => {
        state.absent.value = back ? others : [...others, thing];
        state.displaced.value = state.displaced.value.filter(({ key }) => key !== thing.key);
      });
      const name = labelText(thing.label);
      say(back ? spoken().thereAgain(name) : spoken().notThere(name));
    },
    bringBack() {
      batch(() => imagineNothing(state));
      say(spoken().allThere);
    },
    toggleOverlay(name) {
      const shown = new Set(state.overlays.value);
      if (!shown.delete(name)) shown.add(name);
      state.overlays.value = shown;
    },
    selectBeside(step) {
      const agents = state.agents.value;
      if (agents === 0) return;
      const from = state.selected.value ?? (step === 1 ? -1 : agents);
      commands.select((from + step + agents) % agents);
    },
    setCamera(mode) {
      batch(() => {
        // Both of the others need somebody to go with.
        const alone = state.selected.value === undefined && !state.visiting.value;
        if (mode !== 'orbit' && alone) commands.select(0);
        state.camera.value = mode;
      });
    },
    setDaytime(wish) {
      state.daytime.value = wish;
      const { is, names } = words.peek().show.daytime;
      say(is(names[wish]));
    },
    toggleVisit() {
      if (state.world.value !== 'shown') return;
      commands.backToNow();
      const visiting = !state.visiting.value;
      batch(() => {
        state.visiting.value = visiting;
        state.stick.value = stickAtRest;
        state.camera.value = visiting ? 'follow' : 'orbit';
        state.edit.on.value = false;
        if (visiting) emptyHands(state.edit);
      });
      say(visiting ? spoken().entered : spoken().left);
    },
    togglePanel() {
      state.panelOpen.value = !state.panelOpen.value;
    },
    hideStory() {
      state.storyShown.value = false;
    },
    askStartOver() {
      state.dialog.value = 'start-over';
    },
    showHelp() {
      state.dialog.value = 'help';
    },
    showFaithfulness() {
      state.dialog.value = 'faithfulness';
    },
    showReport(updates) {
      state.reportShown.value = updates;
    },
    closeDialog() {
      state.dialog.value = undefined;
    },
    dismiss(notice) {
      removeNotice(state, { id: notice });
    },
    run(command) {
      switch (command) {
        case 'play':
          return commands.togglePlay();
        case 'one-decision':
          return commands.takeOneDecision();
        case 'training':
          return commands.toggleTraining();
        case 'next-agent':
          return commands.selectBeside(1);
        case 'previous-agent':
          return commands.selectBeside(-1);
        case 'rewind':
          // The hand has these keys while it is out.
          return state.edit.on.value ? undefined : commands.rewind();
        case 'deselect':
          if (isRewound()) return commands.backToNow();
          if (state.visiting.value) return commands.toggleVisit();
          if (state.selected.value !== undefined) return commands.select(undefined);
          // One that was begun from help may not have the focus.
          return state.home.tour.value === undefined ? undefined : commands.endTour();
        case 'edit':
          return commands.toggleEditing();
        case 'visit':
          return commands.toggleVisit();
        case 'faster':
          return shiftSpeed(1);
        case 'slower':
          return shiftSpeed(-1);
        case 'earlier':
          return isRewound() ? commands.stepMoment(-1) : shiftMoment(-1);
        case 'later':
          return isRewound() ? commands.stepMoment(1) : shiftMoment(1);
        case 'ghosts':
          return commands.toggleGhosts();
        case 'stopping':
          return commands.toggleStopping();
        case 'slow-motion':
          return modes.nextSlowMotion();
        case 'turbo':
          return modes.toggleTurbo();
        case 'orbit':
        case 'follow':
        case 'first-person':
          return commands.setCamera(command);
        case 'trails':
          return commands.toggleTrails();
        case 'map':
          return commands.toggleMap();
        case 'floor':
          return commands.showFloor(nextFloor(state.show.floor.value));
        case 'daytime':
          return commands.setDaytime(nextDaytime(state.daytime.value, state.dark.value));
        case 'panel':
          return commands.togglePanel();
        case 'preferences':
          return commands.showPreferences();
        case 'share':
          return commands.showShare();
        case 'link':
          return void commands.copyLink();
        case 'help':
          return commands.showHelp();
      }
    },
  };
  return commands;
}
