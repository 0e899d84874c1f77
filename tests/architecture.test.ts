/**
 * Who may import whom, as a table. Every import of every file under src and scenes is read from its
 * syntax tree (type imports, re-exports, `import()` and `import('…').Type` included), so a breach is
 * a red build. What a folder may not name (the clock, unseeded randomness) is checked the same way.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'vite';
import { describe, expect, it } from 'vitest';

interface Rule {
  /** Folders of src that may be imported, or single files of them ('world/snapshot.ts'). */
  readonly folders: readonly string[];
  /** Packages that may be imported, sub-paths included; 'node:' is every module of Node. */
  readonly packages: readonly string[];
}

/** Of storage, its interface and the pure formats: a checkpoint is made of them. */
const formats = [
  ...['storage/store.ts', 'storage/safetensors.ts', 'storage/checkpoint-file.ts'],
  'storage/crc32c.ts',
];

const rules: Readonly<Record<string, Rule>> = {
  core: { folders: [], packages: ['pure-rand'] },
  scene: { folders: ['core'], packages: ['zod'] },
  world: {
    folders: ['core', 'scene'],
    packages: ['@dimforge/rapier3d-compat', 'recast-navigation', '@recast-navigation'],
  },
  env: { folders: ['core', 'scene', 'world'], packages: [] },
  nn: { folders: ['core'], packages: ['@tensorflow', 'virtual:kernels'] },
  rl: { folders: ['core', 'nn'], packages: ['@tensorflow/tfjs-core'] },
  agents: {
    folders: ['core', 'scene', 'world', 'env', 'nn', 'rl', ...formats],
    packages: [],
  },
  explain: {
    folders: ['core', 'scene', 'world', 'env', 'nn', 'rl', 'agents', ...formats],
    packages: [],
  },
  storage: { folders: ['core'], packages: [] },
  view: { folders: ['core', 'scene', 'world/snapshot.ts'], packages: ['three'] },
  app: {
    folders: [
      ...['core', 'scene', 'world', 'env', 'nn', 'rl', 'agents', 'explain', 'storage', 'view'],
      'scenes/index.ts',
    ],
    // Of tfjs, the binaries alone: their addresses are the page's business.
    packages: [...['preact', '@preact/signals', 'uplot'], '@tensorflow/tfjs-backend-wasm/dist'],
  },
  chromium: { folders: ['core'], packages: ['node:', 'vite', 'playwright-core'] },
  study: {
    folders: ['core', 'scene', 'world', 'env', 'nn', 'rl', 'agents'],
    packages: ['node:'],
  },
  bench: {
    folders: [
      ...['core', 'scene', 'world', 'env', 'nn', 'rl', 'agents', 'explain', 'storage', 'chromium'],
      'scenes/index.ts',
    ],
    // Besides what it drives, what it compares with.
    packages: [
      ...['node:', 'vite', 'playwright-core', '@tensorflow', 'webgpu'],
      ...['@dimforge/rapier3d-compat', '@jax-js/jax'],
    ],
  },
  cli: {
    folders: [
      ...['core', 'scene', 'world', 'env', 'nn', 'rl', 'agents', 'explain', 'storage', 'study'],
      ...['bench', 'chromium', 'scenes/index.ts'],
    ],
    packages: ['node:', 'vite', 'playwright-core'],
  },
  scenes: { folders: ['env'], packages: [] },
};

/** Single files that may do more than their folder. */
const filePackages: Readonly<Record<string, readonly string[]>> = {
  'src/storage/indexeddb-store.ts': ['idb'],
  'src/storage/directory-store.ts': ['node:'],
  'src/storage/write-file.ts': ['node:'],
  // Runs the bundle that it has made.
  'src/cli/launch.mjs': ['(computed)'],
  // Part of the build: what it compiles is the module virtual:kernels.
  'src/nn/plan/compile-kernels.mjs': ['node:', 'assemblyscript', 'vite'],
  'src/nn/plan/compile-kernels.d.mts': ['vite'],
};
const fileFolders: Readonly<Record<string, readonly string[]>> = {
  'scenes/index.ts': ['core/registry.ts'],
  // They drive the page, and read what it says of itself.
  'src/cli/pictures/opened-page.ts': ['app/expose-status.ts'],
  'src/cli/record.ts': ['app/expose-status.ts'],
  'src/cli/recorded-cases.ts': ['app/learning/examination.ts'],
  // Reads a run that the page has saved.
  'src/cli/export.ts': ['app/learning/progress.ts', 'app/learning/progress-results.ts'],
  'src/bench/render.ts': ['app/expose-status.ts'],
  'src/bench/opening.ts': ['app/expose-status.ts'],
  'src/bench/unattended.ts': ['app/expose-status.ts'],
};

