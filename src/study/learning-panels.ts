/** The learning curves of a study's runs for a picture: a panel per arm, the baseline's curves behind each. */
import { successLine } from './learning-curve.ts';
import type { Result } from './result.ts';
import type { Arm, Study } from './study.ts';

interface SeedCurve {
  readonly name: string;
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

export interface LearningPanel {
  readonly title: string;
  readonly curves: readonly SeedCurve[];
  /** What the curves are compared with; none in the baseline's own panel. */
  readonly reference: readonly SeedCurve[];
}

/** Minutes of the budget against success of training episodes; arms without a run are left out. */
export function learningPanels(study: Study, results: readonly Result[]): LearningPanel[] {
  const curvesOf = (arm: Arm) =>
    results
      .filter((result) => result.arm === arm.name)
      .map(({ seed, curve }) => ({ name: `seed ${seed}`, points: successLine(curve) }));
  const [baseline] = study.arms;
  return study.arms
    .map((arm) => ({
      ...{ title: arm.name, curves: curvesOf(arm) },
      reference: arm === baseline ? [] : curvesOf(baseline),
    }))
    .filter(({ curves }) => curves.length > 0);
}
