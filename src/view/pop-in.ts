/** How a thing appears: it grows past its size and settles, with a little spring. */

const popSeconds = 0.45;

/** Its size so many seconds after it appeared; 1 from half a second on. */
export function popIn(seconds: number): number {
  if (seconds >= popSeconds) return 1;
  const t = Math.max(0, seconds) / popSeconds - 1;
  return 1 + 2.4 * t * t * t + 1.4 * t * t;
}
