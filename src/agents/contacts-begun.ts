/**
 * Whether somebody has just met something: a collision that ends an episode, or a touch that was not there at the
 * decision before. Things that are there to be pushed do not count.
 */
import type { FinishedEpisode } from '../env/episode.ts';
import { touches } from '../world/contacts.ts';

export interface Contact {
  readonly agent: number;
  readonly with: 'agent' | 'walker' | 'static' | 'anything';
}

const counted = [
  ['agent', touches.agent],
  ['walker', touches.walker],
  ['static', touches.static],
] as const;

/** The first agent's, others before walls. `before` and `now` are bits of `touches` [A]. */
export function contactBegun(
  before: Uint8Array,
  now: Uint8Array,
  finished: readonly FinishedEpisode[],
): Contact | undefined {
  for (const [kind, bit] of counted) {
    for (let agent = 0; agent < now.length; agent++) {
      const begun = (now[agent] as number) & ~(before[agent] as number);
      if (begun & bit) return { agent, with: kind };
    }
  }
  const ended = finished.find(({ outcome }) => outcome === 'collision');
  return ended && { agent: ended.agent, with: 'anything' };
}
