/** Hands the stage to a test that drives this page: a made-up crowd that walks in circles, drawn. */
import { type FloorGrid, floorGridOf } from '../../../src/scene/floor-grid.ts';
import type { Static } from '../../../src/scene/layout.ts';
import { createStage } from '../../../src/view/create-stage.ts';
import { lampPosts } from '../../../src/view/garden.ts';
import { landAround } from '../../../src/view/land.ts';
import { overlays } from '../../../src/view/overlays/index.ts';
import { qualitySteps } from '../../../src/view/quality.ts';
import type { Outlook, Stage } from '../../../src/view/stage.ts';
import { createAmbience, hourOf, lightAt } from '../../../src/view/time-of-day.ts';
import { bodyCount, createSnapshot, type Snapshot } from '../../../src/world/snapshot.ts';
import { type CrowdSize, crowdLayout } from '../../view/crowd-layout.ts';

let stage: Stage | undefined;
let move: ((seconds: number) => Snapshot) | undefined;
let grid: FloorGrid | undefined;
let isTold = false;
let frame = 0;

const finest = qualitySteps.at(-1) as (typeof qualitySteps)[number];
/** Half of the side of the square with the pillar, metres. */
const half = 6;
const alone = { agents: 1, entities: 0 };

/** A pillar in the middle of a square, and a robot far from it. */
function pillarInSquare(): ReturnType<typeof crowdLayout> {
  const { layout } = crowdLayout(alone);
  const pillar: Static = {
    ...{ id: 'pillar', look: 'pillar', position: [0, 1.2, 0], yaw: 0 },
    shape: { type: 'cylinder', radius: 0.25, height: 2.4 },
  };
  return {
    layout: {
      ...layout,
      scene: 'square',
      min: [-half, -half],
      max: [half, half],
      statics: [pillar],
    },
    // The second would be a visitor's.
    places: [-1, 1].map((side) => [side * (half - 1), half - 1] as const),
  };
}

/** In the task in which it was drawn: a canvas of WebGL is readable until then. */
function readCanvas(x: number, y: number, width: number, height: number): Uint8ClampedArray {
  const view = document.getElementById('view') as HTMLCanvasElement;
  const copy = new OffscreenCanvas(width, height).getContext(
    '2d',
  ) as OffscreenCanvasRenderingContext2D;
  copy.drawImage(view, x, y, width, height, 0, 0, width, height);
  return copy.getImageData(0, 0, width, height).data;
}

/** Simulated decisions a second: so often a snapshot comes, and with it all that is known of whom is selected. */
const perSecond = 10;
const selves = ['1 s', '17 s', '43 s', '92 s'].map((label, i) => ({
  ...{ colour: `#${(i + 1) * 2}080${8 - 2 * i}0`, label, outcome: undefined },
}));

/** What overlays show of the first agent: as much as a robot in the plaza has, all of it new. */
function tell({ position, step }: Snapshot): void {
  const [x, y, z] = position as unknown as [number, number, number];
  const about = (count: number, far: number) =>
    Array.from({ length: count }, (_, i) => {
      const angle = (2 * Math.PI * i) / count + step / 50;
      return { x: x + far * Math.cos(angle), z: z + far * Math.sin(angle), y, weight: 0.5 };
    });
  const nodes = about(24, 5);
  stage?.showAttention({ entities: about(8, 3), nodes });
  stage?.showScan({ distances: new Float32Array(32).fill(2), reach: 8 });
  stage?.showWay({
    points: Float32Array.from({ length: 60 }, (_, i) => (i % 2 === 0 ? x : z - i / 15)),
    ...{ step, outcome: undefined },
  });
  stage?.showSelves({
    poses: Float32Array.from(about(selves.length, 2).flatMap((at) => [at.x, y, at.z, 0])),
    ...{ round: 1, goal: { x: x + 4, z }, looks: selves },
  });
  stage?.showIntention({ chosen: { forward: 1, left: 0 }, imagined: { forward: 0.5, left: 0.5 } });
  const messages = nodes.map((to, i) => ({ from: nodes[(i + 1) % nodes.length] ?? to, to }));
  stage?.showMessages(
    messages.map(({ from, to }) => ({
      ...{ fromX: from.x, fromZ: from.z, toX: to.x, toZ: to.z, weight: 0.3 },
    })),
  );
}

/** A value for each cell of the ground. */
function paint(): void {
  if (!grid) return;
  const values = Float32Array.from({ length: grid.columns * grid.rows }, (_, i) => i % 7);
  stage?.showFloor({ grid, values, least: 0, most: 6, sparse: false });
}

