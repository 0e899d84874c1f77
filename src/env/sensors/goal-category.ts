/**
 * `goalCategory`: which category of objects the agent is sent to: 1 for it, 0 for all others, nothing of where
 * such objects are. All are 0 for an agent that is sent to a place. Needs a scene with `categories`.
 */
import { InputError } from '../../core/input-error.ts';
import { unchanged } from '../../core/reflection.ts';
import type { VectorPart } from '../../core/spec.ts';
import type { Sensor } from './sensor.ts';

export function goalCategory(): Sensor {
  return {
    name: 'goalCategory',
    parts({ name, categories }) {
      if (categories.length === 0) {
        throw new InputError(
          `Expected scene "${name}" to have "categories" of objects: goalCategory has nothing to name else.`,
        );
      }
      const agent: VectorPart = { kind: 'vector', name: 'goalCategory', features: categories };
      return { agent };
    },
    // A kind has no side.
    reflection: ({ categories }) => ({ agent: unchanged(categories.length) }),
    bind(_, { categories }) {
      const count = categories.length;
      return {
        writeAgent(agent, row, offset) {
          row.fill(0, offset, offset + count);
          const { goalCategory } = agent;
          if (goalCategory >= 0) row[offset + goalCategory] = 1;
        },
      };
    },
  };
}
