/**
 * A step by keys, of so many metres to the right and ahead as the person looks: along the axis of the ground that is
 * nearest to that. `heading` in radians, 0 along −z.
 */
export function stepAsSeen(heading: number, right: number, ahead: number) {
  const quarter = (Math.round(heading / (Math.PI / 2)) * Math.PI) / 2;
  const [sin, cos] = [Math.round(Math.sin(quarter)), Math.round(Math.cos(quarter))];
  return { x: cos * right - sin * ahead, z: -sin * right - cos * ahead };
}
