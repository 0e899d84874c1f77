/** What can be drawn over the world to explain an agent. A new overlay is one file and one line. */
import { createRegistry } from '../../core/registry.ts';
import { attentionRays } from './attention-rays.ts';
import type { OverlayKind } from './overlay.ts';
import { scanRays } from './scan-rays.ts';

export const overlays = createRegistry<OverlayKind>('overlay', {
  'attention-rays': attentionRays,
  'scan-rays': scanRays,
});
