/**
 * The still pictures of the documents: each visit opens the page once and takes its pictures one after the other,
 * each at a moment that is waited for.
 */
import { meeting, type OpenedPage, select, type View } from './opened-page.ts';

/** Takes a picture by its name, if it is one that is wanted. */
export type Take = (name: string) => Promise<void>;

export interface Visit {
  /** In the order in which they are taken. */
  readonly pictures: readonly string[];
  readonly view: View;
  readonly take: (opened: OpenedPage, take: Take) => Promise<void>;
}

const wide = { width: 1280, height: 800 } as const;
const phone = { width: 390, height: 844 } as const;

/** Nearer than at first, so that a robot is more than a dot. */
const near = 'view=0,0,17,20,40';

/** In the page: whether the bar of editing says what the robot would do about what is held. */
const isForeseen = () =>
  document.querySelector('.edit-bar')?.textContent?.includes('would go') ?? false;

/** Shares of the way from one to the other, and of its length to the side. */
const betweenThem = [
  [0.4, 0],
  [0.5, 0],
  [0.5, 0.3],
  [0.5, -0.3],
  [0.4, 0.6],
  [0.4, -0.6],
  [0.7, 0.5],
  [0.7, -0.5],
] as const;

/**
 * Stops the world where somebody is about to pass somebody else, in the middle of the view, and what matters most to
 * the one is the other; after some meetings in vain, where they are.
 */
async function stoppedAtMeeting(opened: OpenedPage, around = 6): Promise<void> {
  for (let tries = 3; ; tries--) {
    const [robot, other] = await meeting(opened, { nearest: 1.2, farthest: 3, around });
    await opened.press(' ');
    await select(opened, robot);
    const matters = await opened.page.evaluate((row) => {
      const mark = document.querySelector('.influence .chip.left-out');
      const thing = mark?.closest('.influence')?.querySelector('.influence-name')?.textContent;
      return thing?.trim() === window.heed.robots[row]?.name;
    }, other);
    if (matters || tries === 0) break;
    await opened.press('Escape', ' ');
    await opened.frames(6);
  }
  await opened.frames(4);
}

