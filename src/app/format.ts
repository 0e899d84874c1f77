/** Numbers and times as the page writes them, in the language that it speaks (words/language.ts). */
import { type Language, language, languages, localeOf } from './words/language.ts';
import { units } from './words/units.ts';

// `toLocaleString` would make a formatter of its own each time, which takes longer than all the rest.
const formats = (options: Intl.NumberFormatOptions) =>
  Object.fromEntries(
    languages.map((of) => [of, new Intl.NumberFormat(localeOf[of], options)]),
  ) as Readonly<Record<Language, Intl.NumberFormat>>;
const compact = formats({ notation: 'compact', maximumSignificantDigits: 3 });
const integers = formats({ maximumFractionDigits: 0 });
const fixed = Array.from({ length: 7 }, (_, digits) =>
  formats({ minimumFractionDigits: digits, maximumFractionDigits: digits, useGrouping: false }),
);

export function integer(value: number): string {
  return integers[language.value].format(Math.round(value));
}

/** Three significant digits at most where they are no whole number, without exponents: 0.0123, 4.56, 1,234, 232B. */
export function figure(value: number): string {
  const size = Math.abs(value);
  // A loss that runs away would run out of its place.
  if (size >= 1e6) return compact[language.value].format(value).replace('-', '−');
  if (size >= 100) return integer(value);
  const digits = size >= 10 ? 1 : size >= 0.1 || size === 0 ? 2 : 4;
  // A true minus sign: as wide as a digit's plus, and read out as "minus".
  return plain(value, digits).replace('-', '−');
}

/** With so many digits after the point, 6 at most. */
function plain(value: number, digits: number): string {
  const format = (fixed[digits] as (typeof fixed)[number])[language.value];
  return format.format(value);
}

/** So many digits after the point, so that a column's points stand under each other. What rounds to 0 has no sign. */
export function decimals(value: number, digits: number): string {
  return plain(value, digits)
    .replace(/^-(?=[0.]+$)/, '')
    .replace('-', '−');
}

/** The same of a difference: with a plus where it is more. */
export function signedDecimals(value: number, digits: number): string {
  const text = decimals(value, digits);
  return value > 0 && /[1-9]/.test(text) ? `+${text}` : text;
}

/**
 * Somebody else's figure, with no digit that they did not give but two after the point; the place of a missing
 * one is kept by a blank as wide as a digit.
 */
export function publishedDecimals(value: number, digits: number): string {
  const given = Math.min(digits, Math.max(2, `${value}`.split('.')[1]?.length ?? 0));
  return decimals(value, given) + '\u2007'.repeat(digits - given);
}

/** A sensor's number: two decimals, so that columns stand still. */
export function reading(value: number): string {
  return decimals(value, 2);
}

export function rate(perSecond: number): string {
  return units[language.value].perSecond(
    perSecond >= 10 ? integer(perSecond) : decimals(perSecond, 1),
  );
}

/** 42 → "42 s", 754 → "12 min 34 s", 5400 → "1 h 30 min" */
export function duration(seconds: number): string {
  const of = units[language.value];
  const whole = Math.floor(seconds);
  if (whole < 60) return of.seconds(`${whole}`);
  const minutes = Math.floor(whole / 60);
  if (whole < 3600) return of.and(of.minutes(`${minutes}`), of.seconds(`${whole % 60}`));
  return of.and(of.hours(`${Math.floor(minutes / 60)}`), of.minutes(`${minutes % 60}`));
}

/** The same of what is long ago: from a day on, whole days. */
export function age(seconds: number): string {
  const days = Math.floor(seconds / 86_400);
  return days > 0 ? units[language.value].days(integer(days)) : duration(seconds);
}

/** 34200000 → "34 MB", 3420000 → "3.4 MB" */
export function bytesText(bytes: number): string {
  const { bytes: write } = units[language.value];
  if (bytes < 1e6) return write(integer(bytes / 1e3), 'kB');
  if (bytes < 1e9) return write(decimals(bytes / 1e6, bytes < 1e7 ? 1 : 0), 'MB');
  return write(decimals(bytes / 1e9, 1), 'GB');
}

/** In words, whole minutes, one at least: "1 minute", "12 minutes". */
export function minutesText(minutes: number): string {
  const whole = Math.max(1, Math.round(minutes));
  return units[language.value].minutesInWords(integer(whole), whole === 1);
}

/** A round time under a curve, in its one unit: "30 s", "5 min", "2 h". */
export function tickText(seconds: number): string {
  const of = units[language.value];
  if (seconds % 3600 === 0 && seconds > 0) return of.hours(`${seconds / 3600}`);
  return seconds % 60 === 0 && seconds > 0
    ? of.minutes(`${seconds / 60}`)
    : of.seconds(`${seconds}`);
}

/** 0.123 → "12 %" */
export function percent(share: number): string {
  return units[language.value].percent(`${Math.round(share * 100)}`);
}

/** With so many digits after the point: "1.2 s", "3.4 m", "0.40 m/s". */
export function secondsText(value: number, digits = 1): string {
  return units[language.value].seconds(decimals(value, digits));
}

export function metresText(value: number, digits = 1): string {
  return units[language.value].metres(decimals(value, digits));
}

export function speedText(value: number, digits = 2): string {
  return units[language.value].metresPerSecond(decimals(value, digits));
}
