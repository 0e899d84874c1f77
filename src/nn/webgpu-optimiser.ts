/**
 * The optimiser on WebGPU: Adam and the soft target update of a whole network in one compute pass, one
 * dispatch per parameter tensor, working in place on the buffers in which tfjs keeps its variables.
 * Nothing is read back, except when somebody asks for values.
 *
 * It reaches into tfjs's backend (4.22): `device`, `tensorMap`, and the open command encoder, which is
 * submitted first so that the gradients are there.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { Blueprint, Slot } from './blueprint.ts';
import { Weights } from './blueprint.ts';
import type { Optimiser, OptimiserOptions, OptimiserState } from './optimiser.ts';

/** What is used of tfjs's WebGPU backend; its own types are not exported. */
interface WebgpuBackend {
  readonly device: GPUDevice;
  readonly tensorMap: { get(id: object): { resource: GPUBuffer } };
  readonly commandEncoder: GPUCommandEncoder | null;
  uploadToGPU(id: object): void;
  endComputePassEncoder(): void;
  submitQueue(): void;
}

const workgroup = 64;

const shader = `
struct Step { size: f32, small: f32, beta1: f32, beta2: f32, tau: f32 }
struct Part { offset: u32, count: u32 }
@group(0) @binding(0) var<storage, read_write> online: array<f32>;
@group(0) @binding(1) var<storage, read_write> target_: array<f32>;
@group(0) @binding(2) var<storage, read> gradient: array<f32>;
@group(0) @binding(3) var<storage, read_write> first: array<f32>;
@group(0) @binding(4) var<storage, read_write> second: array<f32>;
@group(0) @binding(5) var<uniform> part: Part;
@group(0) @binding(6) var<uniform> step: Step;
@compute @workgroup_size(${workgroup})
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  let i = id.x;
  if (i >= part.count) { return; }
  let at = part.offset + i;
  let g = gradient[i];
  let m = step.beta1 * first[at] + (1.0 - step.beta1) * g;
  let v = step.beta2 * second[at] + (1.0 - step.beta2) * g * g;
  first[at] = m;
  second[at] = v;
  let value = online[i] - step.size * m / (sqrt(v) + step.small);
  online[i] = value;
  target_[i] = target_[i] + step.tau * (value - target_[i]);
}`;

const storage = () => GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;

export class WebgpuOptimiser implements Optimiser {
  readonly blueprint: Blueprint;
  readonly online: Weights;
  readonly target: Weights;
  readonly #backend: WebgpuBackend;
  readonly #options: Required<OptimiserOptions>;
  readonly #pipeline: GPUComputePipeline;
  /** Moments [size]. */
  readonly #first: GPUBuffer;
  readonly #second: GPUBuffer;
  readonly #parts: readonly GPUBuffer[];
  readonly #stepBuffer: GPUBuffer;
  #step: number;

