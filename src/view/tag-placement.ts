/**
 * Which name tags are shown: the nearest first, at most `limit`, and none over one that is shown
 * already. Pure; arrays are [A] and belong to the caller, sizes are CSS pixels.
 */

export interface TagSites {
  /** Rank of nearness: smaller is nearer. Infinity: not to be shown. */
  readonly distance: Float32Array;
  /** Middle of the tag on the screen. */
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly width: Float32Array;
  /** Written: agents that may be shown, nearest first. */
  readonly order: Int32Array;
  /** Written: 1 shown. Read, too: a tag that is shown keeps its place against a slightly nearer one. */
  readonly shown: Uint8Array;
}

const tagHeight = 22;
/** How much nearer another must be to take the place of a tag that is shown. */
const loyalty = 0.9;

/** Returns how many entries of `order` are valid. Allocates nothing. */
export function placeTags(sites: TagSites, agents: number, limit: number): number {
  const { distance, x, y, width, order, shown } = sites;
  let count = 0;
  for (let a = 0; a < agents; a++) {
    const rank = rankOf(sites, a);
    if (rank === Number.POSITIVE_INFINITY) {
      shown[a] = 0;
      continue;
    }
    let slot = count++;
    while (slot > 0 && rankOf(sites, order[slot - 1] as number) > rank) {
      order[slot] = order[slot - 1] as number;
      slot--;
    }
    order[slot] = a;
  }
  let placed = 0;
  for (let i = 0; i < count; i++) {
    const a = order[i] as number;
    let free = placed < limit && (distance[a] as number) < Number.POSITIVE_INFINITY;
    for (let j = 0; j < i && free; j++) {
      const b = order[j] as number;
      if (shown[b] === 0) continue;
      const apart = ((width[a] as number) + (width[b] as number)) / 2;
      free =
        Math.abs((x[a] as number) - (x[b] as number)) >= apart ||
        Math.abs((y[a] as number) - (y[b] as number)) >= tagHeight;
    }
    shown[a] = free ? 1 : 0;
    if (free) placed++;
  }
  return count;
}

function rankOf({ distance, shown }: TagSites, agent: number): number {
  return (distance[agent] as number) * (shown[agent] === 1 ? loyalty : 1);
}
