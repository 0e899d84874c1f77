/** The command lines that repeat a run and what was measured of it, from what the run says of itself. */
import { hyperparametersFor } from '../agents/hyperparameters-for.ts';
import type { Manifest } from '../agents/manifest.ts';
import type { Scenario } from '../env/index.ts';
import { algorithms } from '../rl/algorithms/index.ts';
import type { Hyperparameters } from '../rl/hyperparameters.ts';

interface Flag {
  readonly name: string;
  readonly value: string | number;
}

const line = (command: string, flags: readonly Flag[]) =>
  [`npm run ${command} --`, ...flags.map(({ name, value }) => `--${name} ${value}`)].join(' ');

/** The algorithm whose hyperparameters in that scenario differ least, and what differs. */
export function nearestAlgorithm(
  scenario: Scenario,
  hyperparameters: Hyperparameters,
): { name: string; changes: readonly (readonly [string, unknown])[] } {
  const [nearest] = algorithms
    .names()
    .map((name) => {
      const usual = hyperparametersFor(scenario, name);
      const changes = Object.entries(hyperparameters).filter(
        ([key, value]) => usual[key as keyof Hyperparameters] !== value,
      );
      return { name, changes };
    })
    .sort((a, b) => a.changes.length - b.changes.length);
  return nearest as NonNullable<typeof nearest>;
}

const set = (changes: readonly (readonly [string, unknown])[]): Flag[] =>
  changes.map(([name, value]) => ({ name: 'set', value: `${name}=${value}` }));

export interface Repeated {
  readonly manifest: Manifest;
  /** As it was trained. */
  readonly scenario: Scenario;
  readonly run: string;
  readonly out: string;
  readonly episodes: number;
}

export function repeatCommands({ manifest, scenario, run, out, episodes }: Repeated) {
  const { name, changes } = nearestAlgorithm(scenario, manifest.hyperparameters);
  const scene = { name: 'scene', value: manifest.scenario };
  const settings = set(
    Object.entries(manifest.settings).filter(
      ([key, value]) => scenario.vary(new Map()).chosen[key] !== value,
    ),
  );
  const cases = { name: 'episodes', value: episodes };
  const train = line('train', [
    ...[scene, { name: 'algorithm', value: name }, ...settings, ...set(changes)],
    ...[
      { name: 'seed', value: manifest.seed },
      { name: 'steps', value: manifest.agentSteps },
      // Which weights are for use depends on who watched.
      { name: 'validate', value: manifest.validation?.episodes ?? 0 },
      ...(manifest.validation
        ? [{ name: 'validate-every', value: manifest.validation.every }]
        : []),
    ],
    ...[
      { name: 'episodes', value: 0 },
      { name: 'out', value: run },
    ],
  ]);
  const ship = line('policy', [{ name: 'run', value: run }, { name: 'out', value: out }, cases]);
  const evaluate = line('evaluate', [scene, ...settings, { name: 'policy', value: out }, cases]);
  return { make: `${train} && ${ship}`, evaluate };
}
