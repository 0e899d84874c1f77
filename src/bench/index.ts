/** Every benchmark suite by name. A new one is one file and one line here. */
import { createRegistry } from '../core/registry.ts';
import { endtoend } from './endtoend.ts';
import { inference } from './inference.ts';
import { learner } from './learner.ts';
import { render } from './render.ts';
import { simulation } from './simulation.ts';
import type { Suite } from './suite.ts';

export const suites = createRegistry<Suite>('suite', {
  learner,
  inference,
  endtoend,
  simulation,
  render,
});
