/**
 * How a kernel is written in WGSL. Its arguments are a uniform `p` with the names of kernels.ts; the
 * arena is `arena: array<f32>`, and `put(at, value)` writes a result, adding to what is there where
 * the kernel has `accumulate`. Results are gathered, never scattered: every number is written by one
 * invocation, so no order of invocations changes a sum.
 *
 * Cells are numbered (x, y). Neighbouring invocations take neighbouring x, which should be neighbours
 * in memory.
 */
import {
  floatArguments,
  type KernelArguments,
  type KernelName,
  kernelArguments,
} from '../kernels.ts';

/** One kernel at certain arguments, as the GPU is told of it. */
export interface Dispatch {
  /** Names the pipeline: the same code has the same name. */
  readonly name: string;
  /** For an arena of so many floats. */
  code(arena: number): string;
  /** Which the code finds as `p.cellsX`, `p.cellsY` and `p.steps`. */
  readonly cellsX: number;
  readonly cellsY: number;
  readonly steps: number;
  readonly groups: readonly [x: number, y: number, z: number];
}

/**
 * A software adapter runs four invocations at once on a core. It switches stacks at every barrier, so
 * workgroups that share a sum are small there, and it has few threads to keep busy, so each does more.
 */
export interface Machine {
  readonly software: boolean;
}

export type Form<K extends KernelName> = (
  values: KernelArguments<K>,
  kernel: K,
  machine: Machine,
) => Dispatch;
export type Forms<N extends KernelName> = { readonly [K in N]: Form<K> };

/** Invocations of a workgroup. */
const threads = 64;
/** Workgroups that keep a large GPU busy: where there would be more, each takes several steps. */
const enoughGroups = 1024;

/** Names that WGSL keeps for itself: an argument called so ends with `_`. */
const reserved = new Set(['from', 'shared', 'target']);

/** Whether results are added to what is there: a pipeline of its own. */
const accumulates = (values: object) => 'accumulate' in values && values.accumulate !== 0;

/** Declarations that every kernel's code begins with. */
export function preamble(kernel: KernelName, arena: number, values: object = {}): string {
  const names: readonly string[] = kernelArguments[kernel];
  const fields = names.map(
    (name) =>
      `  ${name}${reserved.has(name) ? '_' : ''}: ${floatArguments.has(name) ? 'f32' : 'i32'},`,
  );
  return `
struct Arguments {
${fields.join('\n')}
  cellsX: i32,
  cellsY: i32,
  steps: i32,
}
// Of known length, which makes the checks of every index short.
@group(0) @binding(0) var<storage, read_write> arena: array<f32, ${arena}>;
@group(0) @binding(1) var<uniform> p: Arguments;

fn put(at: i32, value: f32) {
  arena[at] ${accumulates(values) ? '+=' : '='} value;
}
`;
}

/** The builtin overflows for large x on some drivers. */
const tanhCode = `
fn hyperbolicTangent(x: f32) -> f32 {
  return 1.0 - 2.0 / (exp(2.0 * clamp(x, -20.0, 20.0)) + 1.0);
}
`;

/**
 * Where `value` stands next in a list of numbers, from `start` on; `last` if nowhere. What is to be
 * done with it is then no branch in a long loop, of which a software adapter runs both sides.
 */
export const nextCode = `
fn next(list: i32, start: i32, last: i32, value: i32) -> i32 {
  var i = start;
  loop {
    if (i >= last) { break; }
    if (i32(arena[list + i]) == value) { break; }
    i++;
  }
  return i;
}
`;

type SizeOf<K extends KernelName> = (values: KernelArguments<K>) => readonly [number, number];

/** One invocation for each cell: `body` computes cell (x, y). */
export function cells<K extends KernelName>(
  size: SizeOf<K>,
  body: string,
  declarations = '',
): Form<K> {
  return (values, kernel) => {
    const [cellsX, cellsY] = size(values);
    // Narrow rows share a workgroup.
    let wide = threads;
    while (wide > 1 && wide / 2 >= cellsX) wide /= 2;
    const high = threads / wide;
    const across = Math.ceil(cellsX / wide);
    const down = Math.ceil(cellsY / high);
    const line = cellsY === 1;
    const steps = Math.max(1, Math.ceil((across * down) / enoughGroups));
    const place = line
      ? `let x = (i32(group.x) * p.steps + step) * ${wide} + i32(local.x);
    let y = i32(local.y);`
      : `let x = i32(group.x) * ${wide} + i32(local.x);
    let y = (i32(group.y) * p.steps + step) * ${high} + i32(local.y);`;
    return {
      name: [kernel, wide, line ? 'line' : '', accumulates(values) ? 'add' : ''].join('/'),
      code: (arena) => `${preamble(kernel, arena, values)}
${body.includes('hyperbolicTangent') ? tanhCode : ''}${declarations}
fn cell(x: i32, y: i32) {
${body}
}

@compute @workgroup_size(${wide}, ${high})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_id) local: vec3u) {
  for (var step = 0; step < p.steps; step++) {
    ${place}
    if (x < p.cellsX && y < p.cellsY) {
      cell(x, y);
    }
  }
}
`,
      ...{ cellsX, cellsY, steps },
      groups: line ? [Math.ceil(across / steps), 1, 1] : [across, Math.ceil(down / steps), 1],
    };
  };
}

export interface Lanes {
  /** Invocations of a workgroup, `lane` 0 to `lanes` − 1; on a software adapter, `few`. */
  readonly many: number;
  readonly few: number;
}

/**
 * One workgroup for each cell: `body` computes cell (x, y) as one of its lanes, with a float for each
 * of them in workgroup memory, `sums`.
 */
export function together<K extends KernelName>(
  size: SizeOf<K>,
  { many, few }: Lanes,
  body: (lanes: number) => string,
): Form<K> {
  return (values, kernel, { software }) => {
    const [cellsX, cellsY] = size(values);
    const lanes = software ? few : many;
    const down = Math.min(cellsY, enoughGroups);
    return {
      name: [kernel, lanes, accumulates(values) ? 'add' : ''].join('/'),
      code: (arena) => `${preamble(kernel, arena, values)}
const lanes = ${lanes};
var<workgroup> sums: array<f32, lanes>;

/** Σ of every lane's value, the same in all lanes. */
fn sumOf(value: f32, lane: i32) -> f32 {
  sums[lane] = value;
  workgroupBarrier();
  var sum = 0.0;
  for (var i = 0; i < lanes; i++) {
    sum += sums[i];
  }
  workgroupBarrier();
  return sum;
}

fn cell(x: i32, y: i32, lane: i32) {
${body(lanes)}
}

@compute @workgroup_size(lanes)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  for (var step = 0; step < p.steps; step++) {
    let y = i32(group.y) * p.steps + step;
    if (y < p.cellsY) {
      cell(i32(group.x), y, i32(lane));
    }
  }
}
`,
      ...{ cellsX, cellsY, steps: Math.ceil(cellsY / down) },
      groups: [cellsX, Math.ceil(cellsY / Math.ceil(cellsY / down)), 1],
    };
  };
}
