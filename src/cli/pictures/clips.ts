/**
 * The moving pictures of the documents. A machine that draws in software makes few pictures a second, so the world
 * goes on by one decision at a time while one is recorded, and each frame is shown for the time of the world that it
 * took.
 */
import type { ClipSize } from './darkroom.ts';
import { choose, meeting, type OpenedPage, type View } from './opened-page.ts';

export interface Clip {
  readonly name: string;
  readonly view: View;
  readonly size: ClipSize;
  /** Seconds of the world, or of the picture where the person acts. */
  readonly seconds: number;
  /** Brings the page to where the clip begins: it stands still from then on. */
  readonly begin: (opened: OpenedPage) => Promise<void>;
  /** What the person does in a world that stands still, from 0, the beginning, to 1: before every frame. */
  readonly act?: (opened: OpenedPage, at: number) => Promise<void>;
}

/** Between two frames of what a person does. */
export const frameSeconds = 1 / 12;

const size = { width: 480, height: 300, most: 400_000 } as const;
/** No larger, so that drawing it keeps up. */
const viewport = { width: 560, height: 350 } as const;

export const clips: readonly Clip[] = [
  {
    name: 'crossing',
    view: { scene: 'plaza', query: 'view=0,0,18,24,30', shown: 'none', ...viewport },
    size,
    seconds: 5,
    async begin(opened) {
      await opened.until(() => window.heed.episodes >= 4);
    },
  },
  {
    name: 'attention',
    view: { scene: 'plaza', query: 'view=0,0,13,24,36', shown: 'none', ...viewport },
    size,
    seconds: 4.5,
    async begin(opened) {
      const [robot] = await meeting(opened, { nearest: 3, farthest: 5, around: 3.5 });
      await choose(opened, robot);
      await opened.frames(2);
    },
  },
  {
    name: 'walking-in',
    view: { scene: 'plaza', query: 'view=0,0,12,24,35', shown: 'none', ...viewport },
    // All of the picture moves.
    size: { ...size, width: 336, height: 210 },
    seconds: 3.5,
    async begin(opened) {
      await opened.press('v');
      await opened.until(() => window.heed.visitor);
      await opened.press('2');
      await opened.frames(8);
      await opened.page.keyboard.down('w');
    },
  },
  {
    name: 'passing',
    view: { scene: 'corridor', query: 'view=0,0,13,30,36', shown: 'none', ...viewport },
    size,
    seconds: 6,
    async begin(opened) {
      await opened.press('n');
      // Until it is evening.
      await opened.frames(30);
      await meeting(opened, { nearest: 3, farthest: 6, around: 4 });
      await opened.frames(2);
    },
  },
  {
    name: 'editing',
    view: {
      ...{ scene: 'plaza', query: 'view=0,0,14,20,42', shown: '.edit-bar' },
      ...{ width: 760, height: 475 },
    },
    size: { width: 640, height: 400, most: 400_000 },
    seconds: 5,
    async begin(opened) {
      const [robot] = await meeting(opened, { nearest: 2.5, farthest: 5, around: 3.5 });
      await opened.press(' ');
      await choose(opened, robot);
      await opened.press('e');
      await opened.click('.palette-choice:nth-of-type(3)');
      // The camera makes room for the panel first: all of the picture would move.
      await opened.frames(16);
      arc = await widestArc(opened);
    },
    async act(opened, at) {
      const [from, to] = arc;
      await holdBeside(opened, from + (to - from) * at);
      await opened.frames(2);
    },
  },
];

/** Where the hedge of `editing` goes: from and to, in turns around the selected robot. */
let arc: readonly [number, number] = [0, 1];

/** What is in the hand is held beside the selected robot, `turn` of a whole turn around it on the screen. */
async function holdBeside({ page }: OpenedPage, turn: number): Promise<void> {
  const at = await page.evaluate(
    (angle) => {
      const { screenX, screenY } = window.heed.robots[window.heed.selected ?? 0]!;
      // As wide as a circle on the floor looks from above and aside.
      return { x: screenX + 95 * Math.cos(angle), y: screenY + 55 * Math.sin(angle) };
    },
    2 * Math.PI * turn,
  );
  await page.mouse.move(at.x, at.y);
}

/** The longest stretch around the selected robot on which what is in the hand may stand everywhere. */
async function widestArc(opened: OpenedPage): Promise<readonly [number, number]> {
  const steps = 24;
  let widest: readonly [number, number] = [0, 0];
  // Round and round again, since a stretch may lie across the beginning.
  for (let step = 0, from = 0; step < 2 * steps; step++) {
    await holdBeside(opened, step / steps);
    await opened.frames(3);
    if (await opened.page.evaluate(() => document.querySelector('.edit-bar .refused'))) {
      from = step + 1;
    } else if (step - from > widest[1] - widest[0] && step - from < steps) {
      widest = [from, step];
    }
  }
  return [widest[0] / steps, widest[1] / steps];
}
