import { afterEach, describe, expect, it, vi } from 'vitest';
import { scenarios } from '../../../scenes/index.ts';
import { parseAddress } from '../../../src/app/address.ts';
import { keepEdits, keptEdits } from '../../../src/app/edit/kept-edits.ts';
import { createArrival } from '../../../src/app/run/arrival.ts';
import { changeTaken } from '../../../src/app/run/change-taken.ts';
import { createState } from '../../../src/app/state.ts';
import { evaluationSeed } from '../../../src/env/index.ts';
import { noticesOf } from '../in-english.ts';

function open(query: string) {
  const kept = new Map<string, string>();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
    removeItem: (key: string) => kept.delete(key),
  });
  const { address, notices } = parseAddress(query, scenarios.names());
  expect(notices).toEqual([]);
  const scenes = scenarios.names().map((name) => ({
    ...{ name, title: name, description: '', shipped: true },
  }));
  const state = createState({ scenes, address, now: 0, panelOpen: true });
  const sentences = () => noticesOf(state);
  return { state, arrival: createArrival(state), sentences };
}

afterEach(() => vi.unstubAllGlobals());

const edits = [{ kind: 'remove', thing: 'props/0' }] as const;

describe('arrival', () => {
  it('opens the layout of the address, selects the robot and takes the camera there, once', () => {
    const { state, arrival, sentences } = open('?layout=123&robot=3&camera=first-person');
    expect(arrival.editsOf('plaza')).toEqual({ layoutSeed: 123, edits: [] });
    arrival.laidOut({ agents: 8 });
    expect([state.selected.value, state.camera.value]).toEqual([2, 'first-person']);
    state.selected.value = 5;
    arrival.laidOut({ agents: 8 });
    expect(state.selected.value).toBe(5);
    expect(sentences()).toEqual([]);
  });

  it('a camera that goes with somebody goes with the first where nobody is named', () => {
    const { state, arrival } = open('?camera=follow');
    arrival.laidOut({ agents: 8 });
    expect([state.selected.value, state.camera.value]).toEqual([0, 'follow']);
  });

  it('a robot that is not there is one sentence', () => {
    const { state, arrival, sentences } = open('?robot=9');
    arrival.laidOut({ agents: 8 });
    expect(state.selected.value).toBeUndefined();
    expect(sentences()).toEqual([
      'The address asks for robot 9, but there are 8; nobody is selected.',
    ]);
  });

  it('the cases of a benchmark are not to be chosen', () => {
    const { arrival, sentences } = open('?scene=crowdnav&layout=5');
    expect(arrival.editsOf('crowdnav')).toBeUndefined();
    expect(sentences()[0]).toMatch(
      /^The address asks for layout 5, but this scene chooses its own/,
    );
  });

  it('what of it cannot be is said all of it', () => {
    const { arrival, sentences } = open('?scene=crowdnav&layout=5&robot=9');
    arrival.editsOf('crowdnav');
    arrival.laidOut({ agents: 1 });
    expect(sentences().map((text) => text.slice(0, 30))).toEqual([
      'The address asks for layout 5,',
      'The address asks for robot 9, ',
    ]);
  });

  it('a case of a benchmark is seen first, and what is none is one sentence', () => {
    const of = (query: string, scene: string) => {
      const { arrival, sentences } = open(query);
      return [arrival.caseOf(scene), ...sentences()];
    };
    expect(of('?scene=crowdnav&case=4711', 'crowdnav')).toEqual([4711]);
    expect(of('?scene=crowdnav-plusplus&case=2000', 'crowdnav-plusplus')).toEqual([2000]);
    expect(of('?scene=crowdnav', 'crowdnav')).toEqual([undefined]);
    // Another scene was opened meanwhile.
    expect(of('?scene=crowdnav&case=4711', 'crowdnav-plusplus')).toEqual([undefined]);
    // Published, for validation, beyond all; and the plaza has layouts.
    for (const [query, scene] of [
      ['?scene=crowdnav&case=1200', 'crowdnav'],
      ['?scene=crowdnav&case=3', 'crowdnav'],
      ['?scene=crowdnav&case=1000000', 'crowdnav'],
      ['?scene=plaza&case=4711', 'plaza'],
    ] as const) {
      expect(of(query, scene)).toEqual([
        undefined,
        expect.stringMatching(/^The address asks for case \d+, but robots are trained in no such/),
      ]);
    }
    expect(open('?scene=crowdnav&case=4711').arrival.editsOf('crowdnav')).toBeUndefined();
  });

  it('no address asks for a layout that agents are evaluated in', () => {
    // Beyond what an address can say at all.
    const { notices } = parseAddress(`?layout=${evaluationSeed(0, 0)}`, scenarios.names());
    expect(notices).toHaveLength(1);
  });

  it('what the person has changed in the world is kept aside, until they change it anew', () => {
    const { state, arrival, sentences } = open('?layout=123');
    keepEdits('plaza', { layoutSeed: 77, edits });
    expect(arrival.editsOf('plaza')).toEqual({ layoutSeed: 123, edits: [] });
    expect(sentences()[0]).toMatch(/Your own changes to it are kept/);
    const onChange = vi.fn();
    const { changed } = changeTaken(state, onChange);
    const report = { layoutSeed: 123, edits: [], undo: undefined, redo: undefined, cutOff: [] };
    changed(report);
    changed({ ...report, layoutSeed: 124 });
    expect(keptEdits('plaza')?.layoutSeed).toBe(77);
    expect(onChange).not.toHaveBeenCalled();
    changed({ ...report, edits, undo: { does: 'remove' } });
    expect(keptEdits('plaza')?.layoutSeed).toBe(123);
    expect(onChange).toHaveBeenCalledOnce();
    changed({ ...report, redo: { does: 'remove' } });
    expect(onChange).toHaveBeenCalledTimes(2);
    expect(keptEdits('plaza')).toBeUndefined();
  });

  it('shows what a link has changed, which is the person’s own from their next change on', () => {
    const { state, arrival, sentences } = open('?layout=123&edits=r:props/0');
    expect(arrival.editsOf('plaza')).toEqual({ layoutSeed: 123, edits });
    const onChange = vi.fn();
    const { changed } = changeTaken(state, onChange);
    const report = { layoutSeed: 123, edits, undo: undefined, redo: undefined, cutOff: [] };
    changed(report);
    expect(sentences()).toEqual(['The world is as the link has it: 1 change.']);
    expect(onChange).not.toHaveBeenCalled();
    expect(keptEdits('plaza')).toBeUndefined();
    const more = [...edits, { kind: 'remove', thing: 'props/1' } as const];
    changed({ ...report, edits: more, undo: { does: 'remove' } });
    expect(keptEdits('plaza')).toEqual({ layoutSeed: 123, edits: more });
  });

  it('a link’s changes do not take the place of those that the person has kept', () => {
    const { state, arrival, sentences } = open('?layout=123&edits=r:props/0');
    const own = [{ kind: 'remove', thing: 'props/5' } as const];
    keepEdits('plaza', { layoutSeed: 123, edits: own });
    expect(arrival.editsOf('plaza')).toEqual({ layoutSeed: 123, edits });
    const { changed } = changeTaken(state, () => {});
    changed({ layoutSeed: 123, edits, undo: undefined, redo: undefined, cutOff: [] });
    expect(sentences()).toHaveLength(1);
    expect(sentences()[0]).toMatch(/Your own changes to it are kept/);
    expect(keptEdits('plaza')).toEqual({ layoutSeed: 123, edits: own });
  });

  it('a goal given away, or a thing picked up, in a link’s world makes it nobody’s', () => {
    const { state, arrival } = open('?layout=123&edits=r:props/0');
    const own = [{ kind: 'remove', thing: 'props/5' } as const];
    keepEdits('plaza', { layoutSeed: 77, edits: own });
    arrival.editsOf('plaza');
    const { changed } = changeTaken(state, () => {});
    const report = { layoutSeed: 123, edits, undo: undefined, redo: undefined, cutOff: [] };
    changed(report);
    changed({ ...report, undo: { does: 'another-goal' } });
    expect(keptEdits('plaza')).toEqual({ layoutSeed: 77, edits: own });
    expect(state.edit.linked.value).toEqual({ layoutSeed: 123, edits });
    changed({ ...report, edits: [...edits, ...own], undo: { does: 'remove' } });
    expect(keptEdits('plaza')).toEqual({ layoutSeed: 123, edits: [...edits, ...own] });
    // What a reload would show is the person's own from here on.
    expect(state.edit.linked.value).toBeUndefined();
  });

  it('a link to one’s own world is that world, as it was kept', () => {
    const { state, arrival, sentences } = open('?layout=123&edits=r:props/0');
    keepEdits('plaza', { layoutSeed: 123, edits });
    expect(arrival.editsOf('plaza')).toEqual({ layoutSeed: 123, edits });
    expect([sentences(), state.edit.aside.value]).toEqual([[], false]);
  });
});
