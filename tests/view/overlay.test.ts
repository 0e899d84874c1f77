import { describe, expect, it } from 'vitest';
import { overlays } from '../../src/view/overlays/index.ts';
import { createSmallFrame } from './small-frame.ts';
import { smallLayout } from './small-layout.ts';

const eyes = () => new Float32Array([0, 1, 0, 2, 1, 0]);
const way = { points: Float32Array.of(0, 0, 0, -0.1, 0, -0.2), step: 0, outcome: undefined };
const messages = [{ fromX: 0, fromZ: 0, toX: 2, toZ: 1, weight: 0.6 }];
const intention = { chosen: { forward: 1, left: 0 }, imagined: { forward: 0.5, left: 0.5 } };
const seen = (object: { visible: boolean; children: readonly { visible: boolean }[] }) =>
  object.visible && object.children.some((child) => child.visible);

describe.each(overlays.entries())('overlay %s', (_name, kind) => {
  it('has a label a person can read', () => {
    expect(kind.label).toMatch(/^[A-Z][a-z ]+$/);
  });

  it('draws nothing without something to show, and nothing when nobody is selected', () => {
    const overlay = kind.create({ eyes });
    overlay.fit(smallLayout);
    const frame = createSmallFrame().frame;
    overlay.update(frame);
    expect(seen(overlay.object)).toBe(false);
    frame.attention = { entities: [{ x: 2, y: 1, z: 0, weight: 1 }], nodes: [] };
    frame.attentionCount++;
    frame.scan = { distances: new Float32Array(8).fill(2), reach: 5 };
    frame.way = way;
    frame.intention = intention;
    frame.messages = messages;
    frame.selected = -1;
    overlay.update(frame);
    expect(seen(overlay.object)).toBe(false);
    overlay.dispose();
  });

  it('draws what the selected agent attends to, measures or is about to do', () => {
    const overlay = kind.create({ eyes });
    overlay.fit(smallLayout);
    const frame = createSmallFrame().frame;
    frame.attention = {
      entities: [{ x: 2, y: 1, z: 0, weight: 0.7, body: 1 }],
      nodes: [{ x: -2, y: 1, z: 3, weight: 0.3 }],
    };
    frame.attentionCount++;
    frame.scan = { distances: new Float32Array(8).fill(2), reach: 5 };
    frame.way = way;
    frame.intention = intention;
    frame.messages = messages;
    overlay.update(frame);
    expect(seen(overlay.object)).toBe(true);
    overlay.dispose();
  });
});
