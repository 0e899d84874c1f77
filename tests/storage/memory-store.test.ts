import { describe, it } from 'vitest';
import { createMemory, openMemoryStore } from '../../src/storage/memory-store.ts';
import { storeContract } from './store-contract.ts';

describe('memory store', () => {
  it.each(storeContract)('$name', async ({ run }) => {
    const memory = createMemory();
    await run(async () => openMemoryStore(memory));
  });
});
