/** Moments of a run (moments.ts) in a checkpoint: a list in the manifest, and a blob of weights for each. */
import { actingSizes, packActing, unpackActing } from './acting-weights.ts';
import { joinWeights, splitWeights } from './join-weights.ts';
import type { Learning } from './learning.ts';
import type { KeptMoment, Moment } from './moments.ts';

/** By what no two have in common, so that a blob that is kept is the same moment's. */
const momentName = ({ updates }: Moment) => `moment-${updates}`;

export function packMoments(
  learning: Learning,
  moments: readonly KeptMoment[],
  saved: ReadonlySet<number> | undefined,
  blobs: Map<string, Uint8Array | 'keep'>,
): void {
  for (const { moment, weights } of moments) {
    const bytes = () => packActing(splitWeights(weights, actingSizes(learning)));
    blobs.set(momentName(moment), saved?.has(moment.updates) ? 'keep' : bytes());
  }
}

export function readMoments(
  learning: Learning,
  moments: readonly Moment[],
  blob: (name: string) => Uint8Array,
  where: string,
): readonly KeptMoment[] {
  return moments.map((moment) => {
    const name = momentName(moment);
    return {
      moment,
      weights: joinWeights(unpackActing(blob(name), learning, `${where}, ${name}`)),
    };
  });
}
