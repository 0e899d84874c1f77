/** What holds a camera behind someone: drawn in where a static stands between, in at once and out at leisure. */
import type { Vector3 } from 'three';
import type { Layout } from '../../scene/layout.ts';
import { cutHeight } from '../cut-away.ts';
import { freeShare } from '../support.ts';

const outTime = 0.5;
const shown = (top: number) => Math.min(top, cutHeight);

export interface Boom {
  fit(layout: Layout): void;
  /** Draws `position` in towards `from`; `cut`: at once also outwards. Allocates nothing. */
  hold(position: Vector3, from: Vector3, delta: number, cut: boolean): void;
}

export function createBoom(): Boom {
  const sight = { x0: 0, y0: 0, z0: 0, x1: 0, y1: 0, z1: 0 };
  let layout: Layout | undefined;
  let share = 1;
  return {
    fit(next) {
      layout = next;
    },
    hold(position, from, delta, cut) {
      sight.x0 = from.x;
      sight.y0 = from.y;
      sight.z0 = from.z;
      sight.x1 = position.x;
      sight.y1 = position.y;
      sight.z1 = position.z;
      const free = layout ? freeShare(layout.statics, sight, shown) : 1;
      const wanted = free < 1 ? Math.max(0.3, free - 0.08) : 1;
      share =
        wanted < share || cut
          ? wanted
          : share + (wanted - share) * (1 - Math.exp(-delta / outTime));
      position.lerp(from, 1 - share);
    },
  };
}
