import { describe, expect, it } from 'vitest';
import { addressDefaults, addressOfScene, parseAddress } from '../../src/app/address.ts';

const scenes = ['crossing', 'plaza', 'rooms'];

describe('address', () => {
  it('an empty one gives the defaults and no notice', () => {
    expect(parseAddress('', scenes)).toEqual({ address: addressDefaults, notices: [] });
  });

  it('reads what it knows', () => {
    const { address, notices } = parseAddress(
      '?scene=rooms&policy=none&backend=wasm&threads=2&workers=3&seed=42&speed=0.25',
      scenes,
    );
    expect(address).toEqual({
      ...{ scene: 'rooms', policy: 'none', backend: 'wasm', threads: 2, workers: 3 },
      ...{ seed: 42, speed: 0.25 },
    });
    expect(notices).toEqual([]);
    expect(parseAddress('?speed=max', scenes).address.speed).toBe('max');
  });

  it.each([
    ['scene=moon', '“moon”', 'Known: crossing, plaza, rooms.'],
    ['policy=best', '“best”', 'Known: auto, none.'],
    ['backend=cuda', '“cuda”', 'Known: auto, webgpu, wasm, tfjs.'],
    ['threads=0', '“0”', 'Known: auto, or whole numbers from 1 to 4.'],
    ['threads=12', '“12”', 'Known: auto'],
    ['workers=5', '“5”', 'Known: auto, or whole numbers from 1 to 4.'],
    ['seed=-1', '“-1”', 'Known: whole numbers from 0 to 2,147,483,647.'],
    ['seed=1e3', '“1e3”', 'Known: whole numbers from 0 to 2,147,483,647.'],
    ['seed=99999999999', '“99999999999”', 'Known: whole numbers'],
    ['speed=3', '“3”', 'Known: 0.125, 0.25, 0.5, 1, 2, 4, 8, max, turbo.'],
    ['speed=', '“”', 'Known: 0.125'],
  ])('%s is not obeyed, and says so with the known values', (query, asked, known) => {
    const { address, notices } = parseAddress(`?${query}`, scenes);
    expect(address).toEqual(addressDefaults);
    expect(notices).toHaveLength(1);
    expect(notices[0]).toContain(asked);
    expect(notices[0]).toContain(known);
  });

  it('a parameter of another name gets one notice with the known names', () => {
    const { notices } = parseAddress('?sceen=rooms&sceen=plaza', scenes);
    expect(notices).toEqual([
      'The address names “sceen”, which is not known; it is left out. Known: scene, policy, backend, threads, workers, seed, speed.',
    ]);
  });

  it('without a plaza the first scene is the default', () => {
    expect(parseAddress('', ['rooms']).address.scene).toBe('rooms');
  });

  it('a change of scene keeps the other wishes', () => {
    expect(addressOfScene('?backend=wasm&scene=plaza', 'rooms')).toBe('?backend=wasm&scene=rooms');
  });
});
