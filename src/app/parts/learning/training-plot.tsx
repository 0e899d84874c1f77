/**
 * Lines over training time on a logarithmic scale, on which kept moments are about even (agents/moments.ts), small
 * enough to stand beside others. Lines are told apart by their form too. The figures stand elsewhere.
 */
import { onScale } from '../../../agents/moments.ts';
import { decimals, duration } from '../../format.ts';
import { words } from '../../words/index.ts';

export interface PlotLine {
  readonly name: string;
  /** What the others are to be held against. */
  readonly reference: boolean;
  /** One for each time; null where there is none. */
  readonly values: readonly (number | null)[];
}

interface TrainingPlotProps {
  readonly title: string;
  /** Training time of the values, rising. */
  readonly seconds: readonly number[];
  /** The time that is marked. */
  readonly at: number;
  readonly lines: readonly PlotLine[];
  /** Ends of the scale. */
  readonly from: number;
  readonly to: number;
}

/** Of the picture, whose units are stretched to what room there is; margins leave room for dots. */
const size = { width: 100, height: 60, x: 3, y: 4 };

export function TrainingPlot({ title, seconds, at, lines, from, to }: TrainingPlotProps) {
  const [first, last] = [seconds[0] ?? 0, seconds.at(-1) ?? 0];
  const [start, end] = [onScale(first), onScale(last)];
  const x = (time: number) =>
    size.x + ((size.width - 2 * size.x) * (onScale(time) - start)) / (end - start || 1);
  const y = (value: number) =>
    size.y +
    ((size.height - 2 * size.y) * (to - Math.min(to, Math.max(from, value)))) / (to - from);
  const forms = lines.map(({ reference }, i) =>
    reference ? 'reference' : `line-${lines.slice(0, i).filter((each) => !each.reference).length}`,
  );
  const points = ({ values }: PlotLine) =>
    values.flatMap((value, i) =>
      value === null ? [] : `${x(seconds[i] as number).toFixed(2)} ${y(value).toFixed(2)}`,
    );
  const spoken = lines.flatMap(({ name, values }) => {
    const known = values.filter((value) => value !== null);
    const [one, other] = [known[0], known.at(-1)];
    if (one === undefined || other === undefined) return [];
    return words.value.report.changed(name, decimals(one, 2), decimals(other, 2));
  });
  return (
    <figure class="training-plot">
      <figcaption>
        {title}
        {lines.length > 1 && (
          <span class="plot-legend">
            {lines.map(({ name }, i) => (
              <span key={name}>
                <svg class={forms[i]} viewBox="0 0 18 8" aria-hidden="true">
                  <path d="M1 4h16" />
                </svg>
                {name}
              </span>
            ))}
          </span>
        )}
      </figcaption>
      <div class="plot-area">
        {[to, 0].map((value) => (
          <span
            key={value}
            style={{ top: `${(100 * y(value)) / size.height}%` }}
            aria-hidden="true"
          >
            {decimals(value, 0)}
          </span>
        ))}
        <svg
          viewBox={`0 0 ${size.width} ${size.height}`}
          preserveAspectRatio="none"
          role="img"
          aria-label={[title, ...spoken].join('; ')}
        >
          <path class="now" d={`M${x(at)} 0V${size.height}`} />
          <path class="zero" d={`M0 ${y(0)}H${size.width}`} />
          {lines.map((line, i) => {
            const places = points(line);
            return (
              <g key={line.name} class={forms[i]}>
                <path d={`M${places.join('L')}`} />
                {/* A line of no length is a dot that is not stretched. */}
                <path class="dots" d={places.map((place) => `M${place}h0`).join('')} />
              </g>
            );
          })}
        </svg>
      </div>
      <div class="plot-times" aria-hidden="true">
        <span>{duration(first)}</span>
        <span>{duration(last)}</span>
      </div>
    </figure>
  );
}
