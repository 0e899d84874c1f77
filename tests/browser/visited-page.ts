/** What the tests of a page that is visited have in common: where one comes in, how one turns, what is in one's hands. */
import type { Page } from 'playwright-core';
import { inject } from 'vitest';
import { scenarios } from '../../scenes/index.ts';
import { distanceTo, footprintOf } from '../../src/scene/footprint.ts';
import { layOut } from '../../src/scene/lay-out.ts';
import { patience, placeOf } from './edited-page.ts';

/** Without flights of the camera, and with a small picture: a software GPU on a busy machine draws few a second. */
export const nimble = {
  viewport: { width: 800, height: 500 },
  reducedMotion: 'reduce',
} as const;

/** Shows trained robots; whoever walks in comes to (x, z), looking along −z. */
export async function showVisit(
  page: Page,
  { query, x, z }: { readonly query: string; readonly x: number; readonly z: number },
): Promise<void> {
  const view = `${x.toFixed(2)},${z.toFixed(2)},9,0,40`;
  const address = `${inject('isolatedPage')}?backend=wasm&quality=low&view=${view}&${query}`;
  await page.goto(address, { timeout: 120_000 });
  await page.waitForFunction(
    () => window.heed.world === 'shown' && window.heed.robots.length > 0,
    undefined,
    patience,
  );
}

export const visitor = (page: Page) => page.evaluate(() => window.heed.visitor);
export const isIn = (page: Page) =>
  page.waitForFunction(() => window.heed.visitor !== undefined, undefined, patience);
export const isOut = (page: Page) =>
  page.waitForFunction(() => window.heed.visitor === undefined, undefined, patience);
export const heading = (page: Page) => page.evaluate(() => window.heed.lookingAt?.heading ?? 0);

/** Until there is such a thing, or none. */
export const hasThing = (page: Page, name: string, isThere: boolean) =>
  page.waitForFunction(
    ([thing, wanted]) => window.heed.things.some((other) => other.thing === thing) === wanted,
    [name, isThere] as const,
    patience,
  );

/** Two pictures more: what was done has been heard, and is seen. */
export async function drawn(page: Page): Promise<void> {
  const frames = await page.evaluate(() => window.heed.stage?.frames ?? 0);
  await page.waitForFunction((n) => (window.heed.stage?.frames ?? 0) > n + 1, frames, patience);
}

/** How high up on the screen the thing is, once the view stands still. */
export async function rowOf(page: Page, name: string): Promise<number> {
  const read = async () => (await placeOf(page, name))?.screenY ?? Number.NaN;
  for (let before = await read(); ; ) {
    await drawn(page);
    const now = await read();
    if (Math.abs(now - before) < 0.1) return now;
    before = now;
  }
}

export const wrapped = (angle: number) => Math.atan2(Math.sin(angle), Math.cos(angle));
/** Radians of a press of a bracket. */
export const tap = Math.PI / 36;

/** By presses of a bracket: to the left, or, if fewer than none, to the right. */
export async function turnBy(page: Page, presses: number): Promise<void> {
  const key = presses > 0 ? 'BracketLeft' : 'BracketRight';
  for (let i = 0; i < Math.abs(presses); i++) await page.keyboard.press(key);
  await drawn(page);
}

/** Looks, by keys, where that is. */
export async function turnTo(page: Page, x: number, z: number): Promise<void> {
  const from = await visitor(page);
  const wanted = Math.atan2((from?.x ?? 0) - x, (from?.z ?? 0) - z);
  await turnBy(page, Math.round(wrapped(wanted - (await heading(page))) / tap));
}

/** A crate of the playground with free ground around it: to stand on, and to push it to. */
export function crateInTheOpen() {
  for (let seed = 1; seed < 60; seed++) {
    const { props, statics } = layOut(scenarios.get('playground').scene, seed);
    for (const prop of props.filter(({ look }) => look === 'crate')) {
      const [x, , z] = prop.position;
      const others = [...statics, ...props].filter((other) => other !== prop);
      const gaps = others.map((other) => distanceTo(footprintOf(other), x, z));
      const isInside = Math.max(Math.abs(x), Math.abs(z)) < 5.5;
      if (!isInside || Math.min(...gaps) < 1.7) continue;
      return {
        query: `scene=playground&policy=shipped&layout=${seed}`,
        thing: `props/${prop.id}`,
        x,
        z,
      };
    }
  }
  throw new Error('Expected a crate in the open in some layout of the playground.');
}

/** Plugs a gamepad in, at rest: what a browser would tell of one, which a test has none of. */
export async function plugIn(page: Page): Promise<void> {
  await page.evaluate(() => {
    const pad = {
      ...{ id: 'A test’s', index: 0, connected: true, mapping: 'standard', timestamp: 0 },
      axes: [0, 0, 0, 0],
      buttons: Array.from({ length: 17 }, () => ({ pressed: false, touched: false, value: 0 })),
    };
    Object.assign(window, { heldPad: pad });
    navigator.getGamepads = () => [null, pad as unknown as Gamepad];
    dispatchEvent(new Event('gamepadconnected'));
  });
}

type Held = {
  readonly heldPad: { axes: number[]; readonly buttons: { pressed: boolean }[] };
};

/** Its sticks from now on: to the right and towards the person, left stick, then right. */
export async function holdSticks(page: Page, ...axes: readonly [number, number, number, number]) {
  await page.evaluate((wanted) => {
    (window as unknown as Held).heldPad.axes = [...wanted];
  }, axes);
}

/** Presses a button of it for as long as two pictures take, and lets go of it. */
export async function pressPad(page: Page, button: number): Promise<void> {
  for (const pressed of [true, false]) {
    await page.evaluate(
      ({ number, down }) => {
        const key = (window as unknown as Held).heldPad.buttons[number];
        if (key) key.pressed = down;
      },
      { number: button, down: pressed },
    );
    await drawn(page);
  }
}
