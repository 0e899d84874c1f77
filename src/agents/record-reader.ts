/**
 * Reads the fields of a record of anyone's making (a manifest, a policy's card): each gives the value, or
 * refuses it with its path, what was expected and what was got. What fits which scenario and network is
 * checked where both are known.
 */
import { InputError, quoted } from '../core/input-error.ts';
import { type Fields, isNumber, isRecord, isText } from '../core/is.ts';
import type { ObservationSpec } from '../core/spec.ts';
import type { SettingValue } from '../env/settings.ts';

const longestName = 100;
/** For numbers that may be below 0. */
export const anything = { low: -Number.MAX_VALUE } as const;

/** `where` names the file or store in errors. */
export function createRecordReader(where: string) {
  const refuse = (path: string, expected: string, got: unknown) =>
    new InputError(`${where}: expected ${path} to be ${expected}, but got ${quoted(got)}.`);

  function record(path: string, value: unknown): Fields {
    if (!isRecord(value)) throw refuse(path, 'a record', value);
    return value;
  }

  function list(path: string, value: unknown): readonly unknown[] {
    if (!Array.isArray(value)) throw refuse(path, 'a list', value);
    return value;
  }

  function text(path: string, value: unknown, longest: number): string {
    if (isText(value, longest) && value.length > 0) return value;
    throw refuse(path, `a text of at most ${longest} letters`, value);
  }

  function name(path: string, value: unknown): string {
    if (isText(value, longestName) && value.length > 0) return value;
    throw refuse(path, `a name of at most ${longestName} letters`, value);
  }

  /** Only what kind they are of: the scenario knows what is allowed. */
  function settings(value: unknown): Readonly<Record<string, SettingValue>> {
    const given = Object.entries(record('settings', value));
    const wrong = given.find(([, of]) => !['string', 'number', 'boolean'].includes(typeof of));
    if (wrong) throw refuse(`settings.${wrong[0]}`, 'a text, a number, true or false', wrong[1]);
    return Object.fromEntries(given) as Readonly<Record<string, SettingValue>>;
  }

  /** A whole number from `low` (0) to `high`. */
  function count(
    path: string,
    value: unknown,
    { low = 0, high = Number.MAX_SAFE_INTEGER } = {},
  ): number {
    if (Number.isSafeInteger(value) && (value as number) >= low && (value as number) <= high) {
      return value as number;
    }
    throw refuse(path, `a whole number from ${low} to ${high}`, value);
  }

  /** A finite number from `low` (0) to `high`. */
  function number(path: string, value: unknown, { low = 0, high = Number.MAX_VALUE } = {}): number {
    if (isNumber(value) && value >= low && value <= high) return value;
    const range = high === Number.MAX_VALUE ? ` of at least ${low}` : ` from ${low} to ${high}`;
    throw refuse(path, `a number${low === anything.low ? '' : range}`, value);
  }

  function numbersIn(path: string, value: unknown, low: number): readonly number[] {
    const wrong = list(path, value).findIndex((item) => !isNumber(item) || item < low);
    if (wrong < 0) return value as readonly number[];
    const expected = low === 0 ? 'a number of at least 0' : 'a number';
    throw refuse(`${path}[${wrong}]`, expected, (value as unknown[])[wrong]);
  }

  /** Lists of finite numbers, by name. */
  function numbers<Name extends string>(
    path: string,
    value: unknown,
    names: readonly Name[],
    { low = Number.NEGATIVE_INFINITY } = {},
  ): Record<Name, readonly number[]> {
    const fields = record(path, value);
    return Object.fromEntries(
      names.map((field) => [field, numbersIn(`${path}.${field}`, fields[field], low)]),
    ) as Record<Name, readonly number[]>;
  }

  /** Only so far that it can be compared and shown: what it must be is known elsewhere. */
  function spec(value: unknown): ObservationSpec {
    const { version, agent, world } = record('spec', value);
    const isScalar = (item: unknown) => isText(item) || isNumber(item);
    for (const [path, parts] of Object.entries({ 'spec.agent': agent, 'spec.world': world })) {
      const wrong = list(path, parts).findIndex(
        (part) =>
          !isRecord(part) ||
          !Object.values(part).every(
            (field) =>
              isScalar(field) || (Array.isArray(field) && field.every((item) => isText(item))),
          ),
      );
      if (wrong >= 0) {
        throw refuse(`${path}[${wrong}]`, 'a part of an observation', (parts as unknown[])[wrong]);
      }
    }
    return { version: count('spec.version', version), agent, world } as ObservationSpec;
  }

  return { refuse, record, list, text, name, settings, count, number, numbers, spec };
}
