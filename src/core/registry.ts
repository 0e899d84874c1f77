/**
 * A table of parts of one kind, by name. One registry per kind (sensors, attention kinds,
 * algorithms, scenarios, overlays); everything registered is run by that kind's contract test.
 */
import { InputError } from './input-error.ts';

export interface Registry<T> {
  readonly kind: string;
  names(): readonly string[];
  has(name: string): boolean;
  /** Throws an InputError that lists the known names. */
  get(name: string): T;
  entries(): readonly (readonly [string, T])[];
}

export function createRegistry<T>(kind: string, parts: Readonly<Record<string, T>>): Registry<T> {
  const table = new Map(Object.entries(parts));
  return {
    kind,
    names: () => [...table.keys()],
    has: (name) => table.has(name),
    entries: () => [...table.entries()],
    get(name) {
      const part = table.get(name);
      if (part === undefined) {
        throw new InputError(`Unknown ${kind} "${name}". Known: ${[...table.keys()].join(', ')}.`);
      }
      return part;
    },
  };
}
