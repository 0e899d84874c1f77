import { describe, expect, it } from 'vitest';
import { addressDefaults, parseAddress } from '../../../src/app/address.ts';
import { type Linked, linkTo } from '../../../src/app/share/permalink.ts';
import { parseView, viewText } from '../../../src/app/show/view-text.ts';

const page = 'https://example.org/heed/?scene=plaza&backend=wasm&seed=9#here';
const view = { x: 1.5, z: -2, distance: 24.3, turn: -0.3490658503988659, height: Math.PI / 4 };
const plain: Linked = {
  ...{ scene: 'rooms', policy: 'shipped', layout: 1234567890, speed: 1 },
  ...{ robot: undefined, camera: 'orbit', view },
};
const opened = (link: string) => parseAddress(new URL(link).search, ['plaza', 'rooms']);

describe('permalink', () => {
  it('is short and readable, and says nothing of the machine it was made on', () => {
    expect(linkTo(page, plain)).toBe(
      'https://example.org/heed/?scene=rooms&policy=shipped&layout=1234567890&view=1.5,-2,24.3,-20,45',
    );
  });

  it.each<[string, Linked]>([
    ['orbit', plain],
    ['following somebody', { ...plain, robot: 2, camera: 'follow', view: undefined }],
    [
      'through its eye, slowly',
      { ...plain, robot: 0, camera: 'first-person', speed: 0.25, view: undefined },
    ],
    ['a new brain', { ...plain, policy: 'none', layout: undefined, view: undefined, speed: 'max' }],
  ])('comes back as it was: %s', (_name, linked) => {
    const { address, notices } = opened(linkTo(page, linked));
    expect(notices).toEqual([]);
    const { view: back, ...rest } = address;
    const { view: of, ...others } = linked;
    const { view: _, ...defaults } = addressDefaults;
    expect(rest).toEqual({ ...defaults, ...others });
    expect(back && viewText(back)).toBe(of && viewText(of));
  });

  it('a view comes back to the decimetre and the degree', () => {
    const back = parseView(viewText({ ...view, x: -0.04, turn: 3.1 }));
    expect(back?.x).toBe(0);
    expect(back?.turn).toBeCloseTo((178 * Math.PI) / 180, 10);
    expect(back?.height).toBeCloseTo(Math.PI / 4, 10);
  });
});
