/** A way of looking at the stage. A rig writes where it wants the camera; the stage moves it there. */
import { Quaternion, Vector3 } from 'three';
import type { Layout } from '../../scene/layout.ts';
import type { Frame } from '../frame.ts';

export interface CameraPose {
  readonly position: Vector3;
  readonly rotation: Quaternion;
  /** Vertical field of view, degrees. */
  fieldOfView: number;
  /** Share of the picture's height by which what is looked at lies below the middle. */
  lift: number;
}

export interface ViewShape {
  /** Width by height of the whole canvas. */
  readonly aspect: number;
  /** Shares of width and height that no panel covers. */
  readonly freeWidth: number;
  readonly freeHeight: number;
}

export interface CameraRig {
  readonly pose: CameraPose;
  /** Walls are cut away for it. */
  readonly cutsWalls: boolean;
  /** Whose body is left out, because the camera stands in it. */
  readonly inside: 'nobody' | 'agent' | 'visitor';
  fit(layout: Layout, view: ViewShape): void;
  /** The same layout with something else in it; absent: that changes nothing. */
  refit?(layout: Layout): void;
  /** Called when the rig takes over. */
  enter(): void;
  leave(): void;
  /** `agent` is the one to follow. Allocates nothing. */
  update(frame: Frame, agent: number): void;
  dispose(): void;
}

export function createPose(fieldOfView: number): CameraPose {
  return { position: new Vector3(0, 10, 10), rotation: new Quaternion(), fieldOfView, lift: 0 };
}
