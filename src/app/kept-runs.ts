/** Whether this browser keeps a run of a scene; asked before it is decided what the page opens with. */

export async function isKept(run: string): Promise<boolean> {
  // Only some visits need it here: saving is the learner worker's.
  const { openIndexedDbStore } = await import('../storage/indexeddb-store.ts');
  try {
    const store = await openIndexedDbStore();
    const runs = await store.list().finally(() => store.close());
    return runs.includes(run);
  } catch {
    // A browser that keeps nothing has kept nothing.
    return false;
  }
}
