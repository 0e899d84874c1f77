/** A process that commits until it is killed: `node commit-forever.js DIRECTORY`. */
import { openDirectoryStore } from '../../src/storage/directory-store.ts';

const store = await openDirectoryStore(process.argv[2] as string);
const first = ((await store.readManifest('run')) as { count: number } | undefined)?.count ?? 0;
for (let count = first + 1; ; count++) {
  const bytes = () => new Uint8Array(100_000).fill(count % 256);
  // 'slow' changes every tenth time only: what is kept must survive as well.
  const slow = count % 10 === 0 || count === 1 ? bytes() : 'keep';
  const blobs = new Map([
    ['a', bytes()] as const,
    ['b', bytes()] as const,
    ['slow', slow] as const,
  ]);
  await store.commit('run', { manifest: { count }, blobs });
}