export const visits: readonly Visit[] = [
  {
    pictures: ['plaza', 'rewind'],
    view: { scene: 'plaza', query: 'view=0,0,25,24,29', ...wide },
    async take(opened, take) {
      await opened.until(() => window.heed.episodes >= 8);
      await meeting(opened, { nearest: 1.2, farthest: 3, around: 4 });
      // Whoever has just come or gone is drawn whole.
      await opened.press(' ');
      await opened.frames(8);
      await take('plaza');

      await opened.press(' ', 'r');
      await opened.until(() => window.heed.rewound);
      await select(opened, 0);
      await opened.press(' ');
      await opened.frames(6);
      await take('rewind');
    },
  },
  {
    pictures: ['why', 'disc', 'imagine', 'share', 'value'],
    view: { scene: 'plaza', query: near, ...wide },
    async take(opened, take) {
      await opened.press('l', 'm');
      await stoppedAtMeeting(opened);
      await take('why');

      await opened.click('#mind-tab-actions');
      await opened.frames(4);
      await take('disc');

      await opened.click('#mind-tab-attends');
      await opened.click('.influence:has(.chip.left-out) .toggle-absent');
      await opened.until(() => window.heed.imagined > 0);
      await opened.frames(4);
      await take('imagine');

      await opened.press('x');
      await opened.frames(3);
      await take('share');

      await opened.press('Escape');
      await opened.click('.imagined button');
      await opened.press('m', 'g', 'g', 'g');
      await opened.until(
        () => window.heed.floor?.kind === 'value' && window.heed.floor.known === 1,
      );
      await opened.frames(4);
      await take('value');
    },
  },
  {
    pictures: ['scenes'],
    view: { scene: 'plaza', query: near, width: 1080, height: 1010 },
    async take(opened, take) {
      await opened.page.getByRole('button', { name: /^Scene/ }).press('Enter');
      await opened.page.locator('.scene-card').first().waitFor();
      // Its worker tells nobody when all of its worlds are there; the crowd's takes the longest.
      await opened.page.waitForTimeout(20_000);
      await take('scenes');
    },
  },
  {
    pictures: ['edit'],
    view: { scene: 'plaza', query: near, ...wide },
    async take(opened, take) {
      await opened.press('l', 'm');
      const [robot, other] = await meeting(opened, { nearest: 2.5, farthest: 4, around: 6 });
      await opened.press(' ');
      await select(opened, robot);
      await opened.press('e');
      await opened.click('.palette-choice:nth-of-type(3)');
      // The camera makes room for the panel first.
      await opened.frames(10);
      // Between the two, or a little aside, where it can stand: then it is said what the robot would do.
      for (const [along, aside] of betweenThem) {
        const at = await opened.page.evaluate(
          ([i, j, share, off]) => {
            const { robots } = window.heed;
            const [a, b] = [robots[i!]!, robots[j!]!];
            const [dx, dy] = [b.screenX - a.screenX, b.screenY - a.screenY];
            return {
              x: a.screenX + share! * dx + off! * dy,
              y: a.screenY + share! * dy - off! * dx,
            };
          },
          [robot, other, along, aside],
        );
        await opened.page.mouse.move(at.x + 4, at.y);
        await opened.page.mouse.move(at.x, at.y);
        await opened.frames(6);
        if (await opened.page.evaluate(isForeseen)) break;
      }
      await opened.until(isForeseen);
      await opened.frames(4);
      await take('edit');
    },
  },
  {
    pictures: ['walk'],
    view: { scene: 'plaza', query: 'view=0,0,12,24,35', ...wide },
    async take(opened, take) {
      await opened.press('l', 'm', 'n', 'n', 'n', 'v');
      await opened.until(() => window.heed.visitor);
      await opened.press('2');
      await opened.page.keyboard.down('w');
      await opened.frames(3);
      await opened.page.keyboard.up('w');
      // Somebody comes near, before the avatar and not between it and the camera.
      await opened.until(() => {
        const { visitor, robots } = window.heed;
        return robots.some(
          ({ x, z, screenX, screenY }) =>
            visitor &&
            Math.hypot(x - visitor.x, z - visitor.z) < 3 &&
            screenX > 350 &&
            screenX < 1000 &&
            screenY > 200 &&
            screenY < 460,
        );
      });
      await opened.press(' ');
      await opened.frames(4);
      await take('walk');
    },
  },
  {
    pictures: ['corridor'],
    view: { scene: 'corridor', ...wide },
    async take(opened, take) {
      await opened.press('n', 'b');
      await opened.until(() => window.heed.episodes >= 8);
      await opened.frames(12);
      await take('corridor');
    },
  },
  {
    pictures: ['find-it'],
    view: { scene: 'rooms-objects', query: 'view=0,0,15,20,48', ...wide },
    async take(opened, take) {
      await opened.until(() => window.heed.episodes >= 6);
      await select(opened, 0);
      // No panel before it, and what is said of the moment in view.
      await opened.until(() => {
        const { screenX = 0, screenY = 0 } = window.heed.robots[0] ?? {};
        return screenX > 400 && screenX < 720 && screenY > 250 && screenY < 560;
      });
      await opened.press(' ');
      await opened.frames(8);
      await take('find-it');
    },
  },
  {
    pictures: ['crowdnav', 'elsewhere'],
    view: { scene: 'crowdnav', query: 'view=0,0,14,20,42', ...wide },
    async take(opened, take) {
      await opened.until(() => window.heed.episodes >= 2);
      await select(opened, 0);
      // It meets the others half way.
      await opened.until(() => Math.abs(window.heed.robots[0]?.z ?? 9) < 1.5);
      // What is said and what is listed follow a decision at paces of their own.
      await opened.press(' ');
      await opened.frames(10);
      await take('crowdnav');

      // Whoever matters most is dragged onto the way of the robot, and stands there twice.
      const { page } = opened;
      await page
        .getByRole('button', { name: /^What if / })
        .first()
        .dispatchEvent('click');
      await opened.until(() => window.heed.displaced.length === 1);
      await opened.frames(6);
      const { from, to } = await page.evaluate(() => {
        const [robot, person] = [window.heed.robots[0]!, window.heed.displaced[0]!];
        const towards = (a: number, b: number) => a + 0.6 * (b - a);
        return {
          from: { x: person.screenX, y: person.screenY },
          to: {
            x: towards(person.screenX, robot.screenX),
            y: towards(person.screenY, robot.screenY),
          },
        };
      });
      await page.mouse.move(from.x, from.y);
      await page.mouse.down();
      await page.mouse.move(to.x, to.y, { steps: 6 });
      await page.mouse.up();
      await page.getByRole('button', { name: 'Copy' }).first().dispatchEvent('click');
      await opened.until(() => window.heed.displaced.length === 2);
      await opened.frames(10);
      await take('elsewhere');
    },
  },
  {
    pictures: ['learning', 'ghosts'],
    view: { scene: 'plaza', query: `policy=none&backend=wasm&${near}`, ...wide },
    async take(opened, take) {
      await opened.until(() => window.heed.updates > 0);
      await opened.press('u');
      await opened.until(() => (window.heed.points.at(-1)?.seconds ?? 0) > 90);
      await opened.press('u');
      await opened.frames(5);
      await take('learning');

      // They set out beside the robot that is followed: that panel would stand before them.
      await opened.press('2', 'h');
      // Of those who have just set out, not of the first, who may have arrived by now.
      await opened.until(() => window.heed.ghosts.some(({ outcome }) => outcome !== undefined));
      await opened.until(() => {
        const { ghosts } = window.heed;
        return ghosts.length >= 3 && ghosts.every(({ outcome }) => outcome === undefined);
      });
      // Two are there, and the robot, who set out with them, is near or has just gone on.
      await opened.until(() => {
        const arrived = window.heed.ghosts.filter(({ outcome }) => outcome === 'success');
        return arrived.length >= 2;
      });
      await opened.press(' ');
      await opened.frames(4);
      await take('ghosts');
    },
  },
  {
    pictures: ['phone'],
    view: { scene: 'plaza', locale: 'zh-CN', ...phone },
    async take(opened, take) {
      await opened.until(() => window.heed.episodes >= 8);
      // The strip of robots is in the sheet, which is shut.
      await opened.press('ArrowRight');
      await opened.click('.sheet-tab:nth-of-type(2)');
      await opened.until(() => window.heed.explanations > 0);
      await opened.frames(4);
      await take('phone');
    },
  },
  {
    pictures: ['dark'],
    view: { scene: 'plaza', query: near, theme: 'dark', ...wide },
    async take(opened, take) {
      await stoppedAtMeeting(opened);
      await take('dark');
    },
  },
];
