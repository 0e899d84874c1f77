import { describe, expect, it } from 'vitest';
import { type Curve, drawCurves, type Picture } from '../../src/cli/draw-curves.ts';

const curve = (...points: [number, number][]): Curve => ({
  name: 'run',
  points: points.map(([x, y]) => ({ x, y })),
});

const draw = (panels: Picture['panels'], texts: Partial<Picture> = {}) =>
  drawCurves({ panels, xTitle: 'minutes', yTitle: 'success', ...texts });

/** The plot's area of panel i in the picture. */
const area = (i: number) => ({ left: 64 + i * 334, top: 34, width: 300, height: 200 });

/** The points of every line of curves, back in the panel's own units. */
function linesOf(svg: string, end: number, panel = 0) {
  const { left, top, width, height } = area(panel);
  return [...svg.matchAll(/<polyline points="([^"]*)"[^>]* stroke-width="([\d.]+)"/g)].map(
    ([, points = '', thickness]) => ({
      thickness: Number(thickness),
      points: points
        .split(' ')
        .filter((pair) => pair !== '')
        .map((pair) => pair.split(',').map(Number) as [number, number])
        .map(([x, y]) => ({ x: ((x - left) / width) * end, y: 1 - (y - top) / height })),
    }),
  );
}

/** Opens and closes of elements in order, as an XML parser would demand them. */
function expectWellFormed(svg: string): void {
  const open: string[] = [];
  const rest = svg.replace(/<(\/?)([a-z]+)((?: [a-zA-Z0-9:-]+="[^"<]*")*)(\/?)>/g, (...parts) => {
    const [, closes, name, , alone] = parts as string[];
    if (closes === '/') expect(open.pop()).toBe(name);
    else if (alone !== '/') open.push(name as string);
    return '';
  });
  expect(open).toEqual([]);
  // What is left is text, in which no mark of the language may stand by itself.
  expect(rest).not.toMatch(/[<>]|&(?!#\d+;)/);
}

describe('draw curves', () => {
  it('gives a picture of its own with a line per run and their mean', () => {
    const one = curve([0, 0], [10, 0.5]);
    const other = curve([0, 0.5], [10, 1]);
    const svg = draw([{ title: 'Plaza', curves: [one, other] }]);
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" viewBox="0 0 382 282"/);
    expect(svg.endsWith('</svg>\n')).toBe(true);
    expectWellFormed(svg);
    expect(svg).not.toContain('NaN');
    const [first, second, mean] = linesOf(svg, 10);
    expect(first?.points).toEqual([
      { x: 0, y: 0 },
      { x: 10, y: 0.5 },
    ]);
    expect(second?.points).toEqual([
      { x: 0, y: 0.5 },
      { x: 10, y: 1 },
    ]);
    expect(mean?.thickness).toBeGreaterThan(first?.thickness as number);
    expect(mean?.points.length).toBeGreaterThan(100);
    for (const { x, y } of mean?.points ?? []) {
      expect(Math.abs(y - (0.25 + 0.05 * x))).toBeLessThan(0.001);
    }
    expect(mean?.points[0]?.x).toBe(0);
    expect(mean?.points.at(-1)?.x).toBe(10);
  });

  it('means only where all runs are known, straight between their points', () => {
    const svg = draw([
      {
        title: 'a',
        curves: [curve([0, 0], [4, 1], [8, 0]), curve([2, 1], [6, 1]), curve([0, 1], [10, 1])],
      },
    ]);
    const mean = linesOf(svg, 10).at(-1);
    expect(mean?.points.length).toBeGreaterThan(20);
    for (const { x, y } of mean?.points ?? []) {
      expect(x).toBeGreaterThan(1.99);
      expect(x).toBeLessThan(6.01);
      const first = x < 4 ? x / 4 : (8 - x) / 4;
      expect(Math.abs(y - (first + 2) / 3)).toBeLessThan(0.005);
    }
  });

  it('draws no mean of a single run, and none where the runs have no minute in common', () => {
    expect(linesOf(draw([{ title: 'a', curves: [curve([0, 0], [2, 1])] }]), 2)).toHaveLength(1);
    const apart = draw([
      { title: 'a', curves: [curve([0, 0], [2, 1]), curve([3, 0], [4, 1]), curve([0, 0])] },
    ]);
    expectWellFormed(apart);
    expect(linesOf(apart, 4).at(-1)?.points).toEqual([]);
  });

  it('puts panels side by side, each with a scale of its own', () => {
    const svg = draw([
      { title: 'short', curves: [curve([0, 0], [2, 1])] },
      { title: 'long', curves: [curve([0, 0], [15, 1])] },
      { title: 'empty', curves: [] },
    ]);
    expectWellFormed(svg);
    expect(svg).toContain('viewBox="0 0 1050 282"');
    const [short] = linesOf(svg, 2, 0);
    const [, long] = linesOf(svg, 15, 1);
    expect(short?.points.at(-1)).toEqual({ x: 2, y: 1 });
    expect(long?.points.at(-1)).toEqual({ x: 15, y: 1 });
    const ticks = [...svg.matchAll(/y="252" text-anchor="middle">(\d+)</g)].map(([, at]) => at);
    expect(ticks).toEqual(['0', '1', '2', '0', '5', '10', '15', '0', '1']);
  });

  it('as a band, fills what lies between the lowest and the highest, around the mean', () => {
    const curves = [curve([0, 0], [10, 1]), curve([0, 0.5], [10, 0.5]), curve([0, 0], [10, 0.6])];
    const svg = draw([{ title: 'a', curves }], { spread: 'band' });
    expectWellFormed(svg);
    expect(linesOf(svg, 10)).toHaveLength(1);
    const [, points = ''] = /<polygon points="([^"]*)"/.exec(svg) ?? [];
    const corners = points.split(' ').map((pair) => {
      const [x = 0, y = 0] = pair.split(',').map(Number);
      return { x: ((x - 64) / 300) * 10, y: 1 - (y - 34) / 200 };
    });
    expect(corners).toHaveLength(242);
    for (const [i, { x, y }] of corners.entries()) {
      const bound = i <= 120 ? Math.max(x / 10, 0.5) : Math.min(0.5, 0.06 * x);
      expect(Math.abs(y - bound)).toBeLessThan(0.002);
    }
  });

  it('draws the mean of what a panel is compared with behind it, on one scale', () => {
    const reference = [curve([0, 0], [4, 1]), curve([0, 0.5], [4, 0.5])];
    const svg = draw([{ title: 'a', curves: [curve([0, 0], [2, 1])], reference }]);
    const [dashed, own] = linesOf(svg, 4);
    expect(svg.match(/stroke-dasharray/g)).toHaveLength(1);
    expect(dashed?.points.at(-1)).toEqual({ x: 4, y: 0.75 });
    expect(own?.points.at(-1)).toEqual({ x: 2, y: 1 });
  });

  it('begins another row where the columns are full, each with numbers at its left', () => {
    const panels = ['a', 'b', 'c'].map((title) => ({ title, curves: [curve([0, 0], [2, 1])] }));
    const svg = draw(panels, { columns: 2 });
    expect(svg).toContain('viewBox="0 0 716 544"');
    const line = [...svg.matchAll(/<polyline points="([^"]*)"/g)].map(([, points]) => points);
    expect(line).toEqual([
      '64.0,234.0 364.0,34.0',
      '398.0,234.0 698.0,34.0',
      '64.0,496.0 364.0,296.0',
    ]);
    expect(svg.match(/text-anchor="end">0\.5</g)).toHaveLength(2);
  });

  it('shows text as it is, whatever it is made of', () => {
    const text = `<script>"a" & 'b'</script>`;
    const svg = draw([{ title: text, curves: [] }], { xTitle: text, yTitle: text });
    expect(svg).not.toContain('<script');
    expectWellFormed(svg);
    const shown = svg.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)));
    expect(shown.split(text)).toHaveLength(4);
  });

  it('the axis may begin below 0, and its ends are where the curves are', () => {
    const svg = draw([{ title: 'τ', curves: [curve([0, -0.25], [10, 1])] }], { yStart: -0.25 });
    expect([...svg.matchAll(/text-anchor="end">([^<]*)</g)].map(([, text]) => text)).toEqual([
      '-0.25',
      '0',
      '0.25',
      '0.5',
      '0.75',
      '1',
    ]);
    const points = [...svg.matchAll(/<polyline points="([^"]*)"/g)].map(([, of]) => of?.split(' '));
    expect([points[0]?.[0], points[0]?.at(-1)]).toEqual(['64.0,234.0', '364.0,34.0']);
  });

  it.each([
    [3, 4],
    [8, 5],
    [15, 4],
    [40, 9],
    [80, 9],
    [400, 9],
  ])('an axis of %d has %d ticks, none of which stand in each other', (end, count) => {
    const svg = draw([{ title: 'a', curves: [curve([0, 0], [end, 1])] }]);
    expect([...svg.matchAll(/y="252" text-anchor="middle">/g)]).toHaveLength(count);
  });
});
