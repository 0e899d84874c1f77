/** What the page calls the files that it makes: `heed-plaza-20261126-2051.png`. */

const two = (value: number) => `${value}`.padStart(2, '0');

/** `now` in epoch milliseconds; the name has the time of the person's own clock. */
export function fileName(scene: string, now: number, ending: string): string {
  const at = new Date(now);
  const day = `${at.getFullYear()}${two(at.getMonth() + 1)}${two(at.getDate())}`;
  const time = `${two(at.getHours())}${two(at.getMinutes())}${two(at.getSeconds())}`;
  return `heed-${scene}-${day}-${time}${ending}`;
}
