/** Reads fields of JSON of anyone's making, one by one: what is not as it should be is refused with a sentence. Pure. */
import { InputError, quoted } from '../../core/input-error.ts';
import { type Fields, isRecord } from '../../core/is.ts';

export interface FieldReader {
  /** `list[name]`, as records; [] if there is none. */
  list(of: Fields, name: string, most: number, what: string): readonly Fields[];
  /** An index into a list of so many; undefined if there is none. */
  index(of: Fields, name: string, length: number): number | undefined;
  /** The same, of a list of indices. */
  indices(of: Fields, name: string, length: number, most: number): readonly number[] | undefined;
  /** So many finite numbers; undefined if there are none. */
  numbers(of: Fields, name: string, count: number): readonly number[] | undefined;
  whole(of: Fields, name: string, otherwise: number): number;
  damaged(what: string): InputError;
  tooMany(what: string, most: number, got: number): InputError;
}

/** `value` if it is a record, else an empty one. */
export const fieldsOf = (value: unknown): Fields => (isRecord(value) ? value : {});

export function readFields(where: string): FieldReader {
  const damaged = (what: string) => new InputError(`${where} is damaged: ${what}.`);
  const tooMany = (what: string, most: number, got: number) =>
    new InputError(
      `${where} has ${got} ${what}: an avatar has at most ${most}; export a simpler one.`,
    );
  const checked = (value: unknown, name: string, length: number): number => {
    if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < length) {
      return value;
    }
    throw damaged(`“${name}” is ${quoted(value)}, expected a whole number below ${length}`);
  };
  const array = (of: Fields, name: string): readonly unknown[] | undefined => {
    const value = of[name];
    if (value === undefined || Array.isArray(value)) return value;
    throw damaged(`“${name}” is ${quoted(value)}, expected a list`);
  };
  return {
    damaged,
    tooMany,
    list(of, name, most, what) {
      const values = array(of, name) ?? [];
      if (values.length > most) throw tooMany(what, most, values.length);
      if (!values.every((one) => isRecord(one))) throw damaged(`“${name}” holds what is no record`);
      return values;
    },
    index: (of, name, length) =>
      of[name] === undefined ? undefined : checked(of[name], name, length),
    indices(of, name, length, most) {
      const values = array(of, name);
      if (values && values.length > most) throw tooMany(name, most, values.length);
      return values?.map((value) => checked(value, name, length));
    },
    numbers(of, name, count) {
      const values = array(of, name);
      if (!values) return undefined;
      if (values.length === count && values.every(Number.isFinite)) return values as number[];
      throw damaged(`“${name}” is ${quoted(values)}, expected ${count} numbers`);
    },
    whole(of, name, otherwise) {
      return of[name] === undefined ? otherwise : checked(of[name], name, 2 ** 32);
    },
  };
}
