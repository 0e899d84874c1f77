/**
 * The page's address as options: `?scene=plaza&policy=none&backend=auto&threads=2&workers=1&seed=1&speed=2&lang=zh`, with
 * `&quality=low` for how finely the world is drawn, and what
 * a link to a moment adds (permalink.ts): `&layout=123` (of a benchmark `&case=123`), `&robot=3&camera=orbit&view=1.5,-2,24,20,38`.
 * What is not understood is not obeyed: the default is taken and one sentence says so and lists what is known.
 */

import type { Edit } from '../scene/edit.ts';
import { type QualityWish, qualityWishes } from '../view/quality.ts';
import { type CameraMode, cameraModes } from '../view/stage.ts';
import { integer } from './format.ts';
import { parseEdits } from './share/edits-text.ts';
import { parseView, type View } from './show/view-text.ts';
import type { Said } from './words/index.ts';
import { isLanguage, type Language, languages } from './words/language.ts';
import { mostThreads, mostWorkers, type Wish } from './workers/cores.ts';
import { type Speed, speeds } from './workers/pacing.ts';

export const backendWishes = ['auto', 'webgpu', 'wasm', 'tfjs'] as const;
export type BackendWish = (typeof backendWishes)[number];

export const policyWishes = ['auto', 'shipped', 'none'] as const;
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
  /** Seed of the first layout; undefined: it follows from `seed`. */
  readonly layout: number | undefined;
  /** What was changed of that layout. */
  readonly edits: readonly Edit[] | undefined;
  /** Of a benchmark, the case that is seen first; undefined: it follows from `seed`. */
  readonly case: number | undefined;
  /** Who is selected at first, from 0 on. */
  readonly robot: number | undefined;
  readonly camera: CameraMode;
  /** How the orbiting camera looks at first; undefined: at everything. */
  readonly view: View | undefined;
  /** How finely the world is drawn; undefined: as the person has chosen before. */
  readonly quality: QualityWish | undefined;
  /** `auto`: as the person has chosen before, or else as the browser prefers. */
  readonly lang: Language | 'auto';
}

export const addressDefaults: Address = {
  scene: 'plaza',
  policy: 'auto',
  backend: 'auto',
  threads: 'auto',
  workers: 'auto',
  seed: 1,
  speed: 1,
  layout: undefined,
  edits: undefined,
  case: undefined,
  robot: undefined,
  camera: 'orbit',
  view: undefined,
  quality: undefined,
  lang: 'auto',
};

/** What is of a moment of one scene, and means nothing in another. */
const ofMoment = ['layout', 'edits', 'case', 'robot', 'camera', 'view'] as const;
const parameters = [
  ...([
    'scene',
    'policy',
    'backend',
    'threads',
    'workers',
    'seed',
    'speed',
    'quality',
    'lang',
  ] as const),
  ...ofMoment,
] as const;
const largestSeed = 2 ** 31 - 1;
/** Of robots, far beyond any scene's. */
const mostRobots = 4096;
/** Of an address a sentence shows no more than this. */
const longestQuote = 60;

const quote = (text: string) =>
  text.length > longestQuote ? `${text.slice(0, longestQuote)}…` : text;

/** `scenes` are the known names; the first is taken if the default one is not among them. */
export function parseAddress(
  search: string,
  scenes: readonly string[],
): { address: Address; notices: Said[] } {
  const query = new URLSearchParams(search);
  const notices: Said[] = [];

  const read = <T>(
    name: string,
    fallback: T,
    known: string | Said,
    parse: (text: string) => T | null,
  ) => {
    const text = query.get(name);
    if (text === null) return fallback;
    const value = parse(text);
    if (value !== null) return value;
    notices.push((words) => {
      const all = typeof known === 'string' ? known : known(words);
      return words.run.address.value(name, quote(text), `${fallback ?? 'none'}`, all);
    });
    return fallback;
  };

  const count = (name: 'threads' | 'workers', most: number) =>
    read(
      name,
      addressDefaults[name],
      ({ run }) => run.address.autoOrCount(integer(most)),
      (text) => {
        if (text === 'auto') return text;
        const number = /^\d$/.test(text) ? Number(text) : 0;
        return number >= 1 && number <= most ? number : null;
      },
    );

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
      ({ run }) => run.address.wholeNumbers(integer(0), integer(largestSeed)),
      wholeNumber(0, largestSeed),
    ),
    speed: read(
      'speed',
      addressDefaults.speed,
      speeds.join(', '),
      (text) => speeds.find((speed) => String(speed) === text) ?? null,
    ),
    layout: read(
      'layout',
      addressDefaults.layout,
      ({ run }) => run.address.wholeNumbers(integer(0), integer(largestSeed)),
      wholeNumber(0, largestSeed),
    ),
    edits: read(
      'edits',
      addressDefaults.edits,
      ({ run }) => run.address.edits,
      (text) => (query.has('layout') && parseEdits(text)) || null,
    ),
    case: read(
      'case',
      addressDefaults.case,
      ({ run }) => run.address.wholeNumbers(integer(0), integer(largestSeed)),
      wholeNumber(0, largestSeed),
    ),
    robot: read(
      'robot',
      addressDefaults.robot,
      ({ run }) => run.address.wholeNumbers(integer(1), integer(mostRobots)),
      (text) => {
        const number = wholeNumber(1, mostRobots)(text);
        return number === null ? null : number - 1;
      },
    ),
    camera: read(
      'camera',
      addressDefaults.camera,
      cameraModes.join(', '),
      (text) => cameraModes.find((mode) => mode === text) ?? null,
    ),
    view: read(
      'view',
      addressDefaults.view,
      ({ run }) => run.address.view,
      (text) => parseView(text) ?? null,
    ),
    quality: read(
      'quality',
      addressDefaults.quality,
      qualityWishes.join(', '),
      (text) => qualityWishes.find((wish) => wish === text) ?? null,
    ),
    lang: read<Address['lang']>('lang', addressDefaults.lang, languages.join(', '), (text) =>
      isLanguage(text) ? text : null,
    ),
  };

  for (const name of new Set(query.keys())) {
    if (!parameters.some((parameter) => parameter === name)) {
      notices.push(({ run }) => run.address.parameter(quote(name), parameters.join(', ')));
    }
  }
  return { address, notices };
}

function wholeNumber(low: number, high: number): (text: string) => number | null {
  return (text) => {
    const number = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
    return number >= low && number <= high ? number : null;
  };
}

/** The address of this scene, keeping what else the person asked for, but what was of a moment of another. */
export function addressOfScene(search: string, scene: string): string {
  const query = new URLSearchParams(search);
  query.set('scene', scene);
  for (const name of ofMoment) query.delete(name);
  if (query.get('policy') === 'shipped') query.delete('policy');
  return `?${query}`;
}

/** The address without the world of a link: a reload shows the person's own. */
export function addressOfOwnWorld(search: string): string {
  const query = new URLSearchParams(search);
  query.delete('layout');
  query.delete('edits');
  return `?${query}`;
}

/** The address without a wish for another language, or quality, than the one that the person has chosen since. */
export function addressOfChoice(search: string, name: 'lang' | 'quality', choice: string): string {
  const query = new URLSearchParams(search);
  if (query.has(name)) query.set(name, choice);
  return `?${query}`;
}
