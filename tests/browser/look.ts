/** Pictures of a dialog for a person who looks at them: `PICTURES=folder npx vitest run …`. */
import type { Page } from 'playwright-core';

export async function look(page: Page, name: string): Promise<void> {
  const folder = process.env.PICTURES;
  if (!folder) return;
  const before = page.viewportSize() as { width: number; height: number };
  for (const [width, height] of [
    [1280, 800],
    [390, 800],
  ] as const) {
    await page.setViewportSize({ width, height });
    await page.waitForTimeout(1500);
    await page.screenshot({ path: `${folder}/${name}-${width}.png` });
  }
  await page.setViewportSize(before);
}
