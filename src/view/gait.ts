/**
 * How feet move with the ground that is covered: a walker's phase goes on by the distance, not by time, and a foot
 * that stands stays where it is. Phase 0 to 1 is a stride, one step of each foot. Pure.
 */

/** Share of a stride that a foot stands. */
const stance = 0.56;

/** Metres of one stride of a robot, and of a person: robots take more steps, having short legs. */
export const strideOf = {
  robot: (height: number) => 0.62 * height,
  person: (height: number) => 1.04 * height,
} as const;

/** The phase after so many metres more. */
export function advance(phase: number, metres: number, stride: number): number {
  const next = phase + metres / stride;
  return next - Math.floor(next);
}

/** Of the other foot. */
export function opposite(phase: number): number {
  return phase < 0.5 ? phase + 0.5 : phase - 0.5;
}

/** How far the foot is ahead of the body, in strides: back with the ground while it stands, then forward. */
export function footAhead(phase: number): number {
  if (phase < stance) return stance / 2 - phase;
  const t = (phase - stance) / (1 - stance);
  return stance * (t * t * (3 - 2 * t) - 0.5);
}

/** 0 while the foot stands, to 1 in the middle of its swing. */
export function footLift(phase: number): number {
  return phase < stance ? 0 : Math.sin((Math.PI * (phase - stance)) / (1 - stance));
}

/** How much of a walk there is at this speed, m/s: 0 standing, 1 walking; between them feet come to rest. */
export function walkShare(speed: number): number {
  const t = Math.min(1, Math.max(0, (speed - 0.04) / 0.16));
  return t * t * (3 - 2 * t);
}
