import { signal } from '@preact/signals';
import { describe, expect, it } from 'vitest';
import { addressDefaults, parseAddress } from '../../../src/app/address.ts';
import { createEditState } from '../../../src/app/edit/edit-state.ts';
import { editsText } from '../../../src/app/share/edits-text.ts';
import { type Linked, linkableEdits, linkTo } from '../../../src/app/share/permalink.ts';
import { parseView, viewText } from '../../../src/app/show/view-text.ts';
import { catalogs } from '../../../src/app/words/index.ts';
import type { Edit } from '../../../src/scene/edit.ts';
import type { Layout } from '../../../src/scene/layout.ts';

const page = 'https://example.org/heed/?scene=plaza&backend=wasm&seed=9#here';
const view = { x: 1.5, z: -2, distance: 24.3, turn: -0.3490658503988659, height: Math.PI / 4 };
const plain: Linked = {
  ...{ scene: 'rooms', policy: 'shipped', seed: 1, layout: 1234567890, speed: 1 },
  ...{ case: undefined, robot: undefined, camera: 'orbit', view, edits: [] },
};
const edits: readonly Edit[] = [
  { kind: 'add', thing: 'statics/added-1', look: 'hedge', x: 0.1 + 0.2, z: -3, yaw: Math.PI / 3 },
  { kind: 'move', thing: 'props/crate-2', x: 1e-7, z: 4, yaw: 0 },
  { kind: 'remove', thing: 'statics/hedge-7' },
  { kind: 'hold', thing: 'doors/door-a', as: 'open' },
  { kind: 'hold', thing: 'doors/door-b', as: 'shut' },
];
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
    ['of another seed', { ...plain, seed: 9 }],
    ['a case of a benchmark', { ...plain, layout: undefined, case: 4711, view: undefined }],
    ['a new brain', { ...plain, policy: 'none', layout: undefined, view: undefined, speed: 'max' }],
  ])('comes back as it was: %s', (_name, linked) => {
    const { address, notices } = opened(linkTo(page, linked));
    expect(notices).toEqual([]);
    const { view: back, ...rest } = address;
    const { view: of, edits: _none, ...others } = linked;
    const { view: _, ...defaults } = addressDefaults;
    expect(rest).toEqual({ ...defaults, ...others });
    expect(back && viewText(back)).toBe(of && viewText(of));
  });

  it('what was changed comes back to the last digit', () => {
    const link = linkTo(page, { ...plain, edits });
    expect(link).toContain(
      `&edits=a:statics/added-1:hedge:${0.1 + 0.2}:-3:${Math.PI / 3};m:props/crate-2:1e-7:4:0;r:statics/hedge-7;o:doors/door-a;s:doors/door-b&view`,
    );
    expect(opened(link)).toMatchObject({ address: { edits, layout: 1234567890 }, notices: [] });
    // Of a layout that is not named nothing can be said.
    expect(linkTo(page, { ...plain, layout: undefined, edits })).not.toContain('edits');
  });

  it('what is too much for a link is left out of it, and of an address', () => {
    const many = Array.from({ length: 70 }, () => edits[0] as Edit);
    expect([editsText(many), editsText(edits.slice(0, 1))]).toEqual([
      undefined,
      expect.any(String),
    ]);
    expect(linkTo(page, { ...plain, edits: many })).toBe(linkTo(page, plain));
    expect(
      opened(`https://x.y/?layout=5&edits=${'r:props/1;'.repeat(500)}r:props/2`).notices,
    ).toHaveLength(1);
  });

  it.each([
    ...[
      'x',
      'a:statics/added-1:hedge:1:2',
      'a:statics/added-1:tank:1:2:3',
      'r:walls/1',
      'o:doors/a:1',
    ],
    ...[
      'm:props/2:one:2:0',
      'm:props/2:1::0',
      'm:props/2:1:2:Infinity',
      'm:props/2:1e9:2:0',
      'r:',
      '',
    ],
    ...['a:statics/hedge-7:hedge:1:2:0', 'r:props/<script>', 'r:props/1;'],
  ])('what is no change is one sentence, and nothing of it is done: %s', (text) => {
    const { address, notices } = opened(`https://x.y/?layout=5&edits=${encodeURIComponent(text)}`);
    expect(address.edits).toBeUndefined();
    expect(notices.map((said) => said(catalogs.en))).toEqual([
      expect.stringMatching(
        /^The address asks for edits “.*”, which is not known; using none. Known: changes of the layout/,
      ),
    ]);
  });

  it('changes are linked with the layout that they are of, and with no other that is in view', () => {
    const report = { layoutSeed: 123, edits, undo: undefined, redo: undefined, cutOff: [] };
    const seen = (seed: number) => {
      const edit = createEditState();
      edit.report.value = report;
      return linkableEdits({ layout: signal({ seed } as Layout), edit });
    };
    expect([seen(123), seen(999)]).toEqual([edits, []]);
  });

  it('changes without the layout that they are of are one sentence', () => {
    expect(opened('https://x.y/?edits=r:props/1').notices).toHaveLength(1);
  });

  it('a view comes back to the decimetre and the degree', () => {
    const back = parseView(viewText({ ...view, x: -0.04, turn: 3.1 }));
    expect(back?.x).toBe(0);
    expect(back?.turn).toBeCloseTo((178 * Math.PI) / 180, 10);
    expect(back?.height).toBeCloseTo(Math.PI / 4, 10);
  });
});
