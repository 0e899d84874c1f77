import { describe, expect, it } from 'vitest';
import type { HeldGhost } from '../../../src/app/edit/edit-state.ts';
import { sayWould, supposedOf } from '../../../src/app/mind/supposing.ts';

const place = { x: 1, z: 2, yaw: 0.5 };
const ghost: HeldGhost = {
  ...{ held: { thing: 'statics/hedge-1' }, place, solids: [], why: undefined, by: 'drag' },
};

describe('what is supposed', () => {
  it('is what the hand holds, where it could stand', () => {
    expect(supposedOf(ghost)).toEqual({ kind: 'move', thing: 'statics/hedge-1', ...place });
    expect(supposedOf({ ...ghost, held: { look: 'crate' } })).toEqual({
      ...{ kind: 'add', look: 'crate' },
      ...place,
    });
    expect(supposedOf({ ...ghost, held: { thing: 'goals/3' } })).toEqual({
      ...{ kind: 'goal', agent: 3, x: 1, z: 2 },
    });
  });

  it('is nothing where nothing is held, where it cannot stand, and once it was let go of', () => {
    expect(supposedOf(undefined)).toBeUndefined();
    expect(supposedOf({ ...ghost, why: 'hedge' })).toBeUndefined();
    expect(supposedOf({ ...ghost, sent: true })).toBeUndefined();
    expect(supposedOf({ ...ghost, by: 'arms' })).toBeUndefined();
  });

  it('is said as the change of what the robot does', () => {
    const as = { forward: 1, left: 0 };
    expect(sayWould({ as, would: { forward: 0.6, left: 0 } }, 0, 1)).toBe(
      'Here, Ada would go 0.4 m/s slower.',
    );
    expect(sayWould({ as, would: { forward: 1, left: -0.7 } }, 0, 1)).toBe(
      'Here, Ada would go 0.7 m/s further to the right.',
    );
    expect(sayWould({ as, would: { forward: 0.99, left: 0 } }, 0, 1)).toBe(
      'Here, Ada would go on as now.',
    );
  });
});
