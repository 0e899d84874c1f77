/**
 * Which name tags are shown: the nearest first, at most `limit`, and none over one that is shown
 * already. Pure; arrays belong to the caller, sizes are CSS pixels.
 */

export interface TagSites {
  /** [A] rank of nearness: smaller is nearer. Infinity: not to be shown. */
  readonly distance: Float32Array;
  /** [A] middle of the tag on the screen. */
  readonly x: Float32Array;
  readonly y: Float32Array;
  /** [A] */
  readonly width: Float32Array;
  /** Written: agents that may be shown, nearest first, as many as there is room for. */
  readonly order: Int32Array;
  /** [A] written: 1 shown. Read, too: a tag that is shown keeps its place against a slightly nearer one. */
  readonly shown: Uint8Array;
}

const tagHeight = 22;
/** How much nearer another must be to take the place of a tag that is shown. */
const loyalty = 0.9;

/** Writes the nearest agents to `order`; returns how many. Allocates nothing. */
export function nearestTags(sites: TagSites, agents: number): number {
  const { order } = sites;
  let count = 0;
  for (let a = 0; a < agents; a++) {
    const rank = rankOf(sites, a);
    if (rank === Number.POSITIVE_INFINITY) continue;
    if (count === order.length) {
      if (rankOf(sites, order[count - 1] as number) <= rank) continue;
      count--;
    }
    let slot = count++;
    while (slot > 0 && rankOf(sites, order[slot - 1] as number) > rank) {
      order[slot] = order[slot - 1] as number;
      slot--;
    }
    order[slot] = a;
  }
  return count;
}

/** Says in `shown` which of the first `count` of `order` are shown. Allocates nothing. */
export function placeTags(sites: TagSites, count: number, limit: number): void {
  const { distance, x, y, width, order, shown } = sites;
  shown.fill(0);
  let placed = 0;
  for (let i = 0; i < count && placed < limit; i++) {
    const a = order[i] as number;
    let free = (distance[a] as number) < Number.POSITIVE_INFINITY;
    for (let j = 0; j < i && free; j++) {
      const b = order[j] as number;
      if (shown[b] === 0) continue;
      const apart = ((width[a] as number) + (width[b] as number)) / 2;
      free =
        Math.abs((x[a] as number) - (x[b] as number)) >= apart ||
        Math.abs((y[a] as number) - (y[b] as number)) >= tagHeight;
    }
    if (!free) continue;
    shown[a] = 1;
    placed++;
  }
}

function rankOf({ distance, shown }: TagSites, agent: number): number {
  return (distance[agent] as number) * (shown[agent] === 1 ? loyalty : 1);
}
