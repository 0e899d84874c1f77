/** What a person can do, by button, key or pointer: the only way that the parts change anything. */
import { batch } from '@preact/signals';
import type { Moment } from '../agents/moments.ts';
import type { Adjustable } from '../rl/adjustable.ts';
import { agentName } from '../view/names.ts';
import type { CameraMode } from '../view/stage.ts';
import { type Comparing, createComparing } from './comparing.ts';
import { emptyHands } from './edit-state.ts';
import type { EditCommands } from './editing.ts';
import type { Command } from './keyboard.ts';
import { type Speed, speeds } from './pacing.ts';
import { shownStop, stopsOf, stopText } from './past.ts';
import {
  type AbsentThing,
  forgetMind,
  type PageState,
  removeNotice,
  stickAtRest,
} from './state.ts';
import { createSpeedModes } from './turbo.ts';

/** What commands need of the run that is open at the moment (current-run.ts). */
export interface RunCommands {
  openScene(scene: string): Promise<void>;
  startOver(): Promise<void>;
  /** Ends watching: the person's own run goes on, or a new brain starts from nothing. */
  learn(): Promise<void>;
  /** Shows the scene's trained policy; the run is saved first. */
  watch(): Promise<void>;
  /** Runs the scene's published cases with the trained policy that is watched. */
  examine(): void;
  /** Makes a faithfulness report of the policy that acts now. */
  report(): void;
  /** Drops the one that is being made. */
  stopReport(): void;
  saveReport(): void;
  /** Changes what may change under way, by its name in the hyperparameters. */
  adjust(name: Adjustable, value: number): void;
  saveFile(): void;
  loadFile(file: File): Promise<void>;
}

/** What commands need of the person's hands (editing.ts, hands.ts). */
export interface HandCommands extends EditCommands {
  /** The visitor's: picks up, sets down, opens or closes. */
  use(): void;
}

export interface Commands extends RunCommands, HandCommands, Comparing {
  togglePlay(): void;
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
  togglePanel(): void;
  hideStory(): void;
  askStartOver(): void;
  showHelp(): void;
  showFaithfulness(): void;
  closeDialog(): void;
  dismiss(notice: number): void;
  run(command: Command): void;
}

export function createCommands(state: PageState, run: RunCommands, hands: HandCommands): Commands {
  const say = (text: string) => {
    state.spoken.value = text;
  };
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

  const commands: Commands = {
    ...run,
    ...hands,
    ...createComparing(state),
    togglePlay() {
      const { playing, speed } = state.pace.value;
      if (speed === 'turbo') return modes.leaveTurbo();
      state.pace.value = { playing: !playing, speed };
      say(playing ? 'Paused' : 'Playing');
    },
    setSpeed(speed) {
      if (speed === 'turbo' && state.pace.value.speed !== speed) return modes.toggleTurbo();
      state.pace.value = { ...state.pace.value, speed };
    },
    toggleTurbo: modes.toggleTurbo,
    toggleTraining() {
      if (state.watching.value) {
        say('These robots are trained already');
        return;
      }
      state.training.value = !state.training.value;
      say(state.training.value ? 'Training on' : 'Training off');
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
      say(on ? 'It will stop at the next collision' : 'It will not stop');
    },
    showMoment(moment) {
      const { shown } = state.learning;
      if (moment?.updates === shown.value?.updates) return;
      if (state.pace.value.speed === 'turbo') modes.leaveTurbo();
      shown.value = moment;
      say(moment ? `They are as ${stopText(moment, null)}` : 'They are as they are now');
    },
    select(agent) {
      if (agent === state.selected.value) return;
      batch(() => {
        state.selected.value = agent;
        forgetMind(state);
        // Follow and first-person need somebody to go with; a visitor goes with itself.
        if (agent === undefined && !state.visiting.value) state.camera.value = 'orbit';
      });
      say(agent === undefined ? 'No robot selected' : `${agentName(agent)} selected`);
    },
    toggleAbsent(thing) {
      const others = state.absent.value.filter(({ key }) => key !== thing.key);
      const back = others.length < state.absent.value.length;
      state.absent.value = back ? others : [...others, thing];
      say(back ? `${thing.label} is there again` : `Imagining that ${thing.label} is not there`);
    },
    bringBack() {
      state.absent.value = [];
      say('Everything is there again');
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
    toggleVisit() {
      if (state.world.value !== 'shown') return;
      const visiting = !state.visiting.value;
      batch(() => {
        state.visiting.value = visiting;
        state.stick.value = stickAtRest;
        state.camera.value = visiting ? 'follow' : 'orbit';
        state.edit.on.value = false;
        if (visiting) emptyHands(state.edit);
      });
      say(visiting ? 'You are in: walk with W A S D or the arrows' : 'You have left the world');
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
        case 'training':
          return commands.toggleTraining();
        case 'next-agent':
          return commands.selectBeside(1);
        case 'previous-agent':
          return commands.selectBeside(-1);
        case 'deselect':
          return state.visiting.value ? commands.toggleVisit() : commands.select(undefined);
        case 'edit':
          return commands.toggleEditing();
        case 'visit':
          return commands.toggleVisit();
        case 'faster':
          return shiftSpeed(1);
        case 'slower':
          return shiftSpeed(-1);
        case 'earlier':
          return shiftMoment(-1);
        case 'later':
          return shiftMoment(1);
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
        case 'panel':
          return commands.togglePanel();
        case 'help':
          return commands.showHelp();
      }
    },
  };
  return commands;
}
