/**
 * `npm run record -- --minutes 10`: lets robots learn from nothing in the built page, leaves it alone, and
 * keeps the curve that it shows: a picture of it and its points. Where a scene has published
 * cases, the page runs them as it learns, and the rows of its table are kept too.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type {} from '../app/expose-status.ts'; // window.heed
import { findBrowser } from '../chromium/find-browser.ts';
import { graphicsKinds } from '../chromium/graphics.ts';
import { openBrowser } from '../chromium/open-browser.ts';
import { serveBuild } from '../chromium/serve-build.ts';
import { defineCommand } from './arguments.ts';
import { drawCurves } from './draw-curves.ts';
import { replaceOutput } from './output-path.ts';
import { type CaseRow, casesTable, firstAbove } from './recorded-cases.ts';
import { runCommand } from './run-command.ts';

const command = defineCommand({
  name: 'record',
  summary: 'Records how learning goes in the page when nobody touches it.',
  flags: {
    scene: { kind: 'string', value: 'NAME', help: 'a scene', default: 'plaza' },
    minutes: { kind: 'number', help: 'how long', default: 10, minimum: 0.1 },
    backend: {
      kind: 'choice',
      of: ['auto', 'webgpu', 'wasm'],
      help: 'what learns',
      default: 'auto',
    },
    graphics: { kind: 'choice', of: graphicsKinds, help: 'what draws', default: 'software' },
    out: { kind: 'string', value: 'DIR', help: 'where to', default: 'docs/page' },
  },
});

const reportSeconds = 30;
/** A benchmark counts as crossed from this share of its cases on. */
const crossed = 0.99;

await runCommand(command, async ({ scene, minutes, backend, graphics, out }) => {
  mkdirSync(out, { recursive: true });
  const server = await serveBuild();
  const browser = await openBrowser(findBrowser(), { graphics });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    const start = performance.now();
    await page.goto(`${server.url}?scene=${scene}&policy=none&backend=${backend}`, {
      timeout: 120_000,
    });
    const read = () =>
      page.evaluate(() => {
        const { agentSteps, updates, success, episodes, updatesPerSecond } = window.heed;
        const { agentStepsPerSecond, backendReason } = window.heed;
        const { publishedCases, examinations } = window.heed;
        return {
          status: {
            ...{ agentSteps, updates, success, episodes },
            ...{ agentStepsPerSecond, updatesPerSecond, backendReason },
          },
          ...{ publishedCases, examinations },
        };
      });
    const rows: CaseRow[] = [];
    let cases = 0;
    const points: { x: number; y: number }[] = [{ x: 0, y: 0 }];
    const lines: unknown[] = [];
    for (;;) {
      await page.waitForTimeout(reportSeconds * 1000);
      const elapsed = (performance.now() - start) / 60_000;
      const { status, publishedCases, examinations } = await read();
      cases = publishedCases;
      const last = rows.at(-1)?.seconds ?? Number.NEGATIVE_INFINITY;
      for (const examination of examinations) {
        if (examination.seconds > last) rows.push({ seenMinutes: elapsed, ...examination });
      }
      lines.push({ minutes: elapsed, ...status });
      if (status.success !== null) points.push({ x: elapsed, y: status.success });
      process.stdout.write(
        `${elapsed.toFixed(1)} min: success ${status.success?.toFixed(2) ?? '–'}, ` +
          `${status.agentSteps} agent steps, ${status.updates} updates\n`,
      );
      if (elapsed >= minutes) break;
    }
    await replaceOutput(join(out, `${scene}.json`), `${JSON.stringify(lines, null, 2)}\n`);
    const learning = { title: `${scene}, in the page`, curves: [{ name: scene, points }] };
    const examined = {
      title: `${cases} published cases`,
      curves: [
        {
          name: scene,
          points: rows.map(({ seconds, success }) => ({ x: seconds / 60, y: success })),
        },
      ],
    };
    await replaceOutput(
      join(out, `${scene}.svg`),
      drawCurves({
        panels: cases > 0 ? [{ ...learning, title: 'last 100 episodes' }, examined] : [learning],
        xTitle: `minutes since the page was opened${cases > 0 ? '; of training' : ''}`,
        yTitle: cases > 0 ? `${scene}: success rate` : 'success rate, last 100 episodes',
      }),
    );
    if (cases === 0) return;
    const first = firstAbove(rows, crossed);
    await replaceOutput(
      join(out, `${scene}-cases.json`),
      `${JSON.stringify({ cases, crossed, first: first ?? null, rows }, null, 2)}\n`,
    );
    process.stdout.write(
      `\n${casesTable(rows)}\n${
        first
          ? `${crossed} of the ${cases} published cases after ${(first.seconds / 60).toFixed(1)} min of training.`
          : `Never ${crossed} of the ${cases} published cases.`
      }\n`,
    );
  } finally {
    await browser.close();
    await server.close();
  }
});
