/**
 * The page's address as options: `?scene=plaza&policy=none&backend=auto&threads=2&workers=1&seed=1&speed=2`.
 * What is not understood is not obeyed: the default is taken and one sentence says so and lists what is known.
 */
import { mostThreads, mostWorkers, type Wish } from './cores.ts';
import { type Speed, speeds } from './pacing.ts';

export const backendWishes = ['auto', 'webgpu', 'wasm', 'tfjs'] as const;
export type BackendWish = (typeof backendWishes)[number];

/** `auto`: the person's own run, or else the trained policy of the scene; `none`: no trained policy. */
export const policyWishes = ['auto', 'none'] as const;
export type PolicyWish = (typeof policyWishes)[number];

export interface Address {
  readonly scene: string;
  readonly policy: PolicyWish;
  readonly backend: BackendWish;
  /** Threads of a learner on wasm. */
  readonly threads: Wish;
  /** Simulation workers. */
  readonly workers: Wish;
  readonly seed: number;
  readonly speed: Speed;
}

export const addressDefaults: Address = {
  scene: 'plaza',
  policy: 'auto',
  backend: 'auto',
  threads: 'auto',
  workers: 'auto',
  seed: 1,
  speed: 1,
};

const parameters = ['scene', 'policy', 'backend', 'threads', 'workers', 'seed', 'speed'] as const;
const largestSeed = 2 ** 31 - 1;

/** `scenes` are the known names; the first is taken if the default one is not among them. */
export function parseAddress(
  search: string,
  scenes: readonly string[],
): { address: Address; notices: string[] } {
  const query = new URLSearchParams(search);
  const notices: string[] = [];

  const read = <T>(name: string, fallback: T, known: string, parse: (text: string) => T | null) => {
    const text = query.get(name);
    if (text === null) return fallback;
    const value = parse(text);
    if (value !== null) return value;
    notices.push(
      `The address asks for ${name} “${text}”, which is not known; using ${fallback}. Known: ${known}.`,
    );
    return fallback;
  };

  const count = (name: 'threads' | 'workers', most: number) =>
    read(name, addressDefaults[name], `auto, or whole numbers from 1 to ${most}`, (text) => {
      if (text === 'auto') return text;
      const number = /^\d$/.test(text) ? Number(text) : 0;
      return number >= 1 && number <= most ? number : null;
    });

  const defaultScene = scenes.includes(addressDefaults.scene)
    ? addressDefaults.scene
    : (scenes[0] ?? addressDefaults.scene);
  const address: Address = {
    scene: read('scene', defaultScene, scenes.join(', '), (text) =>
      scenes.includes(text) ? text : null,
    ),
    policy: read(
      'policy',
      addressDefaults.policy,
      policyWishes.join(', '),
      (text) => policyWishes.find((wish) => wish === text) ?? null,
    ),
    backend: read(
      'backend',
      addressDefaults.backend,
      backendWishes.join(', '),
      (text) => backendWishes.find((wish) => wish === text) ?? null,
    ),
    threads: count('threads', mostThreads),
    workers: count('workers', mostWorkers),
    seed: read(
      'seed',
      addressDefaults.seed,
      `whole numbers from 0 to ${largestSeed.toLocaleString('en')}`,
      (text) => (/^\d+$/.test(text) && Number(text) <= largestSeed ? Number(text) : null),
    ),
    speed: read(
      'speed',
      addressDefaults.speed,
      speeds.join(', '),
      (text) => speeds.find((speed) => String(speed) === text) ?? null,
    ),
  };

  for (const name of new Set(query.keys())) {
    if (!parameters.some((parameter) => parameter === name)) {
      notices.push(
        `The address names “${name}”, which is not known; it is left out. Known: ${parameters.join(', ')}.`,
      );
    }
  }
  return { address, notices };
}

/** The address of this scene, keeping what else the person asked for. */
export function addressOfScene(search: string, scene: string): string {
  const query = new URLSearchParams(search);
  query.set('scene', scene);
  return `?${query}`;
}
