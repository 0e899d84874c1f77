/** What is painted on the floor, what a person can do about it, and that it is kept. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { addressDefaults } from '../../../src/app/address.ts';
import { keepShown } from '../../../src/app/show/kept-show.ts';
import { mapScale } from '../../../src/app/show/minimap-scale.ts';
import { createShowCommands, nextFloor } from '../../../src/app/show/show-commands.ts';
import { smoothFloor } from '../../../src/app/show/smooth-floor.ts';
import { createState } from '../../../src/app/state.ts';
import { type FloorReport, paintOf } from '../../../src/app/workers/floor.ts';
import { smallLayout } from '../../view/small-layout.ts';

const grid = { x: -5, z: -5, cell: 2, columns: 5, rows: 5 };
const flat = (value: number) => new Float32Array(25).fill(value);
const report: FloorReport = {
  ...{ kind: 'value', layoutSeed: 1, grid, values: flat(2), agent: 0, known: 1 },
};

function open() {
  const state = createState({ scenes: [], address: addressDefaults, now: 0, panelOpen: true });
  state.layout.value = smallLayout;
  const looked: [number, number][] = [];
  const commands = createShowCommands(
    state,
    {
      agentAt: (x) => (x === 2 ? 1 : undefined),
      lookAt: (x, z) => looked.push([x, z]),
    },
    {
      say(text) {
        state.spoken.value = text;
      },
      select(agent) {
        state.selected.value = agent;
      },
      setCamera(mode) {
        state.camera.value = mode;
      },
      toggleOverlay(name) {
        const shown = new Set(state.overlays.value);
        if (!shown.delete(name)) shown.add(name);
        state.overlays.value = shown;
      },
      backToNow() {},
      leaveTurbo() {
        state.pace.value = { playing: true, speed: 1 };
      },
    },
  );
  return { state, commands, looked };
}

describe('paint on the floor', () => {
  it('a value has all colours between the ends of nearly all of it, counts begin at nothing', () => {
    const values = Float32Array.from({ length: 25 }, (_, i) => 1 + (i % 5));
    const paint = paintOf({ ...report, values });
    expect(paint?.sparse).toBe(false);
    expect(paint?.least).toBeGreaterThan(1);
    expect(paint?.most).toBeLessThan(5);
    const counts = paintOf({ ...report, kind: 'visits', values: flat(0) });
    // A floor on which nobody was yet is not lightest everywhere.
    expect(counts).toMatchObject({ least: 0, most: 0.5, sparse: true });
    expect(paintOf({ ...report, kind: 'collisions', values: flat(3) })?.most).toBe(3);
    expect(paintOf({ ...report, values: new Float32Array(0) })).toBeUndefined();
  });

  it('is smooth: a hole among what is known is filled, and nothing grows beyond', () => {
    const values = flat(Number.NaN);
    for (const cell of [6, 7, 8, 11, 13, 16, 17, 18]) values[cell] = 4;
    const smooth = smoothFloor(grid, values, 3);
    expect(smooth[12]).toBe(4);
    expect([...smooth].filter((value) => !Number.isNaN(value))).toHaveLength(9);
    const peak = flat(0);
    peak[12] = 16;
    expect(smoothFloor(grid, peak, 1)[12]).toBe(4);
    expect(smoothFloor(grid, peak, 1)[6]).toBe(1);
    expect(smoothFloor(grid, peak, 0)).toBe(peak);
  });

  it('is of what is shown now: of this layout, of this kind, and of the selected agent', () => {
    const { state } = open();
    const { show, selected, layout } = state;
    show.report.value = report;
    expect(show.painted.value).toBeUndefined();
    show.floor.value = 'value';
    expect(show.painted.value).toBeUndefined();
    selected.value = 0;
    expect(show.painted.value?.most).toBe(2);
    // The same layout with something else in it.
    layout.value = { ...smallLayout, statics: [] };
    expect(show.painted.value).toBeDefined();
    layout.value = { ...smallLayout, seed: 2 };
    expect(show.painted.value).toBeUndefined();
  });

  it('is asked for while the page is in view', () => {
    const { state, commands } = open();
    commands.showFloor('visits');
    expect(state.show.asked.value).toBe('visits');
    state.inView.value = false;
    expect(state.show.asked.value).toBeUndefined();
  });
});

describe('showing', () => {
  it('goes through what may be on the floor, and says so; a value is of somebody', () => {
    const { state, commands } = open();
    const seen = [0, 1, 2, 3].map(() => {
      commands.showFloor(nextFloor(state.show.floor.value));
      return state.show.floor.value;
    });
    expect(seen).toEqual(['visits', 'collisions', 'value', undefined]);
    expect(state.selected.value).toBe(0);
    expect(state.spoken.value).toBe('Nothing on the floor');
  });

  it('on the map a robot is selected, and elsewhere the camera goes there', () => {
    const { state, commands, looked } = open();
    state.camera.value = 'follow';
    commands.pointAtMap(2, 0, 0.5);
    expect([state.selected.value, state.camera.value, looked.length]).toEqual([1, 'follow', 0]);
    commands.pointAtMap(3, 4, 0.5);
    expect([state.selected.value, state.camera.value]).toEqual([1, 'orbit']);
    expect(looked).toEqual([[3, 4]]);
  });

  it('a map keeps the shape of its layout, however long that is', () => {
    const square = mapScale({ min: [-8, -8], max: [8, 8] });
    expect(square.width).toBe(square.height);
    const long = mapScale({ min: [-14, -6], max: [14, 6] });
    expect(long.width / long.height).toBeCloseTo(28 / 12, 1);
    expect(long.width).toBeGreaterThan(square.width);
  });
});

describe('what is shown', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('is kept where a person chose it; the rest follows the page, whose defaults may change', () => {
    const kept = new Map<string, string>();
    vi.stubGlobal('localStorage', {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => kept.set(key, value),
    });
    const shown = ({ state: { show, overlays } }: ReturnType<typeof open>) => [
      ...[show.floor.value, show.map.value, overlays.value.has('trails')],
    ];
    const before = open();
    before.state.show.map.value = true;
    keepShown(before.state)();
    expect([...kept]).toEqual([]);
    const stop = keepShown(before.state);
    before.commands.showFloor('collisions');
    // Another overlay is no choice about this one.
    before.state.overlays.value = new Set([...before.state.overlays.value, 'path']);
    stop();
    // The map is hidden now unless somebody wants it.
    const after = open();
    const stopAgain = keepShown(after.state);
    expect(shown(after)).toEqual(['collisions', false, true]);
    after.commands.showFloor(undefined);
    after.commands.toggleMap();
    after.commands.toggleTrails();
    stopAgain();
    const last = open();
    last.state.show.floor.value = 'visits';
    keepShown(last.state)();
    expect(shown(last)).toEqual([undefined, true, false]);
    kept.set('heed floor', 'unheard-of');
    const odd = open();
    keepShown(odd.state)();
    expect(shown(odd)).toEqual([undefined, true, false]);
  });
});