const entropy = [
  'Math.random',
  'Date.now',
  'performance.now',
  'new Date',
  'crypto.getRandomValues',
];
const mayReadTheClock = new Set(['app', 'bench', 'cli']);

interface Reading {
  readonly imports: readonly string[];
  readonly names: readonly string[];
}

type Node = { readonly type?: string } & Readonly<Record<string, unknown>>;

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null;

/** Every module specifier and every `object.member` and `new Class` without arguments of a source. */
function read(file: string, source: string): Reading {
  const { program, errors } = parseSync(file, source);
  if (errors.length > 0) throw new Error(`${file}: ${errors[0]?.message}`);
  const imports: string[] = [];
  const names: string[] = [];
  const visit = (node: Node): void => {
    if (
      /^(Import|ExportNamed|ExportAll)(Declaration|Expression)$/.test(node.type ?? '') ||
      node.type === 'TSImportType'
    ) {
      const from = node.source;
      if (isNode(from)) imports.push(typeof from.value === 'string' ? from.value : '(computed)');
    }
    if (node.type === 'MemberExpression' && isNode(node.object) && isNode(node.property)) {
      const { object, property } = node as unknown as Record<string, Node>;
      names.push(`${object?.name}.${property?.name ?? property?.value}`);
    }
    if (node.type === 'NewExpression' && isNode(node.callee)) {
      const given = node.arguments as readonly unknown[];
      if (given.length === 0) names.push(`new ${node.callee.name}`);
    }
    for (const value of Object.values(node)) {
      if (Array.isArray(value)) value.filter(isNode).forEach(visit);
      else if (isNode(value)) visit(value);
    }
  };
  visit(program as unknown as Node);
  return { imports, names };
}

