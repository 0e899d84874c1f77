/**
 * The stage: one canvas, one three.js scene, from a layout and a stream of snapshots. Reads
 * snapshots, writes nothing back. Times are milliseconds of one clock, always handed in.
 * Does not know where snapshots come from, nor what an agent is for.
 */
import type { FloorGrid } from '../scene/floor-grid.ts';
import type { Layout, Placed, Shape } from '../scene/layout.ts';
import type { Snapshot } from '../world/snapshot.ts';
import type { Wearable, Wearers } from './own-avatar/worn-part.ts';
import type { QualityStep } from './quality.ts';
import type { Daytime } from './time-of-day.ts';

export const cameraModes = ['orbit', 'follow', 'first-person'] as const;
export type CameraMode = (typeof cameraModes)[number];

/** How the orbiting camera looks at the layout: at this place on the ground, from so far away. */
export interface Outlook {
  readonly x: number;
  readonly z: number;
  /** Metres. */
  readonly distance: number;
  /** Radians: where it stands, seen from the place; 0 is +z, positive towards +x. */
  readonly turn: number;
  /** Radians above the ground. */
  readonly height: number;
}

/**
 * Whether the hand takes things, points where something new is to stand, takes what is imagined, or leaves all to the
 * cameras.
 */
export type HandMode = 'off' | 'take' | 'place' | 'imagine';

/** An upright body that the hand may take while it imagines: by its middle. */
export interface Graspable {
  readonly thing: string;
  readonly x: number;
  readonly y: number;
  readonly z: number;
  readonly radius: number;
  readonly height: number;
}

/** What the person's hand does on the canvas. Things are named as in scene/edit.ts, goals `goals/3`, bodies as `graspable` does. */
export interface HandHooks {
  hover(thing: string | undefined): void;
  /** Where the middle of a thing is that is about to be dragged. */
  centreOf(thing: string): { readonly x: number; readonly z: number } | undefined;
  /** Its middle would be here. */
  drag(thing: string, x: number, z: number): void;
  /** While placing: here. */
  point(x: number, z: number): void;
  /** What was dragged or pointed is let go of. */
  drop(): void;
  cancel(): void;
  click(thing: string): void;
  /** What may be taken while the hand imagines, as it is drawn now. */
  graspable(): readonly Graspable[];
}

export interface Solid extends Pick<Placed, 'position' | 'yaw'> {
  readonly shape: Shape;
}

/** Something where it would stand. */
export interface Ghost {
  readonly solids: readonly Solid[];
  readonly fits: boolean;
}

/** Where everybody is; the arrays are the stage's own. */
export type Moment = Pick<
  Snapshot,
  'position' | 'rotation' | 'radius' | 'goal' | 'heading' | 'visited'
>;

export interface StageOptions {
  /** 'auto' takes 'low' when the browser draws in software. Default 'auto'. */
  readonly quality?: 'auto' | 'high' | 'low';
  /** Default 'noon'. */
  readonly daytime?: Daytime;
  /** No bobbing, blinking, pop-in or camera flights. Default false. */
  readonly reducedMotion?: boolean;
  /** Name tags drawn at most, nearest first. Default 8. */
  readonly nameTags?: number;
  /** Milliseconds, for `info().milliseconds`; without it that figure is 0. */
  readonly clock?: () => number;
  /** Click or tap on an agent, or beside all of them (undefined). */
  readonly onPick?: (agent: number | undefined) => void;
  readonly hand?: HandHooks;
  /** One sentence for a person. The stage draws nothing until `onContextRestored`. */
  readonly onContextLost?: (sentence: string) => void;
  readonly onContextRestored?: () => void;
}

