/**
 * A small curve over training time, by uPlot: a line without axes. Drawn anew only when the points change
 * or a rollback is marked, which the history does at most once a second.
 */
import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { dark } from '../../home/appearance.ts';
import type { Mark } from '../../learning/marks.ts';
import type { Point } from '../../learning/progress.ts';

export interface CurveProps {
  readonly points: readonly Point[];
  /** Each a dashed line over the whole height. */
  readonly rollbacks: readonly Mark[];
  readonly figure: 'success' | 'return' | 'spl' | 'criticLoss' | 'actorLoss';
  /** A custom property of style.css. */
  readonly colour: `--${string}`;
  /** CSS pixels. */
  readonly height: number;
  /** Fixed ends of the axis; otherwise the data's. */
  readonly range?: readonly [number, number];
  /** What it shows, for those who do not see it. */
  readonly label: string;
}

function dataOf({ points, figure }: CurveProps): uPlot.AlignedData {
  return [points.map((point) => point.seconds), points.map((point) => point[figure])];
}

function create(host: HTMLElement, props: CurveProps, rollbacks: () => readonly Mark[]): uPlot {
  const style = getComputedStyle(host);
  const colour = style.getPropertyValue(props.colour);
  const warning = style.getPropertyValue('--warn');
  const options: uPlot.Options = {
    width: host.clientWidth,
    height: props.height,
    legend: { show: false },
    cursor: { show: false },
    padding: [3, 2, 3, 2],
    scales: {
      x: { time: false },
      y: props.range ? { range: [props.range[0], props.range[1]] } : {},
    },
    axes: [{ show: false }, { show: false }],
    series: [{}, { stroke: colour, width: 1.5, points: { show: false }, spanGaps: true }],
  };
  options.hooks = { draw: [(chart) => drawMarks(chart, rollbacks(), warning)] };
  return new uPlot(options, dataOf(props), host);
}

function drawMarks(chart: uPlot, marks: readonly Mark[], colour: string): void {
  const { ctx, bbox } = chart;
  ctx.save();
  ctx.strokeStyle = colour;
  ctx.lineWidth = 1.5 * devicePixelRatio;
  ctx.setLineDash([3 * devicePixelRatio, 3 * devicePixelRatio]);
  for (const { seconds } of marks) {
    const x = chart.valToPos(seconds, 'x', true);
    if (!(x >= bbox.left && x <= bbox.left + bbox.width)) continue;
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
  }
  ctx.restore();
}

export function Curve(props: CurveProps) {
  const host = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot | undefined>(undefined);
  const latest = useRef(props);
  latest.current = props;

  useEffect(() => {
    const element = host.current;
    if (!element) return;
    const draw = () => {
      chart.current?.destroy();
      chart.current = create(element, latest.current, () => latest.current.rollbacks);
    };
    // Colours are read once per chart: other colours of the page need another chart.
    const stop = dark.subscribe(draw);
    const resized = new ResizeObserver(() => {
      chart.current?.setSize({ width: element.clientWidth, height: latest.current.height });
    });
    resized.observe(element);
    return () => {
      resized.disconnect();
      stop();
      chart.current?.destroy();
      chart.current = undefined;
    };
  }, []);

  useEffect(() => {
    chart.current?.setData(dataOf(latest.current));
  }, [props.points, props.rollbacks]);

  return (
    <div
      ref={host}
      class="curve"
      style={{ height: `${props.height}px` }}
      role="img"
      aria-label={props.label}
    />
  );
}
