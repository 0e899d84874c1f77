import { describe, expect, it } from 'vitest';
import { overlays } from '../../src/view/overlays/index.ts';
import { overlayContext } from './overlay-context.ts';
import { createSmallFrame } from './small-frame.ts';
import { smallLayout } from './small-layout.ts';

const selves = {
  ...{ round: 1, goal: { x: 3, z: 3 }, poses: Float32Array.of(2, 0.6, 2, 0, -2, 0.6, 1, 1) },
  looks: [
    { colour: '#440154', label: '10 s', outcome: 'collision' as const },
    { colour: '#5ec962', label: '1 min', outcome: undefined },
  ],
};
const way = { points: Float32Array.of(0, 0, 0, -0.1, 0, -0.2), step: 0, outcome: undefined };
const messages = [{ fromX: 0, fromZ: 0, toX: 2, toZ: 1, weight: 0.6 }];
const intention = { chosen: { forward: 1, left: 0 }, imagined: { forward: 0.5, left: 0.5 } };
const seen = (object: { visible: boolean; children: readonly { visible: boolean }[] }) =>
  object.visible && object.children.some((child) => child.visible);

const all = overlays.entries();
const ofKind = (of: 'selected' | 'all') => all.filter(([, kind]) => kind.of === of);
const floor = {
  grid: { x: -5, z: -5, cell: 5, columns: 2, rows: 2 },
  values: Float32Array.of(0, 1, 2, Number.NaN),
  ...{ least: 0, most: 2, sparse: false },
};

describe.each(all)('overlay %s', (_name, kind) => {
  it('has a label a person can read', () => {
    expect(kind.label).toMatch(/^[A-Z][a-z ]+$/);
  });

  it('draws nothing without something to show', () => {
    const overlay = kind.create(overlayContext);
    overlay.fit(smallLayout);
    expect(overlay.lines?.().length ?? 0).toBe(0);
    overlay.update(createSmallFrame().frame);
    expect(seen(overlay.object)).toBe(false);
    overlay.dispose();
  });
});

describe.each(ofKind('all'))('overlay %s, of all', (_name, kind) => {
  it('is drawn whoever is selected, and not in another layout, of which nothing is known', () => {
    const overlay = kind.create(overlayContext);
    overlay.fit(smallLayout);
    const { frame } = createSmallFrame();
    frame.selected = -1;
    frame.floor = floor;
    for (let i = 0; i < 5; i++) {
      frame.time = i;
      frame.track.drawn.position[0] = i / 2;
      overlay.update(frame);
    }
    expect(seen(overlay.object)).toBe(true);
    overlay.fit({ ...smallLayout, seed: 2 });
    frame.floor = undefined;
    overlay.update(frame);
    expect(seen(overlay.object)).toBe(false);
    overlay.dispose();
  });
});

describe.each(ofKind('selected'))('overlay %s, of the selected agent', (name, kind) => {
  it('draws nothing when nobody is selected', () => {
    const overlay = kind.create(overlayContext);
    overlay.fit(smallLayout);
    const frame = createSmallFrame().frame;
    frame.attention = { entities: [{ x: 2, y: 1, z: 0, weight: 1 }], nodes: [] };
    frame.attentionCount++;
    frame.scan = { distances: new Float32Array(8).fill(2), reach: 5 };
    frame.way = way;
    frame.selves = selves;
    frame.intention = intention;
    frame.messages = messages;
    frame.selected = -1;
    overlay.update(frame);
    expect(seen(overlay.object)).toBe(false);
    overlay.dispose();
  });

  it('draws what the selected agent attends to, measures or is about to do', () => {
    const overlay = kind.create(overlayContext);
    overlay.fit(smallLayout);
    const frame = createSmallFrame().frame;
    frame.attention = {
      entities: [{ x: 2, y: 1, z: 0, weight: 0.7, body: 1 }],
      nodes: [{ x: -2, y: 1, z: 3, weight: 0.3 }],
    };
    frame.attentionCount++;
    frame.scan = { distances: new Float32Array(8).fill(2), reach: 5 };
    frame.way = way;
    frame.selves = selves;
    frame.intention = intention;
    frame.messages = messages;
    overlay.update(frame);
    expect(seen(overlay.object)).toBe(true);
    // Who tells what is drawn tells of all of it, and that none is when it is gone.
    const lines = { 'attention-rays': 2, 'scan-rays': 8, 'graph-edges': 1 }[name];
    expect(overlay.lines?.().length).toBe(lines && 4 * lines);
    frame.selected = -1;
    overlay.update(frame);
    expect(overlay.lines?.().length).toBe(lines && 0);
    overlay.dispose();
  });
});
