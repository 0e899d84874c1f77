/**
 * The bodies that wear the visitor's own model in place of theirs: the visitor, and robots if the person likes. Knows
 * the model by what it can do (wearable.ts has the loader, and is fetched with the first model).
 */
import { Group, Vector3 } from 'three';
import type { Layout } from '../../scene/layout.ts';
import type { Frame, Part } from '../frame.ts';
import { visitorHeading } from '../interpolation.ts';
import { pixelsTall } from '../on-screen.ts';
import { popIn } from '../pop-in.ts';

/** Who wears it besides the visitor. */
export type Wearers = 'nobody' | 'everybody' | number;

export interface WornMoment {
  /** Of the feet. */
  readonly position: Vector3;
  yaw: number;
  /** m/s, and seconds since the last moment. */
  speed: number;
  delta: number;
  still: boolean;
  /** 1: as tall as it is. */
  size: number;
}

export interface WornBody {
  readonly object: Group;
  /** Allocates nothing. */
  place(moment: WornMoment): void;
  dispose(): void;
}

export interface Wearable {
  readonly triangles: number;
  readonly parts: number;
  /** Share of a body's height at which its eyes are. */
  readonly eyeLevel: number;
  /** As tall as so many metres, at this phase of a stride (gait.ts). */
  create(height: number, phase?: number): WornBody;
  dispose(): void;
}

/** What the parts that draw bodies of our own ask. */
export interface Clothing {
  readonly visitor: () => boolean;
  readonly robot: (agent: number) => boolean;
  /** Share of the body's height. */
  readonly eyeLevel: () => number;
}

export const ownClothes: Clothing = {
  ...{ visitor: () => false, robot: () => false, eyeLevel: () => 1 },
};

/** So much is drawn of all that is worn by robots: triangles, and parts. */
const mostTriangles = 1_200_000;
const mostParts = 240;
/** Smaller than this on the screen, pixels, it is not drawn. */
const leastPixels = 3;

/** How many robots can wear it at once. */
export function mostWearers({ triangles, parts }: Pick<Wearable, 'triangles' | 'parts'>): number {
  const count = Math.min(mostTriangles / Math.max(1, triangles), mostParts / Math.max(1, parts));
  return Math.max(1, Math.floor(count));
}

export interface WornPart extends Part {
  readonly clothing: Clothing;
  /** Bodies that were drawn so in the last frame. */
  seen(): number;
  /** The model stays its maker's. */
  wear(model: Wearable | undefined, wearers: Wearers): void;
}

export function createWornPart(): WornPart {
  const object = new Group();
  let model: Wearable | undefined;
  let wearers: Wearers = 'nobody';
  let layout: Layout | undefined;
  let visitor: WornBody | undefined;
  /** By agent, those who wear it. */
  let robots: (WornBody | undefined)[] = [];
  const moment: WornMoment = {
    ...{ position: new Vector3(), yaw: 0, speed: 0, delta: 0, still: false, size: 1 },
  };

  function clear(): void {
    for (const body of [visitor, ...robots]) {
      if (!body) continue;
      object.remove(body.object);
      body.dispose();
    }
    visitor = undefined;
    robots = [];
  }

  function dress(): void {
    clear();
    if (!model || !layout) return;
    const { agents, body } = layout;
    const make = (of: Wearable, phase: number): WornBody => {
      const worn = of.create(body.height, phase);
      worn.object.visible = false;
      object.add(worn.object);
      return worn;
    };
    const wearable = model;
    visitor = make(wearable, 0);
    const most = mostWearers(wearable);
    robots = Array.from({ length: agents }, (_, agent) => {
      const wears = wearers === 'everybody' ? agent < most : agent === wearers;
      // Nobody walks in step.
      return wears ? make(wearable, (agent * 0.618) % 1) : undefined;
    });
  }

  function show(body: WornBody, frame: Frame, row: number, isThere: boolean): void {
    const { position, velocity } = frame.track.drawn;
    const height = (layout as Layout).body.height;
    moment.position.fromArray(position, row * 3);
    moment.position.y -= height / 2;
    const { x, y, z } = moment.position;
    const seen = isThere && pixelsTall(frame.screen, x, y, z, height) > leastPixels;
    body.object.visible = seen;
    if (!seen) return;
    moment.speed = Math.hypot(velocity[row * 3] as number, velocity[row * 3 + 2] as number);
    moment.delta = frame.delta;
    moment.still = frame.still;
    body.place(moment);
  }

  return {
    object,
    clothing: {
      visitor: () => model !== undefined,
      robot: (agent) => robots[agent] !== undefined,
      eyeLevel: () => model?.eyeLevel ?? 1,
    },
    seen() {
      return [visitor, ...robots].filter((body) => body?.object.visible === true).length;
    },
    wear(next, by) {
      model = next;
      wearers = by;
      dress();
    },
    fit(next) {
      const isSame =
        layout && layout.agents === next.agents && layout.body.height === next.body.height;
      layout = next;
      if (!isSame) dress();
    },
    update(frame) {
      if (!model) return;
      const { track, insideVisitor, hidden, still, now } = frame;
      if (visitor) {
        moment.yaw = track.visited ? visitorHeading(track) : 0;
        moment.size = 1;
        show(visitor, frame, track.bodies - 1, track.visited && !insideVisitor);
      }
      for (let a = 0; a < robots.length; a++) {
        const body = robots[a];
        if (!body) continue;
        moment.yaw = track.drawn.heading[a] as number;
        const age = (now - (track.spawnedAt[a] as number)) / 1000;
        moment.size = still ? 1 : popIn(age);
        show(body, frame, a, a !== hidden);
      }
    },
    dispose: clear,
  };
}
