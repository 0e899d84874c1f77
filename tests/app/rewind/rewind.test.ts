/** What becomes of the world's pace when it is looked back at, with a made-up simulation. */
import { describe, expect, it } from 'vitest';
import { addressDefaults } from '../../../src/app/address.ts';
import { createRewind, rewindTaken } from '../../../src/app/rewind/rewind.ts';
import { createState, forgetRun } from '../../../src/app/state.ts';
import type { Rewound } from '../../../src/app/workers/rewind-messages.ts';

const at = (moment: number): Rewound => ({
  ...{ at: moment, decisions: 600, decisionSeconds: 0.1, contacts: [] },
  ...{ differsFrom: undefined, file: undefined },
});
const failure = { is: 'failed', what: 'recording' } as const;

function open(playing: boolean) {
  const state = createState({ scenes: [], address: addressDefaults, now: 0, panelOpen: true });
  state.world.value = 'shown';
  state.pace.value = { playing, speed: 1 };
  const { rewind } = createRewind(state, { rewind() {} }, () => {});
  return { state, rewind, taken: rewindTaken(state), plays: () => state.pace.value.playing };
}

describe('a world that was looked back at', () => {
  it.each([true, false])('runs afterwards if it ran before: %s', (playing) => {
    const { rewind, taken, plays } = open(playing);
    rewind();
    taken.rewound(at(500));
    expect(plays()).toBe(true);
    taken.rewound(at(600));
    expect(plays()).toBe(false);
    taken.rewound(undefined);
    expect(plays()).toBe(playing);
  });

  it('stands afterwards if it stood before, though the key was pressed twice', () => {
    const { rewind, taken, plays } = open(false);
    rewind();
    // Nothing was answered yet.
    rewind();
    taken.rewound(at(400));
    taken.rewound(undefined);
    expect(plays()).toBe(false);
  });

  it('stands if it stood, where nothing can be seen again', () => {
    const { rewind, taken, plays } = open(false);
    rewind();
    taken.recordingRefused(failure);
    expect(plays()).toBe(false);
  });

  it('stands if it stood, where there is no world yet that could be seen again', () => {
    const { rewind, taken, plays } = open(false);
    rewind();
    taken.rewound(undefined);
    expect(plays()).toBe(false);
  });

  it('goes on standing where a recording of it cannot be made, before and after it was looked back at', () => {
    const { state, rewind, taken, plays } = open(false);
    taken.recordingRefused(failure);
    expect(plays()).toBe(false);
    state.pace.value = { playing: true, speed: 1 };
    rewind();
    taken.rewound(at(500));
    taken.rewound(undefined);
    state.pace.value = { playing: false, speed: 1 };
    taken.recordingRefused(failure);
    expect(plays()).toBe(false);
  });

  it('the next run runs if this one ran before', () => {
    const { state, rewind, taken, plays } = open(true);
    rewind();
    taken.rewound(at(600));
    expect(plays()).toBe(false);
    forgetRun(state);
    expect([plays(), state.rewind.rewound.value]).toEqual([true, undefined]);
  });
});
