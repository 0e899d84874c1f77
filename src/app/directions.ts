/** Velocities in an agent's frame (forward, left), m/s, as a person says them. */
import { decimals } from './format.ts';

export interface Velocity {
  readonly forward: number;
  readonly left: number;
}

/** Below this a velocity is none. */
const least = 0.02;

/** "1.34 m/s, 12° to the left" */
export function velocityInWords(velocity: Velocity): string {
  const speed = Math.hypot(velocity.forward, velocity.left);
  return speed < least ? 'stands still' : `${decimals(speed, 2)} m/s, ${wayInWords(velocity)}`;
}

function wayInWords({ forward, left }: Velocity): string {
  const degrees = Math.round((Math.atan2(left, forward) * 180) / Math.PI);
  if (degrees === 0) return 'straight ahead';
  if (Math.abs(degrees) === 180) return 'straight back';
  return `${Math.abs(degrees)}° to the ${degrees > 0 ? 'left' : 'right'}`;
}
