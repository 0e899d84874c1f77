/// <reference types="@webgpu/types" />
/**
 * Runs recorded kernels on WebGPU: one storage buffer is the arena, one uniform buffer holds the
 * arguments of a whole list, and running a list is one pass and one submit. Pipelines are compiled
 * once for all runners of a thread. What a kernel is in WGSL: wgsl/.
 */
import { InputError } from '../../core/input-error.ts';
import { floatArguments, kernelArguments } from './kernels.ts';
import {
  type Phases,
  type PlanRunner,
  type Program,
  type Region,
  type RunnerOptions,
  singleThread,
} from './runner.ts';
import type { Dispatch, Machine } from './wgsl/form.ts';
import { dispatchOf } from './wgsl/index.ts';

interface Gpu {
  readonly device: GPUDevice;
  readonly layout: GPUBindGroupLayout;
  readonly machine: Machine;
  /** By the arena's length and the kernel's name. */
  readonly pipelines: Map<string, GPUComputePipeline>;
  /** Why the device is gone. */
  lost: string | undefined;
}

/** Bytes from one instruction's arguments to the next: what every device can be given as an offset. */
const step = 256;
/** Bytes of the longest arguments, cells included. */
const longest = 128;

let opened: Promise<Gpu> | undefined;

async function openGpu(): Promise<Gpu> {
  const adapter = await globalThis.navigator?.gpu?.requestAdapter({
    powerPreference: 'high-performance',
  });
  if (!adapter) {
    throw new InputError(
      'WebGPU is not available here: use a browser that has it, or the wasm backend.',
    );
  }
  const { maxStorageBufferBindingSize, maxBufferSize } = adapter.limits;
  const device = await adapter.requestDevice({
    label: 'plan',
    requiredLimits: { maxStorageBufferBindingSize, maxBufferSize },
  });
  const layout = device.createBindGroupLayout({
    entries: [
      { binding: 0, visibility: GPUShaderStage.COMPUTE, buffer: { type: 'storage' } },
      {
        binding: 1,
        visibility: GPUShaderStage.COMPUTE,
        buffer: { type: 'uniform', hasDynamicOffset: true, minBindingSize: longest },
      },
    ],
  });
  const { isFallbackAdapter, architecture, description } = adapter.info;
  const software = isFallbackAdapter || /swiftshader|llvmpipe/i.test(architecture + description);
  const machine = { software };
  const gpu: Gpu = { device, layout, machine, pipelines: new Map(), lost: undefined };
  device.lost.then(({ message, reason }) => {
    gpu.lost = message || reason;
    opened = undefined;
  });
  return gpu;
}

/** The thread's device; asked for again after a failure or a loss. */
function openedGpu(): Promise<Gpu> {
  opened ??= openGpu().catch((error: unknown) => {
    opened = undefined;
    throw error;
  });
  return opened;
}

/** Floats of the longest arena that this machine's GPU gives; InputError if it has none. */
export async function mostFloats(): Promise<number> {
  return (await openedGpu()).device.limits.maxStorageBufferBindingSize / 4;
}

/** Whether the only adapter here computes on the CPU; false where there is none. */
export async function adapterIsSoftware(): Promise<boolean> {
  const adapter = await globalThis.navigator?.gpu?.requestAdapter({
    powerPreference: 'high-performance',
  });
  return adapter?.info.isFallbackAdapter ?? false;
}

/** Nobody's mistake, and another device may work. */
class DeviceLostError extends InputError {
  override readonly name = 'DeviceLostError';
}

const lostError = (why: string) =>
  new DeviceLostError(`The GPU was lost (${why}): start again, or use the wasm backend.`);

/** The arena's length is a part of the code: lengths are rounded up so that runners share pipelines. */
function roundedUp(floats: number): number {
  const step = 2 ** Math.max(12, Math.floor(Math.log2(floats)) - 3);
  return Math.ceil(floats / step) * step;
}

const keyOf = ({ name }: Dispatch, arena: number) => `${arena}/${name}`;

function descriptorOf({ device, layout }: Gpu, { name, code }: Dispatch, arena: number) {
  return {
    label: name,
    layout: device.createPipelineLayout({ bindGroupLayouts: [layout] }),
    compute: { module: device.createShaderModule({ label: name, code: code(arena) }) },
  };
}

/** Compiles what is not compiled yet, all at once. */
async function compile(gpu: Gpu, dispatches: readonly Dispatch[], arena: number): Promise<void> {
  const missing = new Map(dispatches.map((dispatch) => [keyOf(dispatch, arena), dispatch]));
  for (const key of gpu.pipelines.keys()) missing.delete(key);
  await Promise.all(
    Array.from(missing, async ([key, dispatch]) => {
      const made = await gpu.device
        .createComputePipelineAsync(descriptorOf(gpu, dispatch, arena))
        .catch((error: Error) => {
          throw new InputError(
            `This GPU's driver cannot compile kernel ${dispatch.name} (${error.message}): use the wasm backend.`,
          );
        });
      gpu.pipelines.set(key, made);
    }),
  );
}

export class WebgpuRunner implements PlanRunner {
  readonly floats = undefined;
  readonly #gpu: Gpu;
  readonly #arena: GPUBuffer;
  readonly #machine: Machine;
  readonly #buffers: GPUBuffer[] = [];

