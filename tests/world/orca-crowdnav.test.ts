import { expect, test } from 'vitest';
import { runCrowdNav, timeStep } from './crowdnav-protocol.ts';
import seen from './fixtures/crowdnav/orca-seen.json' with { type: 'json' };
import unseen from './fixtures/crowdnav/orca-unseen.json' with { type: 'json' };

const outcomes = { g: 'goal', c: 'collision', t: 'timeout' } as const;

/**
 * The public code computes ORCA in single precision. In single precision the algorithm gives all its
 * times, in double precision all but these: a near-tie goes the other way.
 */
const doublePrecision = {
  unseen: [{ case: 108, steps: 52 }],
  seen: [{ case: 231, steps: 70 }],
};

function run(fixture: typeof seen) {
  const { people, robotVisible, margin } = fixture;
  return [...fixture.outcome].map((_, i) => runCrowdNav({ case: i, people, robotVisible, margin }));
}

for (const [name, fixture] of Object.entries({ unseen, seen })) {
  const runs = run(fixture);

  test(`orca: on CrowdNav, robot ${name}, all 250 outcomes are those of the public code`, () => {
    const expected = [...fixture.outcome].map((letter) => outcomes[letter as 'g' | 'c' | 't']);
    expect(runs.map((r) => r.outcome)).toEqual(expected);
  });

  test(`orca: on CrowdNav, robot ${name}, times are those of the public code`, () => {
    const different = runs
      .filter((r, i) => r.steps !== fixture.steps[i])
      .map((r) => ({ case: runs.indexOf(r), steps: r.steps }));
    expect(different).toEqual(doublePrecision[name as keyof typeof doublePrecision]);
    for (const r of runs) expect(r.time).toBe(r.steps * timeStep);
  });

  test(`orca: on CrowdNav, robot ${name}, returns agree where the times do`, () => {
    runs.forEach((r, i) => {
      if (r.steps !== fixture.steps[i]) return;
      expect(Math.abs(r.return - (fixture.return[i] as number))).toBeLessThan(1e-3);
    });
  });

  test(`mersenne twister: on CrowdNav, robot ${name}, people start where numpy's draws put them`, () => {
    fixture.starts.forEach((expected, i) => {
      const { starts } = runs[i] as (typeof runs)[number];
      starts.forEach((x, k) => {
        expect(Math.abs(x - (expected[k] as number))).toBeLessThan(1e-6);
      });
    });
  });

  test(`orca: on CrowdNav, robot ${name}, five trajectories agree within 0.1 mm`, () => {
    fixture.trajectories.forEach((expected, i) => {
      const { trajectory } = runs[i] as (typeof runs)[number];
      expect(trajectory.length).toBe(expected.length);
      const worst = Math.max(
        ...expected.flatMap((row, t) =>
          row.map((x, k) => Math.abs(x - (trajectory[t]?.[k] as number))),
        ),
      );
      expect(worst).toBeLessThan(1e-4);
    });
  });
}
