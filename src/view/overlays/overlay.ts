/** An overlay is a part of the stage that can be switched on and off. */
import type { Part } from '../frame.ts';
import type { TagMesh } from '../tag-mesh.ts';

export interface OverlayContext {
  /** [A, 3] where each agent's eye is, as drawn. */
  readonly eyes: () => Float32Array;
  /** Tags of its own; they need a document. */
  readonly createTags: () => TagMesh;
}

export interface Overlay extends Part {
  /** It is switched on: since it was switched off it has seen no frame. */
  begin?(): void;
  /** What the last frame drew: [n, 4] x, y, z of an end, and its strength. For who checks it: allocates. */
  lines?(): Float32Array;
}

export interface OverlayKind {
  /** What a person reads beside its switch. */
  readonly label: string;
  readonly visible: boolean;
  /** Whom it is about: then it is drawn only while one is selected, and is switched beside what that one senses. */
  readonly of: 'selected' | 'all';
  /** It has a switch of its own elsewhere, and needs none there. */
  readonly switchedElsewhere?: boolean;
  create(context: OverlayContext): Overlay;
}
