/** What can be drawn over the world to explain what agents do. A new overlay is one file and one line. */
import { createRegistry } from '../../core/registry.ts';
import { attentionRays } from './attention-rays.ts';
import { choiceArrows } from './choice-arrows.ts';
import { floor } from './floor.ts';
import { graphEdges } from './graph-edges.ts';
import type { OverlayKind } from './overlay.ts';
import { pastSelves } from './past-selves.ts';
import { path } from './path.ts';
import { scanRays } from './scan-rays.ts';
import { trails } from './trails.ts';

export const overlays = createRegistry<OverlayKind>('overlay', {
  'attention-rays': attentionRays,
  'scan-rays': scanRays,
  path,
  'choice-arrows': choiceArrows,
  'graph-edges': graphEdges,
  floor,
  trails,
  'past-selves': pastSelves,
});
