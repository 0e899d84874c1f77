/** The frame of the page: titles, story, cameras, time, help. */
import type { CameraMode } from '../../../view/stage.ts';
import type { StoryFacts } from '../../home/story.ts';
import type { Command } from '../../keyboard.ts';
import type { PadPart } from '../../visit/gamepad.ts';
import type { Speed } from '../../workers/pacing.ts';

const fractions: Readonly<Record<string, string>> = { 0.125: '⅛', 0.25: '¼', 0.5: '½' };
const slow: Readonly<Record<string, string>> = { 0.25: 'a quarter', 0.125: 'an eighth' };

/** "8 robots", and the verb and the pronoun that go with them. */
function about({ agents }: StoryFacts) {
  const one = agents === 1;
  return {
    ...{ one, robots: `${agents} robot${one ? '' : 's'}`, them: one ? 'it' : 'them' },
    ...{ are: one ? 'is' : 'are', have: one ? 'has' : 'have' },
  };
}

const now = ({ rate }: StoryFacts) => (rate === undefined ? '' : ` Success\u00a0now\u00a0${rate}.`);

/** What the robots of a scenario are up to, after "learning to …". */
const aims: Readonly<Record<string, string>> = {
  plaza: 'cross the square',
  crossing: 'cross a stream of people',
  corridor: 'give way in a narrow passage',
  rooms: 'find the way through rooms and doors',
  'rooms-objects': 'find an object of a kind in rooms',
  playground: 'get over ramps and through clutter',
  crowd: 'cross a square among hundreds',
  crowdnav: 'cross a crowd that does not see it',
  'crowdnav-plusplus': 'find a way through people it sees only nearby',
};
const aimOf = ({ scenario, agents }: StoryFacts) =>
  aims[scenario] ?? (agents === 1 ? 'reach its goal' : 'reach their goals');

