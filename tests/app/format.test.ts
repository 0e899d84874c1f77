import { describe, expect, it } from 'vitest';
import {
  decimals,
  duration,
  figure,
  integer,
  publishedDecimals,
  rate,
  reading,
  signedDecimals,
  tickText,
} from '../../src/app/format.ts';

describe('format', () => {
  it.each([
    [0, '0.00'],
    [0.00213, '0.0021'],
    [0.5, '0.50'],
    [-0.944, '−0.94'],
    [12.34, '12.3'],
    [-1234, '-1,234'],
    [999_999, '999,999'],
    [232_141_717_504, '232B'],
    [-11_887_571, '-11.9M'],
  ])('figure %s is written %s', (value, text) => {
    expect(figure(value).replace('−1', '-1')).toBe(text);
  });

  it('durations name at most two units', () => {
    expect([9.9, 60, 754, 5400].map(duration)).toEqual([
      ...['9 s', '1 min 0 s', '12 min 34 s', '1 h 30 min'],
    ]);
    expect([30, 300, 7200, 0].map(tickText)).toEqual(['30 s', '5 min', '2 h', '0 s']);
  });

  it('sensors read like numbers', () => {
    expect([0.0494, -0.166].map(reading)).toEqual(['0.05', '−0.17']);
  });

  it('published figures have the digits that were given, two at least, in the column of ours', () => {
    const texts = [0.998, 0.43, 1, -0.171].map((value) => publishedDecimals(value, 3));
    expect(texts).toEqual(['0.998', '0.43\u2007', '1.00\u2007', '−0.171']);
    expect(publishedDecimals(10.46, 2)).toBe('10.46');
  });

  it('counts have separators, slow rates a decimal', () => {
    expect(integer(41200.4)).toBe('41,200');
    expect([4.26, 820.4].map(rate)).toEqual(['4.3/s', '820/s']);
  });
});

it('what rounds to nothing has no sign; a difference that is more has a plus', () => {
  expect([decimals(-0.001, 2), decimals(-0.005001, 2), decimals(0, 1), decimals(-10, 0)]).toEqual([
    ...['0.00', '−0.01', '0.0', '−10'],
  ]);
  expect([0.004, 0.012, -0.004, -0.012].map((value) => signedDecimals(value, 2))).toEqual([
    ...['0.00', '+0.01', '0.00', '−0.01'],
  ]);
});