/** 'src/world/orca.ts' → ['world', 'world/orca.ts']; 'scenes/plaza.ts' → ['scenes', 'scenes/plaza.ts']. */
function place(file: string): readonly [folder: string, path: string] {
  const path = file.replace(/^src\//, '');
  return [path.split('/')[0] ?? '', path];
}

function within(name: string, allowed: readonly string[]): boolean {
  return allowed.some(
    (entry) =>
      name === entry ||
      name.startsWith(`${entry}/`) ||
      (entry === 'node:' && name.startsWith(entry)),
  );
}

/** One sentence per breach of the table in one file. */
function breachesOf(file: string, source: string): string[] {
  const [folder] = place(file);
  const rule = rules[folder];
  if (!rule) return [`${file} stands in no known folder.`];
  const folders = [...rule.folders, ...(fileFolders[file] ?? [])];
  const packages = [...rule.packages, ...(filePackages[file] ?? [])];
  const { imports, names } = read(file, source);
  const breaches: string[] = [];
  for (const specifier of imports) {
    const [bare = ''] = specifier.split('?');
    if (!bare.startsWith('.')) {
      if (!within(bare, packages)) breaches.push(`${file} must not import the package ${bare}.`);
      continue;
    }
    const target = posix.join(posix.dirname(file), bare);
    if (target.startsWith('assets/') || /^scenes\/.*\.json$/.test(target)) continue;
    const [targetFolder, targetPath] = place(target);
    const inside = targetFolder === folder;
    if (!inside && !folders.includes(targetFolder) && !folders.includes(targetPath)) {
      breaches.push(`${file} must not import ${target}.`);
    }
  }
  if (!mayReadTheClock.has(folder)) {
    for (const name of names.filter((name) => entropy.includes(name))) {
      breaches.push(`${file} must not use ${name}: time and randomness are handed in.`);
    }
  }
  return breaches;
}

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
/** AssemblyScript: another language with the same ending, which can import nothing but itself. */
const assembly = 'src/nn/plan/assembly/';
const sources = ['src', 'scenes'].flatMap((top) =>
  readdirSync(join(root, top), { recursive: true, encoding: 'utf8' })
    .map((file) => posix.join(top, file.replaceAll('\\', '/')))
    .filter((file) => /\.(ts|tsx|mts|mjs)$/.test(file) && !file.startsWith(assembly)),
);

describe('architecture', () => {
  it('every file imports only what its folder may', () => {
    expect(sources.length).toBeGreaterThan(5);
    const breaches = sources.flatMap((file) =>
      breachesOf(file, readFileSync(join(root, file), 'utf8')),
    );
    expect(breaches).toEqual([]);
  });

  it.each([
    ['a folder to the right', 'src/world/a.ts', "import { step } from '../env/environment.ts';"],
    ['a type of it', 'src/world/a.ts', "import type { Step } from '../env/environment.ts';"],
    ['an inline type of it', 'src/nn/a.ts', "type W = import('../world/world.ts').World;"],
    ['a re-export of it', 'src/rl/a.ts', "export * from '../agents/train.ts';"],
    ['a lazy import of it', 'src/env/a.ts', "const nn = await import('../nn/layers.ts');"],
    ['a computed import', 'src/env/a.ts', 'const part = await import(name);'],
    ['three in the world', 'src/world/a.ts', "import { Vector3 } from 'three';"],
    [
      'a sub-path of a package',
      'src/world/a.ts',
      "import 'three/addons/controls/OrbitControls.js';",
    ],
    ['tfjs in the sensors', 'src/env/a.ts', "import * as tf from '@tensorflow/tfjs-core';"],
    ['a backend in rl', 'src/rl/a.ts', "import '@tensorflow/tfjs-backend-wasm';"],
    ['the kernels outside nn', 'src/rl/a.ts', "import { plain } from 'virtual:kernels';"],
    ['the compiler in the kernels', 'src/nn/a.ts', "import asc from 'assemblyscript/asc';"],
    ['the world in the view', 'src/view/a.ts', "import { World } from '../world/world.ts';"],
    ['files of Node in the page', 'src/storage/memory-store.ts', "import fs from 'node:fs';"],
    [
      'scenarios in the library',
      'src/agents/a.ts',
      "import { scenarios } from '../../scenes/index.ts';",
    ],
    ['the library in a scenario', 'scenes/a.ts', "import { World } from '../src/world/world.ts';"],
    ['the command line in a study', 'src/study/a.ts', "import '../cli/table.ts';"],
    ['unseeded randomness', 'src/rl/a.ts', 'const noise = Math.random();'],
    ['the clock', 'src/agents/a.ts', 'const now = performance.now();'],
    ['the clock in a study', 'src/study/a.ts', 'const now = Date.now();'],
    ['the clock, another way', 'src/agents/a.ts', 'const now = new Date();'],
    ['the clock, by string', 'src/agents/a.ts', "const now = Date['now']();"],
  ])('refuses %s', (_name, file, source) => {
    expect(breachesOf(file, source)).toHaveLength(1);
  });

  it.each([
    ['src/view/a.ts', "import type { Snapshot } from '../world/snapshot.ts'; import 'three';"],
    [
      'scenes/a.ts',
      "import { defineScenario } from '../src/env/scenario.ts'; import s from './a.json';",
    ],
    ['src/core/a.ts', 'const words = "Math.random() in a text"; // performance.now()'],
    ['src/nn/a.ts', "import wasm from '@tensorflow/tfjs-backend-wasm/dist/a.wasm?url';"],
    ['src/cli/a.ts', "import { join } from 'node:path'; const now = performance.now();"],
  ])('accepts what the table allows in %s', (file, source) => {
    expect(breachesOf(file, source)).toEqual([]);
  });
});
