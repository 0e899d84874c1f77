/** What preferences show of what the browser keeps, whenever the looks at it end. */
import { expect, it, vi } from 'vitest';
import { addressDefaults } from '../../../src/app/address.ts';
import { createHome } from '../../../src/app/home/home.ts';
import type { Kept } from '../../../src/app/run/kept-runs.ts';
import { createState } from '../../../src/app/state.ts';

const looks: ((kept: Kept) => void)[] = [];
vi.mock('../../../src/app/run/kept-runs.ts', () => ({
  lookWhatIsKept: () => new Promise<Kept>((done) => looks.push(done)),
  throwRunAway: async () => {},
}));

const run = { scene: 'rooms', bytes: 5, savedAt: 0, success: 1, trainingSeconds: 9 };
const keeping = (...runs: (typeof run)[]): Kept => ({
  ...{ runs, changes: new Map(), avatar: undefined, usage: undefined, persistent: false },
});

it('a run that was deleted is gone, though a look that began before takes longer', async () => {
  const scenes = ['plaza', 'rooms'].map((name) => ({
    ...{ name, title: name, description: '', shipped: true },
  }));
  const state = createState({ scenes, address: addressDefaults, now: 0, panelOpen: true });
  const home = createHome(state, () => {});
  home.askDeleteRun('rooms');
  const deleted = home.deleteRun();
  await vi.waitFor(() => expect(looks).toHaveLength(2));
  const [before, after] = looks as [(typeof looks)[0], (typeof looks)[0]];
  after(keeping());
  await deleted;
  expect(state.home.kept.value).toEqual(keeping());
  before(keeping(run));
  await Promise.resolve();
  await Promise.resolve();
  expect(state.home.kept.value).toEqual(keeping());
});