const stagePage = {
  /** Lays out a crowd; returns the milliseconds that the stage took for it. */
  lay(
    size: CrowdSize,
    quality: 'high' | 'low' = 'low',
    { layout, places } = crowdLayout(size),
  ): number {
    const canvas = document.getElementById('view') as HTMLCanvasElement;
    stage ??= createStage(canvas, { quality, clock: () => performance.now() });
    const { agents, props, doors, walkers } = layout;
    const begun = performance.now();
    stage.setLayout(layout);
    grid = floorGridOf(layout);
    const laid = performance.now() - begun;

    const snapshot = createSnapshot(layout);
    snapshot.radius.fill(layout.body.radius);
    const heights = [
      ...Array.from({ length: agents }, () => layout.body.height),
      ...props.map(() => 0.6),
      ...doors.map(({ size: [, height] }) => height),
      ...walkers.map(({ height }) => height),
    ];
    const still = agents + props.length + doors.length;
    for (let body = 0; body < bodyCount(layout); body++) {
      const [x, z] = places[body] as readonly [number, number];
      snapshot.position.set([x, (heights[body] as number) / 2, z], body * 3);
      snapshot.rotation[body * 4 + 3] = 1;
      if (body < agents) snapshot.goal.set([z, x], body * 2);
    }
    move = (seconds) => {
      snapshot.time = seconds;
      snapshot.step = Math.round(seconds * perSecond);
      for (let body = 0; body < bodyCount(layout); body++) {
        if (body >= agents && body < still) continue;
        const [x, z] = places[body] as readonly [number, number];
        const angle = seconds + body;
        snapshot.position[body * 3] = x + 0.3 * Math.cos(angle);
        snapshot.position[body * 3 + 2] = z + 0.3 * Math.sin(angle);
        snapshot.velocity[body * 3] = -0.3 * Math.sin(angle);
        snapshot.velocity[body * 3 + 2] = 0.3 * Math.cos(angle);
        if (body < agents) snapshot.heading[body] = -angle;
      }
      return snapshot;
    };
    return laid;
  },

  /** A pillar in the middle of a square, seen like this. */
  layPillar(outlook: Outlook, quality: 'high' | 'low'): void {
    this.lay(alone, quality, pillarInSquare());
    stage?.setOutlook(outlook);
    this.draw(2);
  },

  /** So many pixels along a side, as a share; what is drawn, and how finely, stays as it is. */
  setResolution(share: number): void {
    stage?.setQuality({ ...finest, resolution: share, coarser: share });
  },

  /** With the sun's shadows in the next pictures, or none. */
  setShadows(shadows: number): void {
    stage?.setQuality({ ...finest, shadows });
  },

  /** Which way shadows fall at noon: metres on the ground for each metre of height. */
  shadowOfMetre(): { readonly x: number; readonly z: number } {
    const ambience = createAmbience();
    lightAt(ambience, hourOf('noon'));
    const { x, y, z } = ambience.direction;
    return { x: -x / y, z: -z / y };
  },

  /** Where the lamp posts stand on the side of +z. */
  posts(): { readonly x: number; readonly z: number }[] {
    const posts = lampPosts(landAround({ min: [-half, -half], max: [half, half] }));
    return posts.filter(({ z }) => z > half);
  },

  onCanvas(x: number, y: number, z: number) {
    return stage?.onCanvas(x, y, z);
  },

  /** The next picture: red, green, blue and opacity, 0 to 255, of each pixel. */
  picture(): { readonly data: Uint8ClampedArray; readonly width: number } {
    this.draw(1);
    const { width, height } = document.getElementById('view') as HTMLCanvasElement;
    return { data: readCanvas(0, 0, width, height), width };
  },

  /** Selects an agent that attends to much and measures all around. */
  attend(agent: number): void {
    stage?.select(agent);
    const ends = Array.from({ length: 16 }, (_, i) => ({ x: i - 8, y: 1, z: 8 - i, weight: 0.06 }));
    stage?.showAttention({ entities: ends, nodes: ends });
    stage?.showScan({ distances: new Float32Array(32).fill(2), reach: 8 });
    stage?.setOverlay('scan-rays', true);
  },

  /** Draws so many frames of the moving crowd, 60 a second of it; milliseconds of each. */
  draw(frames: number): number[] {
    if (!stage || !move) throw new Error('Expected a crowd that is laid out.');
    const milliseconds: number[] = [];
    for (let i = 0; i < frames; i++) {
      const now = (frame++ * 1000) / 60;
      if (i % 6 === 0) {
        const snapshot = move(now / 1000);
        stage.push(snapshot, now);
        if (isTold) tell(snapshot);
      }
      stage.render(now);
      milliseconds.push(stage.info().milliseconds);
    }
    return milliseconds;
  },

  /** Draws all overlays with an agent selected of which all is known; or none of them, and nobody selected. */
  showAll(on: boolean): void {
    isTold = on;
    stage?.select(on ? 0 : undefined);
    if (on) paint();
    else stage?.showFloor(undefined);
    for (const name of overlays.names()) stage?.setOverlay(name, on);
  },

  /** How much of each overlay is in the picture: triangles, or ends of its lines where it has no others. */
  shown(): Record<string, number> {
    const triangles = stage?.info().overlays ?? {};
    return Object.fromEntries(
      overlays.names().map((name) => [name, triangles[name] || (stage?.lines(name).length ?? 0)]),
    );
  },

  /** The same as `draw`, each until its picture is there. */
  finish(frames: number): number[] {
    const view = document.getElementById('view') as HTMLCanvasElement;
    const gl = view.getContext('webgl2') as WebGL2RenderingContext;
    const pixel = new Uint8Array(4);
    return Array.from({ length: frames }, () => {
      const begun = performance.now();
      this.draw(1);
      gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, pixel);
      return performance.now() - begun;
    });
  },

  info() {
    return stage?.info();
  },

  /** Mean red, green and blue, 0 to 255, of the middle tenth of the next picture. */
  middle(): number[] {
    this.draw(1);
    const view = document.getElementById('view') as HTMLCanvasElement;
    const [width, height] = [Math.ceil(view.width / 10), Math.ceil(view.height / 10)];
    const [x, y] = [(view.width - width) / 2, (view.height - height) / 2];
    const data = readCanvas(x, y, width, height);
    const sums = [0, 0, 0];
    data.forEach((value, i) => {
      if (i % 4 < 3) sums[i % 4] = (sums[i % 4] as number) + value / (width * height);
    });
    return sums;
  },
};

declare global {
  interface Window {
    stagePage: typeof stagePage;
  }
}
window.stagePage = stagePage;
