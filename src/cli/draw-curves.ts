/** Curves as an SVG picture: panels in rows. Pure: data in, text out. */
export interface Curve {
  readonly name: string;
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

export interface Panel {
  readonly title: string;
  readonly curves: readonly Curve[];
  /** What they are compared with: the mean of these is drawn behind them, dashed and grey. */
  readonly reference?: readonly Curve[];
}

export interface Picture {
  readonly panels: readonly Panel[];
  readonly xTitle: string;
  readonly yTitle: string;
  /** Where the y axis begins: 0, or below it by quarters of its end. Default: 0. */
  readonly yStart?: number;
  /** Where the y axis ends. Default: 1. */
  readonly yEnd?: number;
  /** Panels in a row. Default: all of them. */
  readonly columns?: number;
  /** How several curves are shown beside their mean: each, or what lies between the lowest and the highest. Default: lines. */
  readonly spread?: 'lines' | 'band';
}

const panel = { width: 300, height: 200, gap: 34, rowGap: 62 };
const margin = { left: 64, top: 34, right: 18, bottom: 48 };
const grey = '#666';
/** Between two ticks of an axis that ends there at the latest. */
const tickSteps = [
  { end: 3.5, step: 1 },
  { end: 8.5, step: 2 },
  ...[5, 10, 20, 50, 100, 200, 500, 1000].map((step) => ({ end: 8.5 * step, step })),
];
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

interface Across {
  readonly x: number;
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/** Mean, lowest and highest of the curves, wherever all of them are known. */
function across(curves: readonly Curve[], end: number): Across[] {
  const samples = 120;
  return Array.from({ length: samples + 1 }, (_, i) => (end * i) / samples).flatMap((x) => {
    const heights = curves.flatMap((curve) => heightAt(curve, x) ?? []);
    if (heights.length < curves.length) return [];
    const mean = heights.reduce((sum, y) => sum + y, 0) / heights.length;
    return [{ x, mean, low: Math.min(...heights), high: Math.max(...heights) }];
  });
}

/** Where a panel stands, and what it shares with the others. */
interface Place {
  readonly left: number;
  readonly top: number;
  readonly colour: string;
  readonly yStart: number;
  readonly yEnd: number;
  /** The first of a row has the numbers of the y axis. */
  readonly first: boolean;
  readonly spread: 'lines' | 'band';
}

function drawPanel({ title, curves, reference = [] }: Panel, place: Place): string {
  const { left, top, colour, yStart, yEnd, first, spread } = place;
  const all = [...curves, ...reference];
  const end = Math.max(1, ...all.flatMap(({ points }) => points.map(({ x }) => x)));
  const x = (value: number) => left + (value / end) * panel.width;
  const y = (value: number) => top + ((yEnd - value) / (yEnd - yStart)) * panel.height;
  const path = (points: Curve['points']) =>
    points.map((at) => `${x(at.x).toFixed(1)},${y(at.y).toFixed(1)}`).join(' ');
  const line = (points: Curve['points'], form: string) =>
    `<polyline points="${path(points)}" fill="none" ${form}/>`;
  const meanLine = (of: readonly Across[], form: string) => {
    const points = of.map((at) => ({ x: at.x, y: at.mean }));
    return line(points, form);
  };

  const quarter = yEnd / 4;
  const lines = Math.round((yEnd - yStart) / quarter);
  const grid = Array.from({ length: lines + 1 }, (_, i) => yStart + i * quarter).map(
    (value) =>
      `<line x1="${left}" x2="${left + panel.width}" y1="${y(value)}" y2="${y(value)}" stroke="#e3e3e0"/>` +
      (first ? `<text x="${left - 8}" y="${y(value) + 4}" text-anchor="end">${value}</text>` : ''),
  );
  // A run ends a little after its budget: a minute that is just begun has no tick.
  const step = tickSteps.find((each) => end <= each.end)?.step ?? end;
  const ticks = Array.from({ length: Math.floor(end / step) + 1 }, (_, tick) => tick * step).map(
    (value) =>
      `<text x="${x(value)}" y="${top + panel.height + 18}" text-anchor="middle">${value}</text>`,
  );
  const heading = `<text x="${left}" y="${top - 12}" font-weight="600">${escaped(title)}</text>`;
  const behind = meanLine(
    across(reference, end),
    `stroke="${grey}" stroke-width="1.5" stroke-dasharray="4 3"`,
  );
  const known = across(curves, end);
  const each = curves.map(({ points }) =>
    line(points, `stroke="${colour}" stroke-width="1" opacity="0.4"`),
  );
  const outline = [
    ...known.map((at) => ({ x: at.x, y: at.high })),
    ...known.toReversed().map((at) => ({ x: at.x, y: at.low })),
  ];
  const band = `<polygon points="${path(outline)}" fill="${colour}" opacity="0.2"/>`;
  const mean = meanLine(known, `stroke="${colour}" stroke-width="2.5"`);
  return [
    ...[heading, ...grid, ...ticks, ...(reference.length > 0 ? [behind] : [])],
    ...(spread === 'band' ? [band, mean] : curves.length > 1 ? [...each, mean] : each),
  ].join('\n');
}

export function drawCurves(picture: Picture): string {
  const { panels, xTitle, yTitle, yStart = 0, yEnd = 1, spread = 'lines' } = picture;
  const columns = Math.max(1, Math.min(picture.columns ?? panels.length, panels.length));
  const rows = Math.max(1, Math.ceil(panels.length / columns));
  const [aside, down] = [panel.width + panel.gap, panel.height + panel.rowGap];
  const plots = { width: columns * aside - panel.gap, height: rows * down - panel.rowGap };
  const width = margin.left + plots.width + margin.right;
  const height = margin.top + plots.height + margin.bottom;
  const drawn = panels.map((one, i) =>
    drawPanel(one, {
      left: margin.left + (i % columns) * aside,
      top: margin.top + Math.floor(i / columns) * down,
      colour: colours[i % colours.length] as string,
      ...{ yStart, yEnd, spread, first: i % columns === 0 },
    }),
  );
  const middle = margin.top + plots.height / 2;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" font-size="12" fill="#333">
<rect width="${width}" height="${height}" fill="#fff"/>
${drawn.join('\n')}
<text x="${margin.left + plots.width / 2}" y="${height - 10}" text-anchor="middle">${escaped(xTitle)}</text>
<text x="16" y="${middle}" text-anchor="middle" font-size="10" transform="rotate(-90 16 ${middle})">${escaped(yTitle)}</text>
</svg>
`;
}
