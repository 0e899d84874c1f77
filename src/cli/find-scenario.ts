/** A scenario by the name that a person gave to a command. */
import { scenarios } from '../../scenes/index.ts';
import { InputError } from '../core/input-error.ts';
import type { Scenario } from '../env/index.ts';

/** Who writes one of their own learns by this where it must be entered. */
export function findScenario(name: string): Scenario {
  if (scenarios.has(name)) return scenarios.get(name);
  throw new InputError(
    `Unknown scenario "${name}". Known: ${scenarios.names().join(', ')}. If it is yours, register it in scenes/index.ts.`,
  );
}
