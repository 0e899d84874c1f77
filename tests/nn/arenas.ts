/**
 * How many arenas of plans (wasm memories) are alive, so that a test can say that one was given back:
 * what nobody holds is collected first. Counts those made after this file was loaded.
 */
import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

const made: WeakRef<WebAssembly.Memory>[] = [];

WebAssembly.Memory = class extends WebAssembly.Memory {
  constructor(size: WebAssembly.MemoryDescriptor) {
    super(size);
    made.push(new WeakRef(this));
  }
};

export async function livingArenas(): Promise<number> {
  // A WeakRef holds its target until the turn in which it was read is over.
  for (let turn = 0; turn < 2; turn++) {
    await setImmediate();
    collect();
  }
  return made.filter((memory) => memory.deref() !== undefined).length;
}
