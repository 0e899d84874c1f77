/** Checks of options that a person wrote in a scenario: each gives one sentence or nothing. */
import { InputError } from '../core/input-error.ts';
import { isRecord } from '../core/is.ts';

interface Range {
  readonly min: number;
  readonly max: number;
}

function show(value: unknown): string {
  if (typeof value === 'string') return `"${value}"`;
  if (typeof value === 'function') return 'a function';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return isRecord(value) ? 'a record' : String(value);
}

export function checkNumber(name: string, value: unknown, { min, max }: Range): void {
  if (typeof value === 'number' && value >= min && value <= max) return;
  throw new InputError(
    `Expected ${name} to be a number from ${min} to ${max}, got ${show(value)}.`,
  );
}

export function checkInteger(name: string, value: unknown, { min, max }: Range): void {
  if (Number.isInteger(value) && (value as number) >= min && (value as number) <= max) return;
  throw new InputError(
    `Expected ${name} to be an integer from ${min} to ${max}, got ${show(value)}.`,
  );
}

export function checkText(name: string, value: unknown): void {
  if (typeof value === 'string' && value.trim() !== '') return;
  throw new InputError(`Expected ${name} to be a text of at least one letter, got ${show(value)}.`);
}

export function checkOneOf(name: string, value: unknown, known: readonly string[]): void {
  if (known.includes(value as string)) return;
  throw new InputError(`Expected ${name} to be ${known.join(', ')}, got ${show(value)}.`);
}

/** `form` is what a person could write: "{ title, gather, of }". */
export function checkRecord(name: string, value: unknown, form: string): void {
  if (isRecord(value)) return;
  throw new InputError(`Expected ${name} to be a record ${form}, got ${show(value)}.`);
}

export function checkFunction(name: string, value: unknown, signature: string): void {
  if (typeof value === 'function') return;
  throw new InputError(`Expected ${name} to be a function ${signature}, got ${show(value)}.`);
}

/** Refuses a misspelt option, which would otherwise be ignored without a word. */
export function checkNames(where: string, options: object, known: readonly string[]): void {
  checkRecord(where, options, `of ${known.join(', ')}`);
  for (const name of Object.keys(options)) {
    if (!known.includes(name)) {
      throw new InputError(`${where}: unknown option "${name}". Known: ${known.join(', ')}.`);
    }
  }
}
