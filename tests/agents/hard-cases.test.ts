import { expect, it } from 'vitest';
import { hardCases } from '../../src/agents/hard-cases.ts';
import type { Outcome } from '../../src/env/episodes.ts';

const cases = (...detours: (readonly [detour: number, outcome: Outcome])[]) =>
  detours.map(([detour, outcome]) => ({ detour, outcome }));

it('hard cases: the quarter with the longest detours, wherever it stands', () => {
  expect(
    hardCases(
      cases(
        ...([
          [3, 'timeout'],
          [1, 'success'],
          [1.2, 'success'],
          [1.5, 'success'],
        ] as const),
        ...([
          [1, 'success'],
          [2, 'success'],
          [1.1, 'collision'],
          [1.4, 'success'],
        ] as const),
      ),
    ),
  ).toEqual({ detour: 1.5, episodes: 2, success: 0.5 });
});

it('hard cases: outcomes have no say in which they are', () => {
  const detours = [1, 1.3, 2, 1.1, 4, 1.2, 1.6, 1.05];
  const found = (outcome: Outcome) =>
    hardCases(cases(...detours.map((detour) => [detour, outcome] as [number, Outcome])));
  expect(found('success')).toEqual({ detour: 1.6, episodes: 2, success: 1 });
  expect(found('timeout')).toEqual({ detour: 1.6, episodes: 2, success: 0 });
});

it('hard cases: fewer than a quarter where many are alike, none where all are', () => {
  const of = (...detours: number[]) =>
    hardCases(cases(...detours.map((detour) => [detour, 'success'] as [number, Outcome])));
  expect(of(1, 1, 2, 2, 2, 2, 2, 3)).toMatchObject({ detour: 2, episodes: 1 });
  expect(of(1, 1, 1, 1)).toBeNull();
  expect(of(1.5)).toBeNull();
});
