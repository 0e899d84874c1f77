/** What is in the person's hand is supposed to stand where it is held: what the selected robot would do about it. */
import type { Choices, Supposed } from '../../explain/forecast.ts';
import { otherwise } from '../../explain/reason.ts';
import { agentName } from '../../view/names.ts';
import type { HeldGhost } from '../edit/edit-state.ts';
import { words } from '../words/index.ts';
import { agentOf, isGoal } from './things.ts';

/** Share of top speed below which a change of the action is none. */
const little = 0.05;

/** Undefined: nothing is held, or it cannot stand there. */
export function supposedOf(ghost: HeldGhost | undefined): Supposed | undefined {
  // What is in the visitor's arms is out of the world until it is set down.
  if (!ghost || ghost.why || ghost.sent || ghost.by === 'arms') return undefined;
  const { held, place } = ghost;
  if ('look' in held) return { kind: 'add', look: held.look, ...place };
  const { x, z } = place;
  if (isGoal(held.thing)) return { kind: 'goal', agent: agentOf(held.thing), x, z };
  return { kind: 'move', thing: held.thing, ...place };
}

/** “Here, Remy would go 0.4 m/s slower.” `maxSpeed` in m/s. */
export function sayWould({ as, would }: Choices, agent: number, maxSpeed: number): string {
  const [forward, left] = [would.forward - as.forward, would.left - as.left];
  const length = Math.hypot(forward, left);
  const { asNow, otherwise: goes } = words.value.editing.would;
  const name = agentName(agent);
  return length < little * maxSpeed
    ? asNow(name)
    : goes(name, otherwise({ forward, left, length }));
}