export interface Insets {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Something attended to, at the newest snapshot; weights in [0, 1]. */
export interface Attended {
  readonly x: number;
  readonly y: number;
  readonly z: number;
  /** Of its ray. */
  readonly weight: number;
  /** By which the eye turns, where the ray shows one head alone. */
  readonly mean?: number;
  /** Row of the snapshot's bodies, if it is one: its ray then moves with it. */
  readonly body?: number;
}

/** What the selected agent attends to. */
export interface Attention {
  readonly entities: readonly Attended[];
  /** Nodes of the scene graph; y is where the marker floats. */
  readonly nodes: readonly Attended[];
}

/** What the selected agent's horizontal rays measure: ray 0 forward, then counter-clockwise. */
export interface Scan {
  /** Metres, one per ray; `reach` where nothing was hit. */
  readonly distances: Float32Array;
  readonly reach: number;
}

/** The way that the selected agent is going to take. */
export interface Way {
  /** [P, 2] x, z: where it stood at a snapshot, and where it will after each decision. */
  readonly points: Float32Array;
  /** The snapshot's `step`. */
  readonly step: number;
  /** How its episode ends there, if it does. */
  readonly outcome: 'success' | 'collision' | 'timeout' | undefined;
}

/** The selected agent as it was, several times over, beside itself. */
export interface EarlierSelves {
  /** Counts the times that they have set out: from one to the next they are put elsewhere. */
  readonly round: number;
  /** Where they are going to. */
  readonly goal: { readonly x: number; readonly z: number };
  /** [S, 4] x, y, z of the centre and heading, at the newest snapshot. */
  readonly poses: Float32Array;
  /** [S]; the same object as long as nothing of it is another. */
  readonly looks: readonly {
    /** '#rrggbb' */
    readonly colour: string;
    /** Over its head: short. */
    readonly label: string;
    /** How it has ended; undefined: it is on its way. */
    readonly outcome: 'success' | 'collision' | 'timeout' | undefined;
  }[];
}

/** What the selected agent is about to do, and what it would if something were not there: m/s in its frame. */
export interface Intention {
  readonly chosen: { readonly forward: number; readonly left: number };
  readonly imagined: { readonly forward: number; readonly left: number };
}

/** A body that is imagined so far from where it is, in metres along x and z, or a copy of it that is. */
export interface DisplacedFigure {
  /** Row of the snapshot's bodies. */
  readonly body: number;
  readonly x: number;
  readonly z: number;
  readonly copy: boolean;
  /** Whether it is in the person's hand. */
  readonly held: boolean;
}

/** A node of the scene graph hears another: where they are, and the share that it gives to it. */
export interface Message {
  readonly fromX: number;
  readonly fromZ: number;
  readonly toX: number;
  readonly toZ: number;
  readonly weight: number;
}

/** A number for each cell of the floor, to be painted on it. */
export interface Floor {
  readonly grid: FloorGrid;
  /** [C] NaN: there is none. */
  readonly values: Float32Array;
  /** What is painted darkest and lightest, and all beyond them. */
  readonly least: number;
  readonly most: number;
  /** Where there is little the ground is seen, else all of it is covered. */
  readonly sparse: boolean;
}

export interface StageInfo {
  /** Calls of `render` that drew something, since the stage was made. */
  readonly frames: number;
  /** Simulated seconds since the world was made: of the last picture, and of the newest snapshot. */
  readonly drawnSeconds: number;
  readonly newestSeconds: number;
  /** Of the last `render`, its shadow pass included if it had one. */
  readonly drawCalls: number;
  readonly triangles: number;
  /** Main-thread milliseconds of the last `render`. */
  readonly milliseconds: number;
  /** Milliseconds from one `render` to the next, smoothed. */
  readonly interval: number;
  /** Triangles that each overlay has in the picture, by its name in overlays/index.ts. */
  readonly overlays: Readonly<Record<string, number>>;
  /** Bodies that were drawn in the visitor's own model. */
  readonly worn: number;
  /** As the browser names it. */
  readonly renderer: string;
  /** What the stage was made for: a graphics card, or a processor that draws. */
  readonly quality: 'high' | 'low';
  /** The step of quality that holds now (quality.ts). */
  readonly level: QualityStep['name'];
}

export interface Stage {
  /**
   * Builds the world anew; what the last one held is freed. Selection survives if the agent does. One that is
   * `changed` is the last one with something else in it: everybody is drawn on where they were.
   */
  setLayout(layout: Layout, how?: { readonly changed: boolean }): void;
  /** Copies the snapshot. One of another layout than the current one is left out. */
  push(snapshot: Snapshot, receivedAt: number): void;
  render(now: number): void;
  /** CSS pixels of the canvas. Called by the stage itself when the canvas changes size. */
  resize(width: number, height: number): void;
  /** From now on: no bobbing, blinking, pop-in or camera flights, or all of them. */
  setReducedMotion(on: boolean): void;
  /** How finely to draw from now on, for a machine that cannot keep up. */
  setQuality(step: QualityStep): void;
  /** CSS pixels at each edge that panels cover: the view is centred in the rest. */
  setInsets(insets: Insets): void;

