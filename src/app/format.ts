/** Numbers and times as the page writes them. */

// `toLocaleString` would make a formatter of its own each time, which takes longer than all the rest.
const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 3 });
const integers = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

export function integer(value: number): string {
  return integers.format(Math.round(value));
}

/** Three significant digits at most where they are no whole number, without exponents: 0.0123, 4.56, 1,234, 232B. */
export function figure(value: number): string {
  const size = Math.abs(value);
  // A loss that runs away would run out of its place.
  if (size >= 1e6) return compact.format(value).replace('-', '−');
  if (size >= 100) return integer(value);
  const digits = size >= 10 ? 1 : size >= 0.1 || size === 0 ? 2 : 4;
  // A true minus sign: as wide as a digit's plus, and read out as "minus".
  return value.toFixed(digits).replace('-', '−');
}

/** So many digits after the point, so that a column's points stand under each other. What rounds to 0 has no sign. */
export function decimals(value: number, digits: number): string {
  return value
    .toFixed(digits)
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

/** A feature's name as words: "velocityForward" → "velocity forward". */
export function words(name: string): string {
  return name.replace(/([a-z])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`);
}

export function rate(perSecond: number): string {
  return `${perSecond >= 10 ? integer(perSecond) : perSecond.toFixed(1)}/s`;
}

/** 42 → "42 s", 754 → "12 min 34 s", 5400 → "1 h 30 min" */
export function duration(seconds: number): string {
  const whole = Math.floor(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

/** In words, whole minutes, one at least: "1 minute", "12 minutes". */
export function minutesText(minutes: number): string {
  const whole = Math.max(1, Math.round(minutes));
  return whole === 1 ? '1 minute' : `${integer(whole)} minutes`;
}

/** A round time under a curve, in its one unit: "30 s", "5 min", "2 h". */
export function tickText(seconds: number): string {
  if (seconds % 3600 === 0 && seconds > 0) return `${seconds / 3600} h`;
  return seconds % 60 === 0 && seconds > 0 ? `${seconds / 60} min` : `${seconds} s`;
}
