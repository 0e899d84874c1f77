/** Until `begin` is told that it is done, or for so many milliseconds; whether it was in time. */
export function within(milliseconds: number, begin: (done: () => void) => void): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), milliseconds);
    begin(() => {
      clearTimeout(timer);
      resolve(true);
    });
  });
}
