/** Numbers and times as the page writes them. */

// `toLocaleString` would make a formatter of its own each time, which takes longer than all the rest.
const integers = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

export function integer(value: number): string {
  return integers.format(Math.round(value));
}

/** Three significant digits at most, without exponents: 0.0123, 4.56, 123. */
export function figure(value: number): string {
  const size = Math.abs(value);
  if (size >= 100) return integer(value);
  const digits = size >= 10 ? 1 : size >= 0.1 || size === 0 ? 2 : 4;
  // A true minus sign: as wide as a digit's plus, and read out as "minus".
  return value.toFixed(digits).replace('-', '−');
}

/** A sensor's number: two decimals, so that columns stand still. */
export function reading(value: number): string {
  return value.toFixed(2).replace('-', '−');
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
