/** Walls and doors higher than this are cut away to it, so that agents are seen over them. Metres. */
export const cutHeight = 1.05;

/** Metres by which a wall of this height sinks when it is cut away. */
export function dropOf(height: number): number {
  return Math.max(0, height - cutHeight);
}
