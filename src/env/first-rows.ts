/**
 * A scenario's first observation, through rows of its own for every part: a number that is left out, none, or one too
 * many stands out there, where in the agents' rows it would be an old one or a neighbour's. Sensors are called exactly
 * as by `writeRows`, as often and in the same order, and what they wrote is what is observed, so that even a sensor
 * that keeps or draws something goes on as it would have.
 */
import { InputError } from '../core/input-error.ts';
import { type Part, sizeOf } from '../core/spec.ts';
import type { Agent } from './agent.ts';
import type { PlacedSensor } from './bind-sensors.ts';
import type { Scenario } from './scenario.ts';
import type { Sensor } from './sensors/sensor.ts';

/** Numbers around a part that nobody may write. */
const margin = 16;

const checked = new WeakSet<Scenario>();

export const isChecked = (scenario: Scenario): boolean => checked.has(scenario);

/** In place of `writeRows`, once; allocates. Throws an InputError where a sensor wrote something else than its parts. */
export function writeFirstRows(
  scenario: Scenario,
  bound: readonly PlacedSensor[],
  agents: readonly Agent[],
  { agentRows, worldRow }: { readonly agentRows: Float32Array; readonly worldRow: Float32Array },
): void {
  const agentSize = agentRows.length / agents.length;
  bound.forEach(({ sensor, agent: agentOffset, world: worldOffset }, s) => {
    const told = scenario.sensors[s] as Sensor;
    const { agent: own, world: shared } = told.parts(scenario.scene);
    const where = `sensor "${told.name}" of scenario "${scenario.name}"`;
    const write = sensor.writeWorld && ((row: Float32Array) => sensor.writeWorld?.(row, margin));
    worldRow.set(written(where, shared, 'writeWorld', write), worldOffset);
    for (const [a, agent] of agents.entries()) {
      const writeOwn =
        sensor.writeAgent && ((row: Float32Array) => sensor.writeAgent?.(agent, row, margin));
      agentRows.set(written(where, own, 'writeAgent', writeOwn), a * agentSize + agentOffset);
    }
  });
  checked.add(scenario);
}

function written(
  where: string,
  part: Part | undefined,
  by: 'writeAgent' | 'writeWorld',
  write: ((row: Float32Array) => void) | undefined,
): Float32Array {
  const size = part ? sizeOf(part) : 0;
  if (part && !write) {
    throw new InputError(`Expected ${where} to have ${by}, for its part "${part.name}".`);
  }
  const row = new Float32Array(margin + size + margin).fill(Number.NaN);
  write?.(row);
  const isWritten = (value: number) => !Number.isNaN(value);
  if (row.subarray(0, margin).some(isWritten)) {
    throw new InputError(
      `Expected ${where}: ${by} to begin at row[offset], got a number in front of it.`,
    );
  }
  const last = row.findLastIndex(isWritten);
  if (last >= margin + size) {
    throw new InputError(
      `Expected ${where}: its ${size} numbers to be written, got ${last + 1 - margin} from ${by}.`,
    );
  }
  const values = row.subarray(margin, margin + size);
  const missing = values.findIndex((value) => !Number.isFinite(value));
  if (part && missing >= 0) {
    throw new InputError(
      `Expected ${where}: its ${size} numbers to be written, but ${nameOf(part, missing)} ` +
        `${isWritten(values[missing] as number) ? 'is infinite' : 'was left out or is NaN'}.`,
    );
  }
  return values;
}

/** What number i of a part is, in words. */
function nameOf(part: Part, i: number): string {
  const { features } = part;
  if (part.kind === 'vector' || part.kind === 'anchor') return `"${features[i]}"`;
  const rows = part.kind === 'set' ? part.rows : part.nodes;
  const row = Math.floor(i / features.length);
  if (row < rows) return `"${features[i % features.length]}" of row ${row}`;
  const masked = i - rows * features.length;
  return masked < rows ? `the mask of row ${masked}` : `number ${i} of part "${part.name}"`;
}
