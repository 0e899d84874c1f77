/**
 * What a part of the stage may read while it draws one frame, and what a part is. One record,
 * rewritten every frame.
 */
import type { Object3D, PerspectiveCamera, Vector3 } from 'three';
import type { Layout } from '../scene/layout.ts';
import type { Track } from './interpolation.ts';
import type { Screen } from './on-screen.ts';
import type { Theme } from './palette.ts';
import type {
  Attended,
  Attention,
  EarlierSelves,
  Floor,
  Intention,
  Message,
  Scan,
  Way,
} from './stage.ts';

export interface Frame {
  layout: Layout;
  /** `track.drawn` holds the poses of this frame. */
  track: Track;
  /** Milliseconds, as handed to `render`. */
  now: number;
  /** Seconds since the frame before, at most 0.25. */
  delta: number;
  /** −1: none. */
  selected: number;
  /** Agent whose body is not drawn, because the camera stands in it; −1: none. */
  hidden: number;
  /** Whether it stands in the visitor's head. */
  insideVisitor: boolean;
  readonly camera: PerspectiveCamera;
  /** What that camera sees: by it things are drawn finely, coarsely or not at all. */
  readonly screen: Screen;
  /** What the camera looks at, on the ground. */
  readonly focus: Vector3;
  /** CSS pixels. */
  width: number;
  height: number;
  pixelRatio: number;
  /** Reduced motion. */
  still: boolean;
  theme: Theme;
  /** [A, 3] world points, NaN for straight ahead. */
  gaze: Float32Array;
  attention: Attention | undefined;
  /** The strongest of it. */
  strongest: Attended | undefined;
  /** Counts calls of `showAttention`. */
  attentionCount: number;
  scan: Scan | undefined;
  /** Decisions of the newest snapshot. */
  step: number;
  /** Seconds of the world at the newest snapshot. */
  time: number;
  floor: Floor | undefined;
  way: Way | undefined;
  selves: EarlierSelves | undefined;
  intention: Intention | undefined;
  messages: readonly Message[] | undefined;
}

export interface Part {
  readonly object: Object3D;
  /** Takes a new layout; frees what it held of the last one. */
  fit(layout: Layout): void;
  /** Allocates nothing. */
  update(frame: Frame): void;
  dispose(): void;
}
