import { describe, expect, it } from 'vitest';
import {
  type InfluenceRow,
  influencesOf,
  inOrder,
  isWithout,
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

  it('an answer is of those that were imagined away, and of no others', () => {
    const [milo, juno] = influences.things as [InfluenceRow, InfluenceRow];
    expect(isWithout({ absent: [] }, [])).toBe(true);
    expect(isWithout({ absent: [milo] }, [milo])).toBe(true);
    expect(isWithout({ absent: [milo] }, [juno])).toBe(false);
    expect(isWithout({ absent: [] }, [juno])).toBe(false);
  });
});
