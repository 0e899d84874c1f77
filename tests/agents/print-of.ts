/** A checkpoint as digests: equal where every bit is. Comparing megabytes number by number takes long. */
import { createHash } from 'node:crypto';

export interface WholeCheckpoint {
  readonly manifest: unknown;
  readonly blobs: ReadonlyMap<string, Uint8Array>;
}

export function printOf({ manifest, blobs }: WholeCheckpoint) {
  const digest = (bytes: Uint8Array) => createHash('sha1').update(bytes).digest('hex');
  return { manifest, blobs: [...blobs].map(([name, bytes]) => `${name} ${digest(bytes)}`) };
}
