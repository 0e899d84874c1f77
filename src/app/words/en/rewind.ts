/** Another moment in view than now: of the last minute, or of a recording. */
import { sayDifference } from '../../../agents/replay-words.ts';

export const rewind = {
  name: 'Rewind',
  hint: 'See the last 10 s again (R)',
  title: 'What was recorded',
  rewound: 'Rewound',
  met: 'somebody met something',
  back: 'A decision back',
  backHint: 'A decision back (,)',
  forward: 'A decision forward',
  forwardHint: 'A decision forward (.)',
  slider: (seconds: number) => `Moment of the last ${seconds} seconds`,
  save: 'Save recording',
  toNow: 'Back to now',
  /** Which moment it is: of so long a file, or so long ago. */
  ofFile: (at: string, all: string) => `${at} of ${all}`,
  now: 'now',
  ago: (time: string) => `${time} ago`,
  differs: (seconds: number) => sayDifference(seconds),
  spokenBack: (seconds: number) => `${seconds} seconds back`,
};
