/**
 * The worlds of a lockstep run, which go with its checkpoint so that a resumed run is the uninterrupted one:
 * each environment, what acts in them all, and which layouts they show again. What a checkpoint has of them
 * is checked whole before any of it is used.
 */
import { InputError } from '../core/input-error.ts';
import type { Curriculum } from '../env/curriculum.ts';
import type { Environment, EnvironmentState } from '../env/environment.ts';
import { createEpisodes, type SavedEpisodes } from '../env/episodes.ts';
import type { Manifest } from './manifest.ts';
import type { Rollout } from './rollout.ts';

export interface LockstepWorlds {
  readonly rollout: Rollout;
  /** Undefined where every layout is fresh. */
  readonly curriculum: Curriculum | undefined;
}

type Kept = NonNullable<Manifest['rollout']>;

/** Name of a world's bytes in a checkpoint. */
export const worldName = (world: number) => `world-${world}`;

/** What a checkpoint's manifest says of them. */
export function describeWorlds(
  { rollout, curriculum }: LockstepWorlds,
  environments: readonly EnvironmentState[],
): Kept {
  return {
    state: rollout.state(),
    curriculum: curriculum?.state() ?? null,
    environments: environments.map(({ json }) => json),
  };
}

/** The states of a rollout's worlds, each with as many numbers as its world has. */
export function readEnvironments(
  { rollout, curriculum }: LockstepWorlds,
  { state, curriculum: keptCurriculum, environments }: Kept,
  blob: (name: string) => Uint8Array,
  where: string,
): EnvironmentState[] {
  const worlds = rollout.environments.length;
  const { agents } = rollout.row;
  const { seeds } = (rollout.environments[0] as Environment).scenario;
  const check = (what: string, expected: number, got: number) => {
    if (got === expected) return;
    throw new InputError(`${where}: expected ${expected} ${what}, but got ${got}.`);
  };
  check('worlds', worlds, environments.length);
  check('numbers of noise', worlds * agents * 2, state.noise.length);
  check('numbers of warm-up noise', worlds * agents * 2, state.warmupNoise.length);
  if ((curriculum === undefined) !== (keptCurriculum === null)) {
    const [expected, got] = curriculum ? ['the', 'no'] : ['no', 'a'];
    throw new InputError(
      `${where}: expected ${expected} curriculum of layouts, but got ${got} curriculum.`,
    );
  }
  const layouts = [...(keptCurriculum?.buffer ?? []), ...environments.map(({ layout }) => layout)];
  for (const { seed } of layouts) {
    if (seeds.isTraining(seed)) continue;
    throw new InputError(
      `${where}: expected layouts of training, but got layout ${seed}, which is for evaluation.`,
    );
  }
  const sizes = Object.entries(createEpisodes(agents)) as [keyof SavedEpisodes, Float64Array][];
  return environments.map((json, i) => {
    for (const [name, { length }] of sizes) check(name, length, json.episodes[name].length);
    // Worlds may practise what others do not. A layout of one episode lasts as long as that does.
    const { layoutPerEpisode, layoutSteps } = (rollout.environments[i] as Environment).scenario;
    if (!layoutPerEpisode && json.layoutStep > layoutSteps) {
      throw new InputError(
        `${where}: expected at most ${layoutSteps} decisions of a layout, but got ${json.layoutStep}.`,
      );
    }
    return { json, world: blob(worldName(i)) };
  });
}

/** Puts what was read into fresh worlds. */
export function restoreWorlds(
  { rollout, curriculum }: LockstepWorlds,
  kept: Kept,
  environments: readonly EnvironmentState[],
): void {
  rollout.restore(kept.state);
  if (kept.curriculum) curriculum?.restore(kept.curriculum);
  environments.forEach((state, i) => {
    rollout.environments[i]?.restore(state);
  });
}