  private constructor(gpu: Gpu, arena: GPUBuffer, machine: Machine) {
    this.#gpu = gpu;
    this.#arena = arena;
    this.#machine = machine;
  }

  /** `machine`: what kernels are written for; default: what the adapter says that it is. */
  static async start({ arena, programs }: RunnerOptions, machine?: Machine): Promise<WebgpuRunner> {
    const gpu = await openedGpu();
    const written = machine ?? gpu.machine;
    const most = gpu.device.limits.maxStorageBufferBindingSize;
    const floats = 4 * roundedUp(arena) <= most ? roundedUp(arena) : arena;
    const size = 4 * floats;
    const megabytes = (bytes: number) => `${Math.ceil(bytes / 2 ** 20)} MiB`;
    const tooSmall = () =>
      new InputError(
        `The learner needs ${megabytes(size)} in one buffer, which this GPU does not give (its limit ` +
          `is ${megabytes(most)}): use a smaller batch or network, or the wasm backend.`,
      );
    if (size > most) throw tooSmall();
    const instructions = programs.flatMap(singleThread).flat();
    await compile(
      gpu,
      instructions.map((instruction) => dispatchOf(instruction, written)),
      floats,
    );
    gpu.device.pushErrorScope('out-of-memory');
    const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
    const buffer = gpu.device.createBuffer({ label: 'arena', size, usage });
    if (await gpu.device.popErrorScope()) throw tooSmall();
    return new WebgpuRunner(gpu, buffer, written);
  }

  prepare(phases: Phases): Program {
    const instructions = singleThread(phases).flat();
    const gpu = this.#gpu;
    const { device } = gpu;
    const floats = this.#arena.size / 4;
    const steps = instructions.map((instruction) => {
      const dispatch = dispatchOf(instruction, this.#machine);
      const key = keyOf(dispatch, floats);
      let pipeline = gpu.pipelines.get(key);
      if (!pipeline) {
        pipeline = device.createComputePipeline(descriptorOf(gpu, dispatch, floats));
        gpu.pipelines.set(key, pipeline);
      }
      return { pipeline, dispatch };
    });
    const bytes = new DataView(new ArrayBuffer(step * instructions.length));
    instructions.forEach(({ kernel, values }, i) => {
      const put = (field: number, value: number, float: boolean) => {
        const at = step * i + 4 * field;
        if (float) bytes.setFloat32(at, value, true);
        else bytes.setInt32(at, value, true);
      };
      const names = kernelArguments[kernel];
      names.forEach((name, field) => {
        put(field, values[field] as number, floatArguments.has(name));
      });
      const { dispatch } = steps[i] as (typeof steps)[number];
      [dispatch.cellsX, dispatch.cellsY, dispatch.steps].forEach((value, extra) => {
        put(names.length + extra, value, false);
      });
    });
    const uniforms = device.createBuffer({
      label: 'arguments',
      size: bytes.byteLength,
      usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST,
    });
    device.queue.writeBuffer(uniforms, 0, bytes.buffer);
    this.#buffers.push(uniforms);
    const group = device.createBindGroup({
      layout: gpu.layout,
      entries: [
        { binding: 0, resource: { buffer: this.#arena } },
        { binding: 1, resource: { buffer: uniforms, size: longest } },
      ],
    });
    return () => {
      if (gpu.lost !== undefined) throw lostError(gpu.lost);
      const encoder = device.createCommandEncoder();
      const pass = encoder.beginComputePass();
      for (let i = 0; i < steps.length; i++) {
        const { pipeline, dispatch } = steps[i] as (typeof steps)[number];
        pass.setPipeline(pipeline);
        pass.setBindGroup(0, group, [step * i]);
        pass.dispatchWorkgroups(...dispatch.groups);
      }
      pass.end();
      device.queue.submit([encoder.finish()]);
    };
  }

  write(offset: number, values: Float32Array): void {
    this.#gpu.device.queue.writeBuffer(
      this.#arena,
      4 * offset,
      values as Float32Array<ArrayBuffer>,
    );
  }

  async read(regions: readonly Region[]): Promise<Float32Array[]> {
    const { device } = this.#gpu;
    const size = regions.reduce((sum, { length }) => sum + 4 * length, 0);
    const copy = device.createBuffer({
      label: 'read',
      size,
      usage: GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ,
    });
    const encoder = device.createCommandEncoder();
    let at = 0;
    for (const { offset, length } of regions) {
      encoder.copyBufferToBuffer(this.#arena, 4 * offset, copy, at, 4 * length);
      at += 4 * length;
    }
    device.queue.submit([encoder.finish()]);
    try {
      await copy.mapAsync(GPUMapMode.READ);
    } catch (error) {
      throw lostError(this.#gpu.lost ?? (error as Error).message);
    }
    const all = new Float32Array(copy.getMappedRange());
    let from = 0;
    const copies = regions.map(({ length }) => {
      from += length;
      return all.slice(from - length, from);
    });
    copy.destroy();
    return copies;
  }

  dispose(): void {
    for (const buffer of [this.#arena, ...this.#buffers]) buffer.destroy();
  }
}
