import { expect, it } from 'vitest';
import { isCount, isList, isNumber, isRecord, isShare, isText } from '../../src/core/is.ts';

const everything = {
  ...{ nothing: null, missing: undefined, record: { a: 1 }, list: [1], long: [1, 1, 1] },
  ...{ text: 'text', empty: '', longText: 'longer', digits: '1', yes: true },
  ...{ zero: 0, half: 0.5, one: 1, two: 2, below: -1, huge: 2 ** 53 },
  ...{ none: Number.NaN, endless: Number.POSITIVE_INFINITY },
};

it.each([
  ['isRecord', (value: unknown) => isRecord(value), ['record']],
  ['isNumber', isNumber, ['zero', 'half', 'one', 'two', 'below', 'huge']],
  ['isShare', isShare, ['zero', 'half', 'one']],
  ['isCount', isCount, ['zero', 'one', 'two']],
  ['isText', (value: unknown) => isText(value), ['text', 'empty', 'longText', 'digits']],
  ['isText of four', (value: unknown) => isText(value, 4), ['text', 'empty', 'digits']],
  ['isList of two', (value: unknown) => isList(value, 2, (one) => one === 1), ['list']],
] as const)('%s is said of just these', (_name, is, expected) => {
  const found = Object.entries(everything).filter(([, value]) => is(value));
  expect(found.map(([name]) => name)).toEqual(expected);
});