export const page = {
  canvas: 'The world, in three dimensions',
  building: (scene: string) => `Building ${scene} …`,
  messages: 'Messages',
  putAway: 'Put this message away',
  close: (what: string) => `Close ${what}`,
  sceneIs: 'Scene: ',
  scenes: 'Scenes',
  panels: 'Panels',
  /** Between two, and before the last of more. */
  list: (names: readonly string[]) =>
    names.length < 2 ? `${names[0] ?? ''}` : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`,
  /** Of a control that a key is for, too. */
  withKey: (name: string, key: string) => `${name} (${key})`,

  story: {
    title: 'What is going on',
    hide: 'Hide this text',
    hint: 'Click a robot to see what it pays attention to.',
    trained(of: StoryFacts & { readonly minutes: string; readonly ownRun: boolean }) {
      const { one, them } = about(of);
      const other = of.ownRun
        ? 'go back to the ones that you let learn'
        : 'let a new brain learn from scratch';
      return {
        headline: `${one ? 'This robot has' : 'These robots have'} been trained for ${of.minutes}.`,
        line: `Watch ${them} ${aimOf(of)}, or ${other}.${now(of)}`,
      };
    },
    failed(of: StoryFacts) {
      const { one, robots } = about(of);
      return {
        headline: `${robots} ${one ? 'tries' : 'try'} to ${aimOf(of)}.`,
        line: `Learning could not start.${now(of)}`,
      };
    },
    off(of: StoryFacts) {
      const { one, robots } = about(of);
      return {
        headline: `${robots} ${one ? 'shows what it has' : 'show what they have'} learned.`,
        line: `Training is off: nobody explores, nobody learns.${now(of)}`,
      };
    },
    starting(of: StoryFacts) {
      const { robots, are, them } = about(of);
      return {
        headline: `${robots} ${are} about to learn to ${aimOf(of)}.`,
        line: `Nobody tells ${them} how. Learning starts in a moment.`,
      };
    },
    trying(of: StoryFacts) {
      const { one, robots, are } = about(of);
      return {
        headline: `${robots} ${are} learning to ${aimOf(of)}.`,
        line: one
          ? 'Nobody told it how: it tries things out first, then learns from what happened.'
          : 'Nobody told them how: they try things out first, then learn from what happened.',
      };
    },
    learned(of: StoryFacts) {
      const { robots, have, them } = about(of);
      return {
        headline: `${robots} ${have} learned to ${aimOf(of)}.`,
        line: `Nobody told ${them} how.${now(of)}`,
      };
    },
    learning(of: StoryFacts) {
      const { robots, are, them } = about(of);
      return {
        headline: `${robots} ${are} learning to ${aimOf(of)}.`,
        line: `Nobody told ${them} how.${now(of)}`,
      };
    },
  },

  past: {
    title: 'A moment of the past',
    headline: (time: string) => `As they were after ${time}.`,
    arrived: (rate: string) => `Then ${rate} of their tries arrived. `,
    unseen: 'Training goes on unseen with the newest weights.',
    back: 'Back to now',
  },

  camera: {
    title: 'Camera',
    names: { orbit: 'Orbit', follow: 'Follow', 'first-person': 'Its eye' } satisfies Record<
      CameraMode,
      string
    >,
  },

  walk: {
    enter: 'Walk in',
    leave: 'Leave',
    enterHint: 'Walk among the robots (V)',
    leaveHint: 'Leave the world (V or Esc)',
  },

  time: {
    title: 'Time and training',
    play: 'Play',
    pause: 'Pause',
    playHint: 'Play (Space)',
    pauseHint: 'Pause the world in view (Space)',
    step: 'One decision on',
    stepHint: 'Go on by one decision (J)',
    speed: 'Speed',
    /** As it stands beside the slider. */
    speedName: (speed: Speed) =>
      typeof speed === 'number' ? `${fractions[speed] ?? speed}×` : speed,
    speedSpoken(speed: Speed) {
      if (speed === 'turbo') return 'turbo: training without drawing';
      return speed === 'max' ? 'as fast as this machine can' : `${speed} times real time`;
    },
    slowMotion: (speed: Speed) =>
      slow[speed] ? `Slow motion, ${slow[speed]} of real time` : 'Slow motion off',
    learn: 'Learn from scratch',
    backToRun: 'Back to your run',
    training: 'Training',
    trainingHint: 'Training: they explore and learn (T)',
    startOver: 'Start over',
  },

  turbo: {
    title: 'Turbo',
    meaning: 'They train unseen: no picture takes time from learning.',
    hint: 'Trains without drawing (U)',
    back: 'Watch again',
  },

  startOver: {
    title: 'Start over?',
    question: (scene: string, steps: string, time: string) =>
      `The robots in “${scene}” forget all that they have learned: ${steps} steps, ${time} of training. This cannot be undone, unless you save the run to a file first.`,
    keep: 'Keep learning',
    confirm: 'Start over',
  },

  leaveRun: {
    title: 'Leave this run?',
    question: (scene: string, steps: string, time: string) =>
      `This browser does not keep what the robots in “${scene}” have learned: ${steps} steps, ${time} of training. Save the run to a file, or it is gone.`,
    save: 'Save to file',
    saving: 'Saving …',
    stay: 'Stay here',
    confirm: 'Leave it',
  },

  help: {
    name: 'Help',
    hint: 'Help (?)',
    title: 'What you see',
    closes: 'help',
    paragraphs: [
      'Every robot has a goal of its own, a ring of light in its colour, and a limited time to get there. Nobody tells them how. They try, get a reward for what works, and a network learns from all their tries together, here in your browser.',
      'Click a robot: lines lead to what it attends to, the wider the more, and a ribbon shows the way that it will take. The panel says why, and what of its attention matters; the eye beside a thing imagines it away.',
      'Unseen copies of this world run beside it as fast as your machine can, so that they learn sooner. Pausing stops the world that you see; the training switch stops the learning.',
      'Walk in and you are one of them: they sense you, and some go round you. Move with the keys below, a gamepad or, on a touch screen, the round pad; drag, or press the brackets, to look about. Drop a glTF or VRM model on the page, and it is your body.',
      'Edit changes the world that they are in: drag a thing or a goal elsewhere, click a door to open or close it, add crates, hedges and more. They sense it at once. While your changes stand, this layout stays, also when you come back; undo them all, and new ones follow.',
      'Rewind shows the last minute again, decision by decision, with all that they attended to and why. The world stands still meanwhile and goes on from there. A recording can be saved, and opened like a run.',
    ],
    keys: 'Keys',
    space: 'Space',
    does: {
      play: 'Play or pause',
      'one-decision': 'Pause, and go on decision by decision',
      training: 'Training on or off',
      'next-agent': 'Next robot',
      'previous-agent': 'Previous robot',
      visit: 'Walk in, or leave again',
      edit: 'Edit the world, or stop',
      deselect: 'Leave, or let go of the robot',
      faster: 'Faster',
      slower: 'Slower',
      'slow-motion': 'Slow motion: ¼, ⅛, off',
      turbo: 'Turbo: train without drawing',
      earlier: 'Watch them as they were earlier',
      later: 'Later again, up to now',
      ghosts: 'Ghosts: the robot as it was, beside itself',
      rewind: 'See the last 10 s again',
      stopping: 'Stop at the next collision',
      orbit: 'Camera: orbit',
      follow: 'Camera: follow',
      'first-person': 'Camera: through its eye',
      trails: 'Trails behind the robots',
      map: 'Map',
      floor: 'On the floor: visits, collisions, value',
      daytime: 'Morning, noon, evening, night',
      panel: 'Show or hide the learning panel',
      preferences: 'Preferences: language, colours, storage',
      share: 'Share: link, picture, video, files',
      link: 'Copy a link to what you see',
      help: 'This help',
    } satisfies Record<Command, string>,
    camera: {
      turn: 'World in focus: turn the camera',
      pan: 'World in focus: move the camera',
      zoom: 'World in focus: nearer, farther',
    },
    rewound: {
      back: 'Rewound: 10 s further back',
      step: 'Rewound: a decision back or forward',
      now: 'Rewound: back to now',
    },
    walking: {
      walk: 'Walk, once you are in; so do the arrows then',
      faster: 'Walk faster',
      turn: 'Walking: look to the left, to the right',
      tilt: 'Walking: look up, down',
      use: 'Walking: pick up what is before you, set it down, open the door',
    },
    pad: {
      title: 'Gamepad',
      parts: {
        walk: 'Left stick',
        look: 'Right stick',
        use: 'A or ✕',
        undo: 'B or ○',
        camera: 'Y or △',
        visit: 'Start or ☰',
      } satisfies Record<PadPart, string>,
      does: {
        walk: 'Walk, the faster the farther it is out',
        look: 'Look about',
        use: 'Pick up what is before you, set it down, open the door',
        undo: 'Undo a change',
        camera: 'From behind, or through your own eyes',
        visit: 'Walk in, or leave again',
      } satisfies Record<PadPart, string>,
    },
    editing: {
      choose: 'In Edit: the thing before, the next; , and . do the same',
      move: 'In Edit: move it; with Shift a little',
      turn: 'In Edit: turn it; with Shift the other way',
      act: 'In Edit: put it there, or open and close the door',
      remove: 'In Edit: remove it; of a goal: another one',
      undo: 'Undo a change; with Shift: redo',
    },
  },
};
