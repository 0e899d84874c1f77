/**
 * The actions that a critic is asked about: standing still, then rings of the same speed from the slowest to top
 * speed, in each of them all directions, counter-clockwise from straight ahead. Agent frame = (forward, left).
 */

/** Rings, the last at top speed, and directions in each. */
export const rings = 5;
export const directions = 24;

/** Row of an action in the grid; ring 0 is standing still, and directions go round. */
export function gridIndex(ring: number, direction: number): number {
  if (ring === 0) return 0;
  return 1 + (ring - 1) * directions + (((direction % directions) + directions) % directions);
}

/** [1 + rings · directions, 2] on the unit disc. */
export const gridActions = actionsOfGrid();

function actionsOfGrid(): Float32Array {
  const actions = new Float32Array(2 * (1 + rings * directions));
  for (let ring = 1; ring <= rings; ring++) {
    for (let direction = 0; direction < directions; direction++) {
      const at = 2 * gridIndex(ring, direction);
      const angle = (2 * Math.PI * direction) / directions;
      actions[at] = (ring / rings) * Math.cos(angle);
      actions[at + 1] = (ring / rings) * Math.sin(angle);
    }
  }
  return actions;
}
