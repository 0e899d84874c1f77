/**
 * The objects of a layout: landmarks of a category, to any of which an agent may be sent, and ways on foot to
 * them. For goals, rewards, SPL and baselines; nothing of it ever enters an observation.
 *
 * A way to an object is measured to where a body touches it. An object is round, so that is the way to its
 * centre less `extent`, on ground on which it does not stand (what is not round counts as the circle round it). Others of its category are left out as well:
 * a way that would lead through one of them is not the way to the nearest.
 *
 * Metres. One mesh and one grid of cells per category, made when it is first asked for.
 */
import { categoryOf, type Layout, regionAt } from '../scene/layout.ts';
import { type DistanceField, Navigation } from './navigation.ts';

export interface FoundObject {
  /** Its centre, as the world keeps goals: in single precision. */
  readonly x: number;
  readonly z: number;
  /** Index into the layout's categories. */
  readonly category: number;
  /** From its centre to that of an agent that touches it. */
  readonly extent: number;
  /** The region that holds its centre, −1: none. */
  readonly region: number;
}

interface Known extends FoundObject {
  field: DistanceField | undefined;
}

export class Objects {
  readonly #layout: Layout;
  readonly #all: readonly Known[];
  /** By category. */
  readonly #navigations: (Navigation | undefined)[] = [];

  constructor(layout: Layout) {
    this.#layout = layout;
    this.#all = layout.landmarks.flatMap(({ position, body, radius }) => {
      const category = categoryOf(layout, body);
      if (category < 0) return [];
      const [x, z] = position;
      const extent = radius + layout.body.radius;
      const region = regionAt(layout.regions, x, z);
      const place = { x: Math.fround(x), z: Math.fround(z), region };
      return [{ ...place, category, extent, field: undefined }];
    });
  }

  get count(): number {
    return this.#all.length;
  }

  /** The object whose centre is (x, z); undefined where there is none. */
  at(x: number, z: number): FoundObject | undefined {
    for (let i = 0; i < this.#all.length; i++) {
      const object = this.#all[i] as Known;
      if (object.x === x && object.z === z) return object;
    }
    return undefined;
  }

  /** The object of a category that is nearest on foot; undefined if no way leads to any. */
  nearest(category: number, x: number, z: number): FoundObject | undefined {
    let nearest: Known | undefined;
    let least = Number.POSITIVE_INFINITY;
    for (let i = 0; i < this.#all.length; i++) {
      const object = this.#all[i] as Known;
      if (object.category !== category) continue;
      const way = this.#way(object, x, z);
      if (way >= least) continue;
      least = way;
      nearest = object;
    }
    return nearest;
  }

  /** Metres on foot to the nearest object of a category; Infinity if no way leads to any. */
  wayTo(category: number, x: number, z: number): number {
    let least = Number.POSITIVE_INFINITY;
    for (const object of this.#all) {
      if (object.category === category) least = Math.min(least, this.#way(object, x, z));
    }
    return least;
  }

  /** Whether a region holds an object of a category. */
  isIn(region: number, category: number): boolean {
    return this.#all.some((object) => object.region === region && object.category === category);
  }

  #way(object: Known, x: number, z: number): number {
    object.field ??= this.navigation(object.category).distanceField(object.x, object.z);
    return object.field.at(x, z) - object.extent;
  }

  /** Ways on the ground without the objects of a category. */
  navigation(category: number): Navigation {
    const known = this.#navigations[category];
    if (known) return known;
    const look = this.#layout.categories?.[category];
    const statics = this.#layout.statics.filter((body) => body.look !== look);
    const made = new Navigation({ ...this.#layout, statics });
    this.#navigations[category] = made;
    return made;
  }

  dispose(): void {
    for (const navigation of this.#navigations) navigation?.dispose();
  }
}