  select(agent: number | undefined): void;
  readonly selected: number | undefined;
  setCamera(mode: CameraMode): void;
  readonly camera: CameraMode;
  /** Whether `follow` and `first-person` go with the visitor. */
  setVisiting(on: boolean): void;
  /** What stands over the visitor. Default "You". */
  nameVisitor(name: string): void;
  /** The place on the ground that the camera looks at, and the heading in which it looks. */
  lookingAt(): { readonly x: number; readonly z: number; readonly heading: number };
  /** Flies there with the orbit camera, nearer if it is far off; another camera stays as it is. */
  lookAt(x: number, z: number): void;
  /** Turns the orbit camera, or the look of the visitor, by radians to the left and upwards; others stay as they are. */
  turn(left: number, up: number): void;
  /** The ground that the view shows: [4, 2] x, z, round its corners, as far off as 60 m. */
  groundInView(): Float32Array;
  /** Where the visitor is in the newest snapshot; undefined: none is in. */
  visitor(): { readonly x: number; readonly z: number } | undefined;

  setHand(mode: HandMode): void;
  /** Lets a thing glow. */
  mark(thing: string | undefined): void;
  showGhost(ghost: Ghost | undefined): void;
  /** In the newest snapshot, or as everybody is drawn now; undefined before the first one of a layout. */
  moment(when?: 'newest' | 'drawn'): Moment | undefined;
  /** CSS pixels on the canvas of a point above the ground; undefined: it is behind the camera. */
  onCanvas(x: number, y: number, z: number): { readonly x: number; readonly y: number } | undefined;

  /** Rays from the selected agent; undefined shows none. */
  showAttention(attention: Attention | undefined): void;
  showScan(scan: Scan | undefined): void;
  showWay(way: Way | undefined): void;
  /** With the snapshot that they are of, and those of the same agent. */
  showSelves(selves: EarlierSelves | undefined): void;
  showMessages(messages: readonly Message[] | undefined): void;
  showIntention(intention: Intention | undefined): void;
  /** Who is imagined elsewhere or twice: each as a figure where it would be. */
  showDisplaced(figures: readonly DisplacedFigure[]): void;
  /** What is painted on the floor; undefined: nothing. */
  showFloor(floor: Floor | undefined): void;
  /**
   * Where each agent's eye turns: [A, 3] world points, NaN for straight ahead. Copied. Without it the
   * selected agent's eye turns to the strongest of what `showAttention` was given.
   */
  setGaze(points: Float32Array): void;
  /** Names as in overlays/index.ts. */
  setOverlay(name: string, visible: boolean): void;
  /** What an overlay drew last, [n, 4]: x, y, z of the end of each line and its strength; empty of one that tells none. */
  lines(overlay: string): Float32Array;
  /**
   * The visitor wears the model from now on, and robots as `wearers` says; undefined: everybody is as always. The model
   * stays the caller's, to be disposed of when it is worn no more.
   */
  wear(model: Wearable | undefined, wearers: Wearers): void;
  /** The day goes on to it within seconds; at once with reduced motion. */
  setDaytime(daytime: Daytime): void;

  outlook(): Outlook;
  /** Before there is a layout, the first one is looked at so. What cannot be is brought to the nearest that can. */
  setOutlook(outlook: Outlook): void;
  /**
   * The picture that the person sees, over the whole canvas as if no panel covered it, on a canvas of its own:
   * `scale` pixels a CSS pixel, or as many as the graphics card can draw. Undefined where there is nothing to see.
   */
  picture(scale: number): HTMLCanvasElement | undefined;
  info(): StageInfo;
  dispose(): void;
}
