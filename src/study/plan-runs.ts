/**
 * Which runs of a study are still to be done. What is kept must be of the study as it is now: figures
 * of other settings or another budget do not belong into one table, so they are refused, never dropped.
 */
import { InputError, quoted } from '../core/input-error.ts';
import { ddpg } from '../rl/algorithms/ddpg.ts';
import type { Hyperparameters } from '../rl/hyperparameters.ts';
import type { KeptResult } from './results-file.ts';
import { type Arm, type SceneSettings, type Study, settingsOf } from './study.ts';

export interface PlannedRun {
  readonly arm: string;
  readonly seed: number;
  readonly settings: Hyperparameters;
  readonly sceneSettings: SceneSettings;
}

/** The arms of these names, in the study's order; all of them without names. */
export function selectArms(study: Study, names?: readonly string[]): readonly Arm[] {
  const unknown = names?.find((name) => !study.arms.some((arm) => arm.name === name));
  if (unknown !== undefined) {
    const known = study.arms.map((arm) => arm.name).join(', ');
    throw new InputError(`Unknown arm "${unknown}". Known: ${known}.`);
  }
  return study.arms.filter(({ name }) => !names || names.includes(name));
}

/** InputError if a kept run is not of this study as it is now. */
export function checkResults(name: string, study: Study, kept: readonly KeptResult[]): void {
  const seen = new Set<string>();
  for (const { result, where } of kept) {
    const refuse = (what: string, is: unknown, now: unknown) =>
      new InputError(
        `${where}: expected a run with ${what} ${quoted(now)}, as in the study now, but got ${quoted(is)}: ` +
          'move the file away, or name another --out.',
      );
    if (result.study !== name) throw refuse('study', result.study, name);
    const arm = study.arms.find((one) => one.name === result.arm);
    if (!arm) {
      throw new InputError(
        `${where}: the study has no arm "${result.arm}" now: remove the line, or name another --out.`,
      );
    }
    for (const field of ['scene', 'minutes', 'episodes'] as const) {
      if (result[field] !== study[field]) throw refuse(field, result[field], study[field]);
    }
    const settings = settingsOf(study, arm);
    for (const setting of Object.keys({ ...settings, ...result.settings })) {
      const is = settingThen(result.settings, setting as keyof Hyperparameters);
      const now = settings[setting as keyof Hyperparameters];
      if (is !== now) throw refuse(setting, is, now);
    }
    const { setScene = {} } = arm;
    for (const setting of Object.keys({ ...setScene, ...result.sceneSettings })) {
      const [is, now] = [result.sceneSettings[setting], setScene[setting]];
      if (is !== now) throw refuse(`the scene’s ${setting}`, is, now);
    }
    const run = `${result.arm} ${result.seed}`;
    if (seen.has(run)) {
      throw new InputError(
        `${where}: the arm "${result.arm}" stands there with seed ${result.seed} a second time: remove one of the lines.`,
      );
    }
    seen.add(run);
  }
}

/** A hyperparameter that is newer than the run was then what it is in plain DDPG, which has every addition off. */
function settingThen(settings: Partial<Hyperparameters>, name: keyof Hyperparameters) {
  return Object.hasOwn(settings, name) ? settings[name] : ddpg[name];
}

/**
 * What of `arms` is not kept yet. Seed after seed, so that whenever a study stops its arms have about
 * the same seeds, and whatever the machine does meanwhile meets all of them alike.
 */
export function planRuns(
  study: Study,
  arms: readonly Arm[],
  kept: readonly KeptResult[],
): PlannedRun[] {
  const finished = new Set(kept.map(({ result }) => `${result.arm} ${result.seed}`));
  const seeds = Array.from({ length: study.seeds }, (_, i) => i + 1);
  return seeds.flatMap((seed) =>
    arms
      .filter((arm) => !finished.has(`${arm.name} ${seed}`))
      .map((arm) => ({
        ...{ arm: arm.name, seed, settings: settingsOf(study, arm) },
        sceneSettings: arm.setScene ?? {},
      })),
  );
}
