/** The browser's store of runs, opened for one use: only some visits need it here, as saving is the learner worker's. */
import type { Store } from '../../storage/store.ts';

/** Throws where the browser keeps nothing. `name`: of another database than that of runs. */
export async function withStore<T>(use: (store: Store) => Promise<T>, name?: string): Promise<T> {
  const { openIndexedDbStore } = await import('../../storage/indexeddb-store.ts');
  const store = await openIndexedDbStore(name === undefined ? {} : { name });
  return use(store).finally(() => store.close());
}
