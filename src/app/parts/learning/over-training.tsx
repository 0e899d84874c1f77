/** How the figures of faithfulness reports changed as the run was trained: four small pictures, and a row for each. */

import {
  type FigureOf,
  figuresOfParts,
  type MomentReport,
  successOf,
} from '../../../explain/moment-reports.ts';
import { surgeries } from '../../../explain/surgeries.ts';
import { decimals, duration } from '../../format.ts';
import { words } from '../../words/index.ts';
import { partName } from '../../words/name-known.ts';
import { unknown } from './figures.tsx';
import { type PlotLine, TrainingPlot } from './training-plot.tsx';

interface OverTrainingProps {
  /** Two or more, rising. */
  readonly reports: readonly MomentReport[];
  readonly chosen: MomentReport;
  readonly onChoose: (updates: number) => void;
}

export function OverTraining({ reports, chosen, onChoose }: OverTrainingProps) {
  const { report } = words.value;
  const parts = figuresOfParts(reports.map((each) => each.report));
  const seconds = reports.map(({ moment }) => moment.seconds);
  const line = (name: string, of: FigureOf, reference = false): PlotLine => ({
    ...{ name, reference, values: reports.map((each) => of(each.report)) },
  });
  const named = parts.map((of) => ({ ...of, name: partName(of.part) }));
  const leastTau = Math.min(
    -0.2,
    ...named.flatMap((of) => reports.map((r) => of.leftOut(r.report) ?? 0)),
  );
  const common = { seconds, at: chosen.moment.seconds, to: 1 };
  const columns = [
    ...named.map(({ name, leftOut }) => ({ title: report.tauOf(name), of: leftOut })),
    ...(['as trained', 'permuted'] as const).map((surgery) => ({
      title: `${report.plots.success}, ${report.surgery[surgery]}`,
      of: successOf(surgery),
    })),
  ];
  return (
    <section>
      <h3>{report.over}</h3>
      <div class="training-plots">
        <TrainingPlot
          {...{ ...common, title: report.plots.tau, from: leastTau }}
          lines={named.map(({ name, leftOut }) => line(name, leftOut))}
        />
        <TrainingPlot
          {...{ ...common, title: report.plots.top, from: 0 }}
          lines={[
            ...named.map(({ name, top }) => line(name, top)),
            ...named.slice(0, 1).map(({ chance }) => line(report.chance, chance, true)),
          ]}
        />
        <TrainingPlot
          {...{ ...common, title: report.plots.entropy, from: 0 }}
          lines={named.map(({ name, entropy }) => line(name, entropy))}
        />
        <TrainingPlot
          {...{ ...common, title: report.plots.success, from: 0 }}
          lines={surgeries
            .toReversed()
            .map((of) => line(report.surgery[of], successOf(of), of === 'as trained'))}
        />
      </div>
      <div class="report-list">
        <table>
          <caption>{report.reports}</caption>
          <thead>
            <tr>
              <th scope="col">{report.weights}</th>
              {columns.map(({ title }) => (
                <th key={title} scope="col">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {reports.map(({ moment, report: of }) => (
              <tr key={moment.updates}>
                <th scope="row">
                  <button
                    type="button"
                    class="quiet"
                    aria-pressed={moment.updates === chosen.moment.updates}
                    onClick={() => onChoose(moment.updates)}
                  >
                    {duration(moment.seconds)}
                  </button>
                </th>
                {columns.map(({ title, of: figure }) => {
                  const value = figure(of);
                  return <td key={title}>{value === null ? unknown : decimals(value, 2)}</td>;
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
