/** What is said of a replay that goes another way than was recorded. */

/** "From second 12.0 on the replay differs from what was recorded." */
export function sayDifference(seconds: number): string {
  return `From second ${seconds.toFixed(1)} on the replay differs from what was recorded.`;
}
