/** Every benchmark suite by name. A new one is one file and one line here. */
import { createRegistry } from '../core/registry.ts';
import { endtoend } from './endtoend.ts';
import { frames } from './frames.ts';
import { ghosts } from './ghosts.ts';
import { inference } from './inference.ts';
import { learner } from './learner.ts';
import { opening } from './opening.ts';
import { render } from './render.ts';
import { simulation } from './simulation.ts';
import type { Suite } from './suite.ts';
import { unattended } from './unattended.ts';

export const suites = createRegistry<Suite>('suite', {
  learner,
  inference,
  endtoend,
  simulation,
  render,
  opening,
  frames,
  ghosts,
  unattended,
});
