/**
 * A store that keeps runs for as long as the page or the process lives: for private windows, where
 * nothing can be kept, and for tests. Whoever uses it must tell the person that nothing is kept.
 */
import {
  checkName,
  copyBytes,
  createSeenGenerations,
  nothingToKeep,
  seal,
} from './sealed-checkpoint.ts';
import type { Store } from './store.ts';

interface Kept {
  readonly generation: number;
  /** JSON text, so that a manifest comes back as it would from any other store. */
  readonly manifest: string;
  readonly blobs: ReadonlyMap<string, Uint8Array>;
}

export interface Memory {
  readonly runs: Map<string, Kept>;
  /** The last generation that was given out; none is given out twice. */
  generation: number;
}

export const createMemory = (): Memory => ({ runs: new Map(), generation: 0 });

/** Stores opened on the same `memory` see the same runs, as two tabs do. */
export function openMemoryStore(memory: Memory = createMemory()): Store {
  const seen = createSeenGenerations();
  const { runs } = memory;
  return {
    list: async () => [...runs.keys()].sort(),
    async read(run) {
      const kept = runs.get(run);
      seen.saw(run, kept?.generation);
      if (!kept) return undefined;
      const blobs = new Map([...kept.blobs].map(([name, bytes]) => [name, copyBytes(bytes)]));
      return { manifest: JSON.parse(kept.manifest), blobs };
    },
    async readManifest(run) {
      const kept = runs.get(run);
      return kept && JSON.parse(kept.manifest);
    },
    async size(run) {
      let bytes = 0;
      for (const blob of runs.get(run)?.blobs.values() ?? []) bytes += blob.length;
      return bytes;
    },
    async commit(run, checkpoint) {
      const { manifest, blobs } = seal(run, checkpoint);
      const old = runs.get(run);
      seen.check(run, old?.generation);
      const next = new Map<string, Uint8Array>();
      for (const [name, bytes] of blobs) {
        const kept = bytes === 'keep' ? old?.blobs.get(name) : bytes;
        if (!kept) throw nothingToKeep(run, name);
        next.set(name, kept);
      }
      const generation = ++memory.generation;
      runs.set(run, { generation, manifest, blobs: next });
      seen.saw(run, generation);
    },
    async remove(run) {
      checkName('run', run);
      runs.delete(run);
      seen.forget(run);
    },
    usage: async () => undefined,
    close() {},
  };
}
