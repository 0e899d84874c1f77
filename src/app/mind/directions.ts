/** Velocities in an agent's frame (forward, left), m/s, as a person says them. */
import { speedText } from '../format.ts';
import { words } from '../words/index.ts';

export interface Velocity {
  readonly forward: number;
  readonly left: number;
}

/** Below this a velocity is none. */
const least = 0.02;

/** "1.34 m/s, 12° to the left" */
export function velocityInWords(velocity: Velocity): string {
  const { actions } = words.value.mind;
  const speed = Math.hypot(velocity.forward, velocity.left);
  return speed < least ? actions.still : actions.velocity(speedText(speed), wayInWords(velocity));
}

function wayInWords({ forward, left }: Velocity): string {
  const degrees = Math.round((Math.atan2(left, forward) * 180) / Math.PI);
  const { actions } = words.value.mind;
  if (degrees === 0) return actions.ahead;
  if (Math.abs(degrees) === 180) return actions.back;
  return actions.aside(Math.abs(degrees), degrees > 0 ? 'left' : 'right');
}
