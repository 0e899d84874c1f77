/**
 * How a kernel is written in WGSL. Its arguments are a uniform `p` with the names of kernels.ts; the
 * arena is `arena: array<f32>`, and `put(at, value)` writes a result, adding to what is there where
 * the kernel has `accumulate`. Results are gathered, never scattered: every number is written by one
 * invocation, so no order of invocations changes a sum.
 *
 * Cells are numbered (x, y). Neighbouring invocations take neighbouring x, which should be neighbours
 * in memory.
 */
import { isFloat, type KernelArguments, type KernelName, kernelArguments } from '../kernels.ts';

/** One kernel at certain arguments, as the GPU is told of it. */
export interface Dispatch {
  /** Names the pipeline: the same code has the same name. */
  readonly name: string;
  code(): string;
  /** Which the code finds as `p.cellsX` and `p.cellsY`. */
  readonly cellsX: number;
  readonly cellsY: number;
  readonly groups: readonly [x: number, y: number, z: number];
}

export type Form<K extends KernelName> = (values: KernelArguments<K>, kernel: K) => Dispatch;
export type Forms<N extends KernelName> = { readonly [K in N]: Form<K> };

/** Most workgroups of a dispatch along an axis; invocations step on from cell to cell beyond that. */
const mostGroups = 65_535;
/** Invocations of a workgroup. */
const threads = 64;

/** Names that WGSL keeps for itself: an argument called so ends with `_`. */
const reserved = new Set(['from', 'shared', 'target']);

/** Declarations that every kernel's code begins with. */
export function preamble(kernel: KernelName): string {
  const names: readonly string[] = kernelArguments[kernel];
  const fields = names.map(
    (name) =>
      `  ${name}${reserved.has(name) ? '_' : ''}: ${isFloat(kernel, name) ? 'f32' : 'i32'},`,
  );
  const add = names.includes('accumulate')
    ? 'if (p.accumulate != 0) { arena[at] += value; return; }'
    : '';
  return `
struct Arguments {
${fields.join('\n')}
  cellsX: i32,
  cellsY: i32,
}
@group(0) @binding(0) var<storage, read_write> arena: array<f32>;
@group(0) @binding(1) var<uniform> p: Arguments;

fn put(at: i32, value: f32) {
  ${add}
  arena[at] = value;
}
`;
}

/** The builtin overflows for large x on some drivers. */
const tanhCode = `
fn hyperbolicTangent(x: f32) -> f32 {
  return 1.0 - 2.0 / (exp(2.0 * clamp(x, -20.0, 20.0)) + 1.0);
}
`;

type SizeOf<K extends KernelName> = (values: KernelArguments<K>) => readonly [number, number];

/** One invocation for each cell: `body` computes cell (x, y). */
export function cells<K extends KernelName>(size: SizeOf<K>, body: string): Form<K> {
  return (values, kernel) => {
    const [cellsX, cellsY] = size(values);
    // Narrow rows share a workgroup.
    let wide = threads;
    while (wide > 1 && wide / 2 >= cellsX) wide /= 2;
    const high = threads / wide;
    return {
      name: `${kernel}/${wide}`,
      code: () => `${preamble(kernel)}${body.includes('hyperbolicTangent') ? tanhCode : ''}
fn cell(x: i32, y: i32) {
${body}
}

@compute @workgroup_size(${wide}, ${high})
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  for (var y = i32(id.y); y < p.cellsY; y += i32(groups.y) * ${high}) {
    for (var x = i32(id.x); x < p.cellsX; x += i32(groups.x) * ${wide}) {
      cell(x, y);
    }
  }
}
`,
      ...{ cellsX, cellsY },
      groups: [
        Math.min(mostGroups, Math.ceil(cellsX / wide)),
        Math.min(mostGroups, Math.ceil(cellsY / high)),
        1,
      ],
    };
  };
}

export interface TogetherOptions {
  /** Invocations of a workgroup: `lane` is 0 to `lanes` − 1. */
  readonly lanes: number;
  /** Floats of workgroup memory, `sums: array<f32>`. */
  readonly shared: number;
}

/** One workgroup for each cell: `body` computes cell (x, y) as one of its lanes. */
export function together<K extends KernelName>(
  size: SizeOf<K>,
  { lanes, shared }: TogetherOptions,
  body: string,
): Form<K> {
  return (values, kernel) => {
    const [cellsX, cellsY] = size(values);
    return {
      name: kernel,
      code: () => `${preamble(kernel)}
var<workgroup> sums: array<f32, ${shared}>;

/** Σ of every lane's value, the same in all lanes. */
fn sumOf(value: f32, lane: i32) -> f32 {
  sums[lane] = value;
  workgroupBarrier();
  var sum = 0.0;
  for (var i = 0; i < ${lanes}; i++) {
    sum += sums[i];
  }
  workgroupBarrier();
  return sum;
}

fn cell(x: i32, y: i32, lane: i32) {
${body}
}

@compute @workgroup_size(${lanes})
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  for (var y = i32(group.y); y < p.cellsY; y += i32(groups.y)) {
    for (var x = i32(group.x); x < p.cellsX; x += i32(groups.x)) {
      cell(x, y, i32(lane));
    }
  }
}
`,
      ...{ cellsX, cellsY },
      groups: [Math.min(mostGroups, cellsX), Math.min(mostGroups, cellsY), 1],
    };
  };
}
