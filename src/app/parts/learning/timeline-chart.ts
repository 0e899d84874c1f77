/**
 * The timeline's picture, by uPlot: success from 0 to 1, the return on a scale of its own, the same of another run
 * where one is compared, and lines where something happened. It leaves fixed room on both sides, so that what
 * stands above and under it can be put at the same times. Drawn anew only when told to.
 */
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { tickText } from '../../format.ts';
import { dark } from '../../home/appearance.ts';
import type { Mark } from '../../learning/marks.ts';
import type { Point } from '../../learning/progress.ts';
import { language } from '../../words/language.ts';

export interface TimelineData {
  readonly points: readonly Point[];
  readonly marks: readonly Mark[];
  /** Of another run. */
  readonly compared: readonly Point[];
  /** Training time at the right edge. */
  readonly end: number;
  /** Training time that is shown instead of now. */
  readonly shown: number | undefined;
}

export interface TimelineChart {
  update(): void;
  resize(): void;
  destroy(): void;
}

/** CSS pixels; style/timeline.css has them too. */
const room = { left: 30, right: 8 };
const height = 116;

/** Seconds between two ticks. */
const timeSteps = [
  5, 10, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 18_000, 36_000, 86_400,
];

/** Seconds, success, return. */
type Table = [number[], (number | null)[], (number | null)[]];

function dataOf({ points, compared }: TimelineData): uPlot.AlignedData {
  const table = (of: readonly Point[]): Table => [
    of.map(({ seconds }) => seconds),
    of.map(({ success }) => success),
    of.map((point) => point.return),
  ];
  return uPlot.join([table(points), table(compared)]);
}

function optionsOf(host: HTMLElement, latest: () => TimelineData): uPlot.Options {
  const style = getComputedStyle(host);
  const colour = (name: string) => style.getPropertyValue(name);
  const [good, accent, ink] = [colour('--good'), colour('--accent'), colour('--ink-soft')];
  const font = `11px ${style.fontFamily}`;
  const axis = { stroke: ink, font, ticks: { show: false }, border: { show: false } };
  const line = { points: { show: false }, spanGaps: true };
  return {
    width: host.clientWidth,
    height,
    legend: { show: false },
    cursor: { show: false },
    padding: [8, room.right, 0, 0],
    scales: {
      x: { time: false, range: () => [0, latest().end] },
      y: { range: [0, 1] },
      // A flat line in the middle, not at an edge.
      return: { range: (_chart, low, high) => uPlot.rangeNum(low ?? 0, high ?? 1, 0.1, true) },
    },
    axes: [
      {
        ...axis,
        size: 20,
        space: 48,
        incrs: [...timeSteps],
        grid: { show: false },
        values: (_chart, ticks) => ticks.map(tickText),
      },
      {
        ...axis,
        size: room.left,
        gap: 4,
        grid: { stroke: colour('--line'), width: 1 },
        splits: () => [0, 0.5, 1],
        values: (_chart, ticks) => ticks.map((tick) => `${Math.round(tick * 100)}`),
      },
    ],
    // Told apart by dashes and width too, not by colour alone.
    series: [
      {},
      {
        ...{ ...line, stroke: good, width: 2 },
        fill: `color-mix(in srgb, ${good} 14%, transparent)`,
      },
      { ...line, scale: 'return', stroke: accent, width: 1 },
      { ...line, stroke: ink, width: 2, dash: [6, 4] },
      { ...line, scale: 'return', stroke: ink, width: 1, dash: [2, 3] },
    ],
    hooks: {
      draw: [
        (chart) => {
          const { marks, shown } = latest();
          for (const { kind, seconds } of marks) {
            if (kind === 'rollback') vertical(chart, seconds, colour('--warn'), [3, 3]);
            else vertical(chart, seconds, colour('--line'), []);
          }
          if (shown !== undefined) vertical(chart, shown, accent, [], 2);
        },
      ],
    },
  };
}

function vertical(
  { ctx, bbox, valToPos }: uPlot,
  seconds: number,
  colour: string,
  dash: number[],
  width = 1.5,
): void {
  const x = valToPos(seconds, 'x', true);
  if (!(x >= bbox.left && x <= bbox.left + bbox.width)) return;
  ctx.save();
  ctx.strokeStyle = colour;
  ctx.lineWidth = width * devicePixelRatio;
  ctx.setLineDash(dash.map((length) => length * devicePixelRatio));
  ctx.beginPath();
  ctx.moveTo(x, bbox.top);
  ctx.lineTo(x, bbox.top + bbox.height);
  ctx.stroke();
  ctx.restore();
}

export function createTimelineChart(host: HTMLElement, latest: () => TimelineData): TimelineChart {
  const create = () => new uPlot(optionsOf(host, latest), dataOf(latest()), host);
  let chart: uPlot | undefined;
  // Colours are read once per chart: other colours of the page need another chart.
  const stay = dark.subscribe(() => {
    chart?.destroy();
    chart = create();
  });
  // Units under the axis are the language's.
  const stop = language.subscribe(() => chart?.redraw(false, true));
  return {
    update: () => chart?.setData(dataOf(latest())),
    resize: () => chart?.setSize({ width: host.clientWidth, height }),
    destroy() {
      stop();
      stay();
      chart?.destroy();
    },
  };
}
