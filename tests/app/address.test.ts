import { describe, expect, it } from 'vitest';
import {
  addressDefaults,
  addressOfChoice,
  addressOfScene,
  parseAddress,
} from '../../src/app/address.ts';
import { inEnglish } from './in-english.ts';

const scenes = ['crossing', 'plaza', 'rooms'];

describe('address', () => {
  it('an empty one gives the defaults and no notice', () => {
    expect(parseAddress('', scenes)).toEqual({ address: addressDefaults, notices: [] });
  });

  it('reads what it knows', () => {
    const { address, notices } = parseAddress(
      '?scene=rooms&policy=none&backend=wasm&threads=2&workers=3&seed=42&speed=0.25&quality=medium&lang=zh',
      scenes,
    );
    expect(address).toEqual({
      ...{ scene: 'rooms', policy: 'none', backend: 'wasm', threads: 2, workers: 3 },
      ...{ seed: 42, speed: 0.25, lang: 'zh', layout: undefined, robot: undefined },
      ...{ camera: 'orbit', view: undefined, quality: 'medium' },
    });
    expect(notices.map(inEnglish)).toEqual([]);
    expect(parseAddress('?speed=max', scenes).address.speed).toBe('max');
  });

  it.each([
    ['scene=moon', '“moon”', 'Known: crossing, plaza, rooms.'],
    ['policy=best', '“best”', 'Known: auto, shipped, none.'],
    ['backend=cuda', '“cuda”', 'Known: auto, webgpu, wasm, tfjs.'],
    ['threads=0', '“0”', 'Known: auto, or whole numbers from 1 to 4.'],
    ['threads=12', '“12”', 'Known: auto'],
    ['workers=5', '“5”', 'Known: auto, or whole numbers from 1 to 4.'],
    ['seed=-1', '“-1”', 'Known: whole numbers from 0 to 2,147,483,647.'],
    ['seed=1e3', '“1e3”', 'Known: whole numbers from 0 to 2,147,483,647.'],
    ['seed=99999999999', '“99999999999”', 'Known: whole numbers'],
    ['speed=3', '“3”', 'Known: 0.125, 0.25, 0.5, 1, 2, 4, 8, max, turbo.'],
    ['speed=', '“”', 'Known: 0.125'],
    ['layout=-3', '“-3”', 'using none. Known: whole numbers from 0'],
    ['layout=99999999999999999999', '“99999999999999999999”', 'Known: whole numbers from 0'],
    ['robot=0', '“0”', 'Known: whole numbers from 1 to 4,096.'],
    ['camera=drone', '“drone”', 'Known: orbit, follow, first-person.'],
    ['view=1,2,3', '“1,2,3”', 'Known: x,z,distance,turn,height'],
    ['view=NaN,0,9,0,9', '“NaN,0,9,0,9”', 'Known: x,z,distance'],
    ['view=0,0,0,0,45', '“0,0,0,0,45”', 'Known: x,z,distance'],
    ['view=0,0,9,0,120', '“0,0,9,0,120”', 'Known: x,z,distance'],
    [`view=${'9'.repeat(5000)}`, `“${'9'.repeat(60)}…”`, 'Known: x,z,distance'],
    ['lang=fr', '“fr”', 'using auto. Known: en, zh.'],
  ])('%s is not obeyed, and says so with the known values', (query, asked, known) => {
    const { address, notices } = parseAddress(`?${query}`, scenes);
    expect(address).toEqual(addressDefaults);
    expect(notices).toHaveLength(1);
    expect(inEnglish(notices[0])).toContain(asked);
    expect(inEnglish(notices[0])).toContain(known);
  });

  it('a parameter of another name gets one notice with the known names', () => {
    const { notices } = parseAddress('?sceen=rooms&sceen=plaza', scenes);
    expect(notices.map(inEnglish)).toEqual([
      'The address names “sceen”, which is not known; it is left out. Known: scene, policy, backend, threads, workers, seed, speed, quality, lang, layout, edits, case, robot, camera, view.',
    ]);
  });

  it('without a plaza the first scene is the default', () => {
    expect(parseAddress('', ['rooms']).address.scene).toBe('rooms');
  });

  it('a change of scene keeps the other wishes', () => {
    expect(addressOfScene('?backend=wasm&scene=plaza', 'rooms')).toBe('?backend=wasm&scene=rooms');
  });

  it('a change of scene leaves behind what a link said of a moment of the last one', () => {
    const link =
      '?scene=plaza&policy=shipped&layout=7&robot=2&camera=follow&view=0,0,9,0,45&speed=2';
    expect(addressOfScene(link, 'rooms')).toBe('?scene=rooms&speed=2');
    expect(addressOfScene('?scene=plaza&policy=none', 'rooms')).toBe('?scene=rooms&policy=none');
  });

  it('another language takes the place of the one that was asked for, and is not asked for else', () => {
    expect(addressOfChoice('?lang=zh&scene=rooms', 'lang', 'en')).toBe('?lang=en&scene=rooms');
    expect(addressOfChoice('?scene=rooms', 'lang', 'en')).toBe('?scene=rooms');
  });
});
