/**
 * Which rows of bodies (agents, props, doors, walkers, and last the visitor's, as in a snapshot) are of the same
 * things in two layouts of a scene of which one was changed into the other.
 */
import type { Layout } from './layout.ts';

/** [N of `after`] the row in `before` of the same body, −1: it was not there. */
export function rowsBefore(before: Layout, after: Layout): Int32Array {
  const rows = new Map(namesOf(before).map((name, row) => [name, row]));
  return Int32Array.from(namesOf(after), (name) => rows.get(name) ?? -1);
}

function namesOf({ agents, props, doors, walkers }: Layout): string[] {
  return [
    ...Array.from({ length: agents }, (_, a) => `agents/${a}`),
    ...props.map(({ id }) => `props/${id}`),
    ...doors.map(({ id }) => `doors/${id}`),
    ...walkers.map(({ id }) => `walkers/${id}`),
    'visitor',
  ];
}
