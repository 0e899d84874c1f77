/**
 * Bodies as points with a radius: each is where its velocity takes it, at once and whoever is in the way.
 * The motion of published benchmarks of crowd navigation, in double precision as those are. No statics,
 * props or doors (the scene's schema sees to that), so nothing turns and nothing stops anyone.
 *
 * What others would call a contact is here the least gap of a step: between an agent on its new velocity
 * and every walker on the velocity that it had *before* the step (as CrowdNav judges it: a robot knows how
 * people move, not how they are about to).
 *
 * A visitor is in people's way and in agents', and goes through them as they do.
 *
 * Axes: N bodies, agents first, the visitor last, who counts while it is in. Metres, m/s.
 */
import { InputError } from '../core/input-error.ts';
import type { Layout } from '../scene/layout.ts';
import type { Motion } from './motion.ts';

export class Points implements Motion {
  /** [A] metres between surfaces at the closest moment of the last step; Infinity if there is no other. */
  readonly gap: Float64Array;
  readonly #agents: number;
  readonly #secondsPerStep: number;
  /** N */
  #count: number;
  /** [N] */
  readonly #radius: Float64Array;
  /** [N] of the centre. */
  readonly #height: Float64Array;
  /** [N, 2] x, z: where bodies are, and where walkers are to be after the next step. */
  readonly #position: Float64Array;
  readonly #next: Float64Array;
  /** [N, 2] of the last step; an agent's and the visitor's are set before the next one. */
  readonly #velocity: Float64Array;

  constructor({ agents, body, walkers }: Layout, secondsPerStep: number) {
    const count = agents + walkers.length + 1;
    this.#count = count - 1;
    this.#agents = agents;
    this.#secondsPerStep = secondsPerStep;
    this.gap = new Float64Array(agents).fill(Number.POSITIVE_INFINITY);
    this.#radius = new Float64Array(count).fill(body.radius);
    this.#height = new Float64Array(count).fill(body.height / 2);
    this.#position = new Float64Array(2 * count);
    this.#velocity = new Float64Array(2 * count);
    for (let w = 0; w < walkers.length; w++) {
      const { radius, height, route } = walkers[w] as Layout['walkers'][number];
      const [x, z] = route[0] as readonly [number, number];
      this.#radius[agents + w] = radius;
      this.#height[agents + w] = height / 2;
      this.#position[2 * (agents + w)] = x;
      this.#position[2 * (agents + w) + 1] = z;
    }
    this.#next = this.#position.slice();
  }

  step(): void {
    const dt = this.#secondsPerStep;
    const position = this.#position;
    const velocity = this.#velocity;
    const next = this.#next;
    for (let a = 0; a < this.#agents; a++) {
      this.gap[a] = this.#leastGap(a);
      this.#goOn(a);
    }
    const last = this.#radius.length - 1;
    for (let i = 2 * this.#agents; i < 2 * last; i++) {
      velocity[i] = ((next[i] as number) - (position[i] as number)) / dt;
    }
    if (this.#count > last) this.#goOn(last);
    position.set(next);
  }

  /** Body n goes where its velocity takes it. */
  #goOn(n: number): void {
    const dt = this.#secondsPerStep;
    const position = this.#position;
    const velocity = this.#velocity;
    const next = this.#next;
    next[2 * n] = (position[2 * n] as number) + (velocity[2 * n] as number) * dt;
    next[2 * n + 1] = (position[2 * n + 1] as number) + (velocity[2 * n + 1] as number) * dt;
  }

