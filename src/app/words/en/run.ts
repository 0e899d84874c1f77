/** What the page says at its moments: notices, what is read out, and what went wrong. */
import type { Contact } from '../../../agents/contacts-begun.ts';
import type { Failure, Part } from '../../workers/failure.ts';

const parts: Readonly<Record<Part, string>> = {
  page: 'The page',
  drawing: 'Drawing',
  simulation: 'The simulation',
  learning: 'Learning',
  saving: 'Saving',
  setting: 'The setting',
  file: 'The file',
  comparison: 'The comparison',
  watching: 'Watching',
  examiner: 'Running the published cases',
  report: 'The faithfulness report',
  edit: 'The change',
  picture: 'The picture',
  video: 'The video',
  policy: 'The policy',
  rewinding: 'Rewinding',
  recording: 'Opening the recording',
  avatar: 'Your avatar',
  'kept-edits': 'Showing what was changed',
};

const met: Readonly<Record<Contact['with'], string>> = {
  agent: 'touches another robot',
  walker: 'touches a person',
  static: 'touches something that stands there',
  anything: 'has collided, and begins again',
};

export const run = {
  /** A refusal's own sentence is English, and enough in English. */
  failure(failure: Failure) {
    switch (failure.is) {
      case 'refused':
        return failure.what === 'kept-edits'
          ? `What was changed here cannot be shown: ${failure.sentence}`
          : failure.sentence;
      case 'full':
        return failure.sentence;
      case 'lost':
        return `${parts[failure.what]} stopped: the graphics card was lost. Reload the page; what was saved is kept.`;
      case 'gone':
        return `${parts[failure.what]} could not be loaded or stopped; reload the page.`;
      case 'failed':
        return `${parts[failure.what]} failed.`;
      case 'mistake':
        return `${parts[failure.what]} stopped because of a mistake in Heed. Reload the page; what was saved is kept.`;
    }
  },

  address: {
    value: (name: string, asked: string, used: string, known: string) =>
      `The address asks for ${name} “${asked}”, which is not known; using ${used}. Known: ${known}.`,
    parameter: (name: string, known: string) =>
      `The address names “${name}”, which is not known; it is left out. Known: ${known}.`,
    autoOrCount: (most: string) => `auto, or whole numbers from 1 to ${most}`,
    wholeNumbers: (least: string, most: string) => `whole numbers from ${least} to ${most}`,
    edits: 'changes of the layout that it names, as a link of this page has them',
    view: 'x,z,distance,turn,height, in metres and degrees',
  },
  browser: {
    simd: 'Heed computes with WebAssembly SIMD, which this browser does not have; open it in a current Chrome, Edge, Firefox or Safari.',
    webgpu:
      'The address asks for WebGPU, which this browser does not offer; learning runs on WebAssembly. Use a current Chrome or Edge for WebGPU.',
    context:
      'The graphics card stopped drawing this page; the picture comes back by itself, or after a reload.',
  },

  continued: (steps: string) => `Continued your run: ${steps} steps so far.`,
  loaded: (steps: string) => `Loaded the file: the run goes on at ${steps} steps.`,
  rolledBack: (update: string, to: string, reason: string) =>
    `Learning had collapsed at update ${update} and goes on from the best weights before, of update ${to}. ${reason}`,
  saveUnanswered: 'Saving has taken more than 15 seconds, and may not be done.',
  cardLost: {
    once: 'The graphics card was lost',
    again: 'The graphics card was lost again and again, so learning goes on without it',
  },
  revived: {
    saved: (lost: string) => `${lost}: your run goes on from what was saved last.`,
    held: (lost: string, steps: string) =>
      `${lost}: your run goes on from ${steps} steps, but what it had collected to learn from is lost, and is collected anew.`,
    nothing: (lost: string) =>
      `${lost}: nothing of your run had been saved yet, so it begins anew.`,
  },
  ownInstead: (failure: string) => `${failure} Your own robots are shown instead.`,
  otherTab: 'This scene is open in another tab, which keeps its run; this one is not kept.',
  otherSettings: (settings: readonly string[]) =>
    `The run was begun with ${settings.join(', ')}; here it goes on in the scene as it is without.`,
  noRoom: 'There is no room to walk in here: everything is taken.',
  noLearner: 'No learner runs here whose policy could be examined: reload the page.',
  noReport: 'The report could not be made: its program did not load. Reload the page.',
  stopped: (robot: string, what: Contact['with']) => `Stopped: ${robot} ${met[what]}.`,

  spoken: {
    paused: 'Paused',
    playing: 'Playing',
    oneDecision: 'One decision on',
    alreadyTrained: 'These robots are trained already',
    trainingOn: 'Training on',
    trainingOff: 'Training off',
    willStop: 'It will stop at the next collision',
    willNotStop: 'It will not stop',
    asThen: (stop: string) => `They are as ${stop}`,
    asNow: 'They are as they are now',
    selected: (robot: string) => `${robot} selected`,
    noneSelected: 'No robot selected',
    thereAgain: (thing: string) => `${thing} is there again`,
    notThere: (thing: string) => `Imagining that ${thing} is not there`,
    allThere: 'Everything is there again',
    otherWorld: 'The world is another: everything is there again',
    entered: 'You are in: W A S D or the arrows walk, brackets turn',
    left: 'You have left the world',
    watchingAgain: 'Back to watching',
    noHurry: 'There is no training to hurry here',
    turbo: 'Turbo: they train without being drawn',
    backToRun: 'Back to your run',
    fromScratch: 'Learning from scratch',
    startedOver: 'Started over',
    watchingTrained: 'Watching the trained robots',
    compared: (run: string) => `Compared with ${run}`,
    set: (changes: string) => `Set: ${changes}`,
    running: (cases: number) => `Running ${cases} cases`,
    succeed: (share: string, cases: number) => `${share} of ${cases} cases succeed`,
  },
};
