/** Curves as an SVG picture: panels side by side, y from 0. Pure: data in, text out. */
export interface Curve {
  readonly name: string;
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

export interface Picture {
  readonly panels: readonly { readonly title: string; readonly curves: readonly Curve[] }[];
  readonly xTitle: string;
  readonly yTitle: string;
  /** Where the y axis ends. Default: 1. */
  readonly yEnd?: number;
}

const panel = { width: 300, height: 200, gap: 34 };
const margin = { left: 64, top: 34, right: 18, bottom: 48 };
/** Okabe and Ito's palette, safe for colour-blind eyes. */
const colours = ['#0072b2', '#d55e00', '#009e73', '#cc79a7'];

const escaped = (text: string) => text.replace(/[&<>"]/g, (mark) => `&#${mark.charCodeAt(0)};`);

/** The curve's height at x, straight between its points; undefined beyond its ends. */
function heightAt({ points }: Curve, x: number): number | undefined {
  for (let i = 1; i < points.length; i++) {
    const [a, b] = [points[i - 1], points[i]];
    if (!a || !b || x < a.x || x > b.x) continue;
    return b.x === a.x ? b.y : a.y + ((b.y - a.y) * (x - a.x)) / (b.x - a.x);
  }
  return undefined;
}

/** Mean over the curves wherever all of them are known. */
function meanOf(curves: readonly Curve[], end: number): Curve['points'] {
  const samples = 120;
  return Array.from({ length: samples + 1 }, (_, i) => (end * i) / samples).flatMap((x) => {
    const heights = curves.map((curve) => heightAt(curve, x));
    if (heights.some((height) => height === undefined)) return [];
    return [{ x, y: heights.reduce<number>((sum, y) => sum + (y ?? 0), 0) / heights.length }];
  });
}

export function drawCurves({ panels, xTitle, yTitle, yEnd = 1 }: Picture): string {
  const width =
    margin.left + margin.right + panels.length * panel.width + (panels.length - 1) * panel.gap;
  const height = margin.top + margin.bottom + panel.height;
  const drawn = panels.map(({ title, curves }, i) => {
    const left = margin.left + i * (panel.width + panel.gap);
    const end = Math.max(1, ...curves.flatMap(({ points }) => points.map(({ x }) => x)));
    const colour = colours[i % colours.length] as string;
    const x = (value: number) => left + (value / end) * panel.width;
    const y = (value: number) => margin.top + (1 - value / yEnd) * panel.height;
    const path = (points: Curve['points']) =>
      points.map((at) => `${x(at.x).toFixed(1)},${y(at.y).toFixed(1)}`).join(' ');
    const grid = [0, 0.25, 0.5, 0.75, 1]
      .map((share) => share * yEnd)
      .map(
        (value) =>
          `<line x1="${left}" x2="${left + panel.width}" y1="${y(value)}" y2="${y(value)}" stroke="#e3e3e0"/>` +
          (i === 0
            ? `<text x="${left - 8}" y="${y(value) + 4}" text-anchor="end">${value}</text>`
            : ''),
      );
    const step = end > 8 ? 5 : end > 3 ? 2 : 1;
    const ticks = Array.from({ length: Math.floor(end / step) + 1 }, (_, tick) => tick * step).map(
      (value) =>
        `<text x="${x(value)}" y="${margin.top + panel.height + 18}" text-anchor="middle">${value}</text>`,
    );
    const thin = curves.map(
      ({ points }) =>
        `<polyline points="${path(points)}" fill="none" stroke="${colour}" stroke-width="1" opacity="0.4"/>`,
    );
    const mean = `<polyline points="${path(meanOf(curves, end))}" fill="none" stroke="${colour}" stroke-width="2.5"/>`;
    const heading = `<text x="${left}" y="${margin.top - 12}" font-weight="600">${escaped(title)}</text>`;
    return [heading, ...grid, ...ticks, ...thin, ...(curves.length > 1 ? [mean] : [])].join('\n');
  });
  const middle = margin.top + panel.height / 2;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" font-size="12" fill="#333">
<rect width="${width}" height="${height}" fill="#fff"/>
${drawn.join('\n')}
<text x="${margin.left + (width - margin.left - margin.right) / 2}" y="${height - 10}" text-anchor="middle">${escaped(xTitle)}</text>
<text x="16" y="${middle}" text-anchor="middle" font-size="10" transform="rotate(-90 16 ${middle})">${escaped(yTitle)}</text>
</svg>
`;
}