  constructor(blueprint: Blueprint, state: OptimiserState, options: OptimiserOptions) {
    this.blueprint = blueprint;
    this.#options = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, ...options };
    this.#backend = tf.backend() as unknown as WebgpuBackend;
    const { device } = this.#backend;
    this.online = new Weights(blueprint, state.online, { trainable: true });
    this.target = new Weights(blueprint, state.target, { trainable: false });
    this.#pipeline = device.createComputePipeline({
      layout: 'auto',
      compute: { module: device.createShaderModule({ code: shader }), entryPoint: 'main' },
    });
    const bytes = blueprint.size * 4;
    this.#first = device.createBuffer({ size: bytes, usage: storage() });
    this.#second = device.createBuffer({ size: bytes, usage: storage() });
    this.#stepBuffer = device.createBuffer({
      size: 32,
      usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST,
    });
    this.#parts = blueprint.slots.map(({ offset, size }) => {
      const buffer = device.createBuffer({
        size: 16,
        usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST,
      });
      device.queue.writeBuffer(buffer, 0, new Uint32Array([offset, size, 0, 0]));
      return buffer;
    });
    this.#step = state.step;
    device.queue.writeBuffer(this.#first, 0, state.first.slice());
    device.queue.writeBuffer(this.#second, 0, state.second.slice());
  }

  step(gradients: readonly tf.Tensor[], rate: number): void {
    const { tau, beta1, beta2, epsilon } = this.#options;
    const { device } = this.#backend;
    this.#step += 1;
    const correct1 = 1 - beta1 ** this.#step;
    const correct2 = Math.sqrt(1 - beta2 ** this.#step);
    const size = (rate * correct2) / correct1;
    const values = new Float32Array([size, epsilon * correct2, beta1, beta2, tau]);
    // Buffers are fetched before the flush: fetching may put uploads into the open encoder.
    const groups = this.blueprint.slots.map((slot) =>
      this.#group(slot, gradients[slot.index] as tf.Tensor),
    );
    this.#flush();
    device.queue.writeBuffer(this.#stepBuffer, 0, values);
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    pass.setPipeline(this.#pipeline);
    for (const slot of this.blueprint.slots) {
      pass.setBindGroup(0, groups[slot.index] as GPUBindGroup);
      pass.dispatchWorkgroups(Math.ceil(slot.size / workgroup));
    }
    pass.end();
    device.queue.submit([encoder.finish()]);
  }

  async state(): Promise<OptimiserState> {
    const step = this.#step;
    // All copies are recorded before the first wait, so that they belong to one moment.
    const [online, target, first, second] = await Promise.all([
      this.#readWeights(this.online),
      this.#readWeights(this.target),
      this.#read([{ buffer: this.#first, at: 0, bytes: this.blueprint.size * 4 }]),
      this.#read([{ buffer: this.#second, at: 0, bytes: this.blueprint.size * 4 }]),
    ]);
    return { step, online, target, first, second };
  }

  restore(state: OptimiserState): void {
    this.#step = state.step;
    this.online.assign(state.online);
    this.target.assign(state.target);
    const { queue } = this.#backend.device;
    queue.writeBuffer(this.#first, 0, state.first.slice());
    queue.writeBuffer(this.#second, 0, state.second.slice());
  }

  targetValues(): Promise<Float32Array> {
    return this.#readWeights(this.target);
  }

  dispose(): void {
    this.online.dispose();
    this.target.dispose();
    for (const buffer of [this.#first, this.#second, this.#stepBuffer, ...this.#parts]) {
      buffer.destroy();
    }
  }

  /** The buffer of a tensor, uploaded if it was still on the host. */
  #buffer(tensor: tf.Tensor): GPUBuffer {
    const { dataId } = tensor;
    this.#backend.uploadToGPU(dataId);
    return this.#backend.tensorMap.get(dataId).resource;
  }

  #group(slot: Slot, gradient: tf.Tensor): GPUBindGroup {
    const buffers = [
      this.#buffer(this.online.get(slot)),
      this.#buffer(this.target.get(slot)),
      this.#buffer(gradient),
      this.#first,
      this.#second,
      this.#parts[slot.index] as GPUBuffer,
      this.#stepBuffer,
    ];
    return this.#backend.device.createBindGroup({
      layout: this.#pipeline.getBindGroupLayout(0),
      entries: buffers.map((buffer, binding) => ({ binding, resource: { buffer } })),
    });
  }

  #flush(): void {
    if (!this.#backend.commandEncoder) return;
    this.#backend.endComputePassEncoder();
    this.#backend.submitQueue();
  }

  #readWeights(weights: Weights): Promise<Float32Array> {
    return this.#read(
      this.blueprint.slots.map((slot) => ({
        buffer: this.#buffer(weights.get(slot)),
        at: slot.offset * 4,
        bytes: slot.size * 4,
      })),
    );
  }

  /** Gathers buffers into one flat array, with one wait. (tfjs's own read would cache a stale copy.) */
  async #read(
    pieces: readonly { buffer: GPUBuffer; at: number; bytes: number }[],
  ): Promise<Float32Array> {
    const { device } = this.#backend;
    this.#flush();
    const staging = device.createBuffer({
      size: this.blueprint.size * 4,
      usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST,
    });
    const encoder = device.createCommandEncoder();
    for (const { buffer, at, bytes } of pieces) {
      encoder.copyBufferToBuffer(buffer, 0, staging, at, bytes);
    }
    device.queue.submit([encoder.finish()]);
    await staging.mapAsync(GPUMapMode.READ);
    const values = new Float32Array(staging.getMappedRange().slice(0));
    staging.destroy();
    return values;
  }
}
