/** An overlay is a part of the stage that can be switched on and off. */
import type { Part } from '../frame.ts';

export interface OverlayContext {
  /** [A, 3] where each agent's eye is, as drawn. */
  readonly eyes: () => Float32Array;
}

export interface OverlayKind {
  /** What a person reads beside its switch. */
  readonly label: string;
  readonly visible: boolean;
  create(context: OverlayContext): Part;
}
