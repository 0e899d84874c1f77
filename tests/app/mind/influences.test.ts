import { describe, expect, it } from 'vitest';
import {
  type InfluenceRow,
  influencesOf,
  inOrder,
  isAsImagined,
  nameOf,
} from '../../../src/app/mind/influences.ts';
import { change, explanationOf, place, thing } from './made-up-explanation.ts';

const keys = (rows: readonly InfluenceRow[]) => rows.map(({ key }) => key);

describe('influences', () => {
  const explanation = explanationOf([
    thing(1, 0.7, change(0.1, 0)),
    thing(2, 0.3, change(0, -0.8)),
    thing(6, 0.1, change(0.3, 0), { kind: 'visitor' }),
    place(3, 0.6, change(0, 0)),
    place(4, 0.4, change(0.2, 0), 'North'),
  ]);
  const influences = influencesOf(explanation);

  it('tells things nearby from places, robots by their names, and the person as such', () => {
    expect(influences.things.map(({ label }) => label)).toEqual(['Milo', 'Juno', 'You']);
    expect(influences.places.map(({ label, isPlace }) => [label, isPlace])).toEqual([
      ['place 3', true],
      ['North', true],
    ]);
    expect(explanation.influences.map(nameOf)).toEqual([
      ...['Milo', 'Juno', 'you', 'the place 3', 'the North'],
    ]);
  });

  it('orders by what matters or by what is attended to', () => {
    expect(keys(inOrder(influences.things, 'influence'))).toEqual(['body 2', 'body 6', 'body 1']);
    expect(keys(inOrder(influences.things, 'attention'))).toEqual(['body 1', 'body 2', 'body 6']);
    expect(keys(inOrder(influences.places, 'influence'))).toEqual(['node 4', 'node 3']);
  });

  it('says where the two disagree, and where nothing stands out', () => {
    expect(influences.mostAttended).toBe('body 1');
    expect(influences.mostInfluential).toBe('body 2');
    const even = influencesOf(
      explanationOf([thing(1, 0.5, change(0.1, 0)), thing(2, 0.5, change(0, 0))]),
    );
    expect([even.mostAttended, even.mostInfluential]).toEqual([undefined, undefined]);
  });

  it('an answer is of what is imagined, wherever it has been moved meanwhile, and of nothing else', () => {
    const [milo, juno] = influences.things as [InfluenceRow, InfluenceRow];
    const is = (
      answer: Partial<Parameters<typeof isAsImagined>[0]>,
      imagined: Partial<Parameters<typeof isAsImagined>[1]>,
    ) => {
      const nothing = { absent: [], displaced: [] };
      return isAsImagined({ ...nothing, ...answer }, { ...nothing, ...imagined });
    };
    expect(is({}, {})).toBe(true);
    expect(is({ absent: [milo] }, { absent: [milo] })).toBe(true);
    expect(is({ absent: [milo] }, { absent: [juno] })).toBe(false);
    expect(is({}, { absent: [juno] })).toBe(false);
    const moved = { body: 1, x: 1, z: 0, copy: false };
    const named = { key: 'body 1', label: 'Milo' };
    expect(is({ displaced: [moved] }, { displaced: [{ ...moved, ...named, x: 2 }] })).toBe(true);
    const copy = { ...moved, ...named, copy: true };
    expect(is({ displaced: [moved] }, { displaced: [copy] })).toBe(false);
    expect(is({ displaced: [moved] }, {})).toBe(false);
  });

  it('a copy is called by its original', () => {
    const copy = (more: object) => thing(9, 0.3, change(0, 0), { copyOf: 2, ...more });
    expect(nameOf(copy({ label: 'copy of agent 3' }))).toBe('the copy of Juno');
    const walker = { kind: 'walker', label: 'copy of walker 2' } as const;
    expect(nameOf(copy(walker))).toBe('the copy of walker 2');
    expect(nameOf(copy({ label: 'copy of visitor 1' }))).toBe('the copy of You');
    const [row] = influencesOf(explanationOf([copy(walker)])).things;
    expect(row).toMatchObject({ copyOf: 2, mayMove: true, label: 'copy of walker 2' });
  });
});
