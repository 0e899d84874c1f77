/** Draws the pictures of scenes (thumbnails.ts): a layout of each, and then the robots that come with it at their tasks. */
import { scenarios } from '../../../scenes/index.ts';
import { layOut } from '../../scene/lay-out.ts';
import type { Layout } from '../../scene/layout.ts';
import { loadShippedPolicy } from '../run/shipped-policy.ts';
import { dispatch } from '../workers/dispatch.ts';
import { runTurns } from '../workers/turns.ts';
import { drawSceneModel } from './draw-scene-model.ts';
import { emptyMoment, type SceneModel, sceneModel } from './scene-model.ts';
import { SmallWorld } from './small-world.ts';
import type { ThumbnailWish, ToThumbnails } from './thumbnails.ts';

/** Of the first layout of all pictures; any would do. */
const seed = 7;
/** Radians: how a model stands at first, and what it turns by in a second. */
const firstTurn = -0.55;
const turnSpeed = 0.22;
/** Worlds and pictures take at most this share of a core: whoever learns meanwhile has few to share. */
const share = 0.35;
/** Milliseconds between two pictures of the same scene, at least. */
const leastInterval = 50;
/** Seconds that a world goes on by from one picture to the next, at most. */
const longestStep = 0.2;

interface Picture {
  readonly scene: string;
  readonly canvas: OffscreenCanvas;
  layout: Layout;
  model: SceneModel;
  /** Undefined: not yet; null: its robots could not be had, and nobody is in the picture. */
  world: SmallWorld | null | undefined;
  turn: number;
  /** What is drawn is not what there is. */
  stale: boolean;
}

const pictures = new Map<string, Picture>();
let wish: ThumbnailWish = { sizes: {}, turning: undefined, moving: false, dark: false };

function draw(picture: Picture): void {
  const { canvas, scene, world, turn } = picture;
  const [width, height] = wish.sizes[scene] ?? [0, 0];
  if (width === 0 || height === 0) return;
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  if (world && world.layout !== picture.layout) {
    picture.layout = world.layout;
    picture.model = sceneModel(world.layout);
  }
  const { dark } = wish;
  drawSceneModel(canvas, picture.model, world?.moment ?? emptyMoment, { turn, dark });
  picture.stale = false;
}

async function populate(picture: Picture): Promise<void> {
  const scenario = scenarios.get(picture.scene);
  try {
    const { acting } = await loadShippedPolicy(picture.scene);
    picture.world = await SmallWorld.create(scenario, seed, acting);
  } catch {
    // Offline, perhaps: a picture without anybody is still one of the scene.
    picture.world = null;
  }
  picture.stale = true;
}

let populating = false;

/** One after the other, the largest last: the others stand still while it is made. */
async function populateNext(shown: readonly Picture[]): Promise<void> {
  const [next] = shown
    .filter(({ world }) => world === undefined)
    .sort((a, b) => a.layout.agents - b.layout.agents);
  if (populating || !next) return;
  populating = true;
  await populate(next);
  populating = false;
  turns.wake();
}

const inView = () => [...pictures.values()].filter(({ scene }) => wish.sizes[scene]);

let last = performance.now();

function goOn(shown: readonly Picture[], seconds: number): void {
  for (const picture of shown) {
    picture.world?.goOn(seconds);
    if (picture.scene === wish.turning) picture.turn += turnSpeed * seconds;
    picture.stale = true;
  }
}

function turn(): number {
  const began = performance.now();
  const seconds = Math.min(longestStep, (began - last) / 1000);
  last = began;
  const shown = inView();
  if (wish.moving) goOn(shown, seconds);
  for (const picture of shown) if (picture.stale) draw(picture);
  const spent = performance.now() - began;
  void populateNext(shown);
  return Math.max(leastInterval, spent / share) - spent;
}

const turns = runTurns(turn, (error) => {
  throw error;
});

const receive = dispatch<ToThumbnails>('worker of thumbnails', {
  picture({ scene, canvas }) {
    const layout = layOut(scenarios.get(scene).scene, seed);
    const [model, world] = [sceneModel(layout), undefined];
    pictures.set(scene, { scene, canvas, layout, model, world, turn: firstTurn, stale: true });
    turns.wake();
  },
  wish(message) {
    const { dark, sizes } = message.wish;
    for (const picture of pictures.values()) {
      const { width, height } = picture.canvas;
      const [wide, high] = sizes[picture.scene] ?? [width, height];
      if (dark !== wish.dark || wide !== width || high !== height) picture.stale = true;
    }
    wish = message.wish;
    turns.wake();
  },
});
addEventListener('message', ({ data }) => receive(data));
