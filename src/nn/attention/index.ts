/** Every attention kind by name. A new one is one file and one line here. */
import { createRegistry } from '../../core/registry.ts';
import { additive } from './additive.ts';
import { dot } from './dot.ts';
import { hadamard } from './hadamard.ts';
import type { AttentionKind } from './kind.ts';
import { max } from './max.ts';
import { mean } from './mean.ts';

export const attentionKinds = createRegistry<AttentionKind>('attention kind', {
  dot,
  hadamard,
  additive,
  mean,
  max,
});