  /** Of agent a in the step that is about to be made. */
  #leastGap(a: number): number {
    const position = this.#position;
    const velocity = this.#velocity;
    const dt = this.#secondsPerStep;
    let least = Number.POSITIVE_INFINITY;
    for (let n = 0; n < this.#count; n++) {
      if (n === a) continue;
      const x = (position[2 * n] as number) - (position[2 * a] as number);
      const z = (position[2 * n + 1] as number) - (position[2 * a + 1] as number);
      const dx = ((velocity[2 * n] as number) - (velocity[2 * a] as number)) * dt;
      const dz = ((velocity[2 * n + 1] as number) - (velocity[2 * a + 1] as number)) * dt;
      const radii = (this.#radius[n] as number) + (this.#radius[a] as number);
      least = Math.min(least, closest(x, z, dx, dz) - radii);
    }
    return least;
  }

  readPosition(row: number, out: Float32Array): void {
    out[0] = this.#position[2 * row] as number;
    out[1] = this.#height[row] as number;
    out[2] = this.#position[2 * row + 1] as number;
  }

  readRotation(_row: number, out: Float32Array): void {
    out.fill(0);
    out[3] = 1;
  }

  readVelocity(row: number, out: Float32Array): void {
    out[0] = this.#velocity[2 * row] as number;
    out[1] = 0;
    out[2] = this.#velocity[2 * row + 1] as number;
  }

  /** out [N, 2] planar, of all bodies. */
  readVelocities(out: Float32Array): void {
    out.set(this.#velocity);
  }

  setVelocity(row: number, x: number, z: number): void {
    this.#velocity[2 * row] = x;
    this.#velocity[2 * row + 1] = z;
  }

  setPosition(row: number, x: number, y: number, z: number): void {
    this.#position[2 * row] = x;
    this.#position[2 * row + 1] = z;
    this.#height[row] = y;
    this.moveTo(row, x, y, z);
  }

  setSize(row: number, radius: number, _height: number): void {
    this.#radius[row] = radius;
  }

  moveTo(row: number, x: number, _y: number, z: number): void {
    this.#next[2 * row] = x;
    this.#next[2 * row + 1] = z;
  }

  addVisitor(): void {
    this.#count = this.#radius.length;
  }

  removeVisitor(): void {
    this.#count = this.#radius.length - 1;
  }

  save(): Uint8Array {
    const size = 2 * this.#count;
    const numbers = new Float64Array(2 * size + this.gap.length);
    numbers.set(this.#position.subarray(0, size));
    numbers.set(this.#velocity.subarray(0, size), size);
    numbers.set(this.gap, 2 * size);
    return new Uint8Array(numbers.buffer);
  }

  /** Points stop nobody. */
  letThrough(): void {}

  restore(bytes: Uint8Array, visited: boolean): void {
    const count = this.#radius.length - (visited ? 0 : 1);
    const size = 2 * count;
    const expected = 8 * (2 * size + this.gap.length);
    if (bytes.length !== expected) {
      throw new InputError(
        `Expected a saved world with ${expected} bytes of points, but got ${bytes.length}.`,
      );
    }
    // A copy, because a view of doubles must begin at a multiple of eight bytes.
    const numbers = new Float64Array(bytes.slice().buffer);
    const areMoving = numbers.subarray(0, 2 * size).every(Number.isFinite);
    // A gap is infinite where nobody else is.
    if (!areMoving || numbers.subarray(2 * size).some(Number.isNaN)) {
      throw new InputError(
        'Expected a saved world with points at finite places, but one of them is nowhere: the file is damaged.',
      );
    }
    this.#count = count;
    this.#position.set(numbers.subarray(0, size));
    this.#next.set(this.#position);
    this.#velocity.set(numbers.subarray(size, 2 * size));
    this.gap.set(numbers.subarray(2 * size));
  }

  dispose(): void {}
}

/** The least distance to the origin on the segment from (x, z) to (x, z) + (dx, dz). */
function closest(x: number, z: number, dx: number, dz: number): number {
  const length2 = dx * dx + dz * dz;
  const share = length2 > 0 ? Math.min(1, Math.max(0, -(x * dx + z * dz) / length2)) : 0;
  const nearX = x + share * dx;
  const nearZ = z + share * dz;
  return Math.sqrt(nearX * nearX + nearZ * nearZ);
}
