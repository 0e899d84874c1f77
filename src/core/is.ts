/** What a value of anyone's making is: questions that whoever reads a file, a store or a message asks. Pure. */

export type Fields = Readonly<Record<string, unknown>>;

/** No list. `T`: whose fields they would be; each is still to be looked at. */
export const isRecord = <T = Fields>(
  value: unknown,
): value is { readonly [K in keyof T]?: unknown } & Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Finite. */
export const isNumber = (value: unknown): value is number => Number.isFinite(value);

/** From 0 to 1. */
export const isShare = (value: unknown): value is number =>
  isNumber(value) && value >= 0 && value <= 1;

/** Whole, 0 or more, exact. */
export const isCount = (value: unknown): value is number =>
  Number.isSafeInteger(value) && (value as number) >= 0;

export const isText = (value: unknown, longest = Number.POSITIVE_INFINITY): value is string =>
  typeof value === 'string' && value.length <= longest;

export const isList = (
  value: unknown,
  longest: number,
  is: (each: unknown) => boolean,
): value is readonly unknown[] =>
  Array.isArray(value) && value.length <= longest && value.every(is);
