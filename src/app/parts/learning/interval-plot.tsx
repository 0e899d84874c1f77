/**
 * Figures with their 95 % intervals on one scale, a row each: a dot, and a line from end to end of the interval.
 * The figures stand beside them, so nothing is to be read off the picture alone.
 */
import type { Estimate } from '../../../core/bootstrap.ts';
import { decimals } from '../../format.ts';
import { words } from '../../words/index.ts';
import { unknown } from './figures.tsx';

export interface IntervalRow {
  readonly name: string;
  readonly meaning: string;
  /** Null where there is no figure. */
  readonly estimate: Estimate | null;
  /** What the others are to be held against. */
  readonly reference?: boolean;
}

interface IntervalPlotProps {
  readonly title: string;
  readonly rows: readonly IntervalRow[];
  /** Ends of the scale. */
  readonly from: number;
  readonly to: number;
  readonly digits: number;
}

export function IntervalPlot({ title, rows, from, to, digits }: IntervalPlotProps) {
  const share = (value: number) =>
    `${(100 * (Math.min(to, Math.max(from, value)) - from)) / (to - from)}%`;
  return (
    <table class="interval-plot">
      <caption>{title}</caption>
      <tbody>
        {rows.map(({ name, meaning, estimate, reference }) => (
          <tr key={name} class={reference ? 'reference' : undefined}>
            <th scope="row" title={meaning}>
              {name}
            </th>
            <td class="interval-picture" aria-hidden="true">
              <span class="interval-scale">
                {from < 0 && <span class="interval-zero" style={{ left: share(0) }} />}
                {estimate && (
                  <>
                    <span
                      class="interval-line"
                      style={{
                        left: share(estimate.low),
                        right: `calc(100% - ${share(estimate.high)})`,
                      }}
                    />
                    <span class="interval-dot" style={{ left: share(estimate.value) }} />
                  </>
                )}
              </span>
            </td>
            <td class="interval-figure">
              {estimate ? decimals(estimate.value, digits) : unknown}
              <small>
                {estimate &&
                  words.value.report.interval(
                    decimals(estimate.low, digits),
                    decimals(estimate.high, digits),
                  )}
              </small>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
