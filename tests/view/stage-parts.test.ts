/** Whatever the stage hands to the graphics card, it takes back. */
import { BufferGeometry, Material, type Mesh, Texture } from 'three';
import { afterEach, expect, it, vi } from 'vitest';
import { FloorCounts } from '../../src/agents/floor-counts.ts';
import { overlays } from '../../src/view/overlays/index.ts';
import { createStageParts, details, type StageParts } from '../../src/view/stage-parts.ts';
import { crowdLayout } from './crowd-layout.ts';
import { createSmallFrame } from './small-frame.ts';
import { smallLayout } from './small-layout.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

type Owned = BufferGeometry | Material | Texture;

/** Adds all that is drawn and lies on the card, by what it is, until it is disposed. */
function onCard(parts: StageParts, found: Map<Owned, string>): void {
  const keep = (owned: Owned, what: string): void => {
    if (found.has(owned)) return;
    found.set(owned, what);
    owned.addEventListener('dispose', () => found.delete(owned));
  };
  const add = (owned: unknown, what: string): void => {
    if (Array.isArray(owned)) for (const one of owned) add(one, what);
    else if (owned instanceof BufferGeometry || owned instanceof Texture) keep(owned, what);
    else if (owned instanceof Material) {
      keep(owned, what);
      for (const value of Object.values(owned)) add(value, `texture of ${what}`);
      const { uniforms = {} } = owned as { uniforms?: Record<string, { value: unknown }> };
      for (const { value } of Object.values(uniforms)) add(value, `texture of ${what}`);
    }
  };
  parts.object.traverse((object) => {
    const { geometry, material, customDepthMaterial } = object as Mesh;
    const names: string[] = [];
    object.traverseAncestors(({ type, parent }) =>
      names.unshift(`${type} ${parent?.children.length}`),
    );
    const what = [...names, object.type].join(' > ');
    add(geometry, `geometry of ${what}`);
    add(material, `material of ${what}`);
    add(customDepthMaterial, `depth material of ${what}`);
  });
}

it('a stage that is disposed leaves nothing on the card', () => {
  const context = new Proxy({}, { get: () => () => ({ width: 10 }), set: () => true });
  const canvas = () => ({ width: 1, height: 1, getContext: () => context });
  vi.stubGlobal('document', { createElement: canvas });
  const parts = createStageParts(details.low, 8);
  const owned = new Map<Owned, string>();
  const { frame } = createSmallFrame();
  for (const layout of [crowdLayout({ agents: 3, entities: 40 }).layout, smallLayout]) {
    parts.fit(layout);
    onCard(parts, owned);
  }
  parts.update(frame);
  onCard(parts, owned);
  expect(owned.size).toBeGreaterThan(50);
  parts.dispose();
  expect([...owned.values()]).toEqual([]);
});

it('tells what is drawn of each overlay: nothing of one that is switched off', () => {
  const context = new Proxy({}, { get: () => () => ({ width: 10 }), set: () => true });
  const canvas = () => ({ width: 1, height: 1, getContext: () => context });
  vi.stubGlobal('document', { createElement: canvas });
  const parts = createStageParts(details.low, 8);
  const { frame } = createSmallFrame();
  parts.fit(smallLayout);
  expect(Object.keys(parts.drawn())).toEqual(overlays.names());
  parts.update(frame);
  expect(parts.drawn().floor).toBe(0);
  const { grid } = new FloorCounts(smallLayout);
  const values = new Float32Array(grid.columns * grid.rows);
  frame.floor = { grid, values, least: 0, most: 1, sparse: false };
  parts.update(frame);
  expect(parts.drawn().floor).toBeGreaterThan(0);
  parts.setOverlay('floor', false);
  expect(parts.drawn().floor).toBe(0);
  parts.dispose();
});
