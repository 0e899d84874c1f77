/** What the selected robot attends to: shares of attention as bars, its sensors, its scan. */
import { useComputed, useSignal, useSignalEffect } from '@preact/signals';
import { type Attended, type AttendedRow, attend } from '../attended.ts';
import { reading, words } from '../format.ts';
import { percent } from '../story.ts';
import type { PartProps } from './part.ts';
import { ScanDrawing } from './scan-drawing.tsx';

const mostEntities = 6;
const mostNodes = 4;

function Bars({
  title,
  rows,
  most,
}: {
  title: string;
  rows: readonly AttendedRow[];
  most: number;
}) {
  const heaviest = rows[0]?.weight ?? 1;
  return (
    <section class="attended">
      <h3>{title}</h3>
      {rows.length === 0 && <p class="none">nothing in sight</p>}
      <ol>
        {rows.slice(0, most).map(({ key, kind, label, weight }) => (
          <li key={key} class={`attended-row ${kind}`} style={{ '--share': weight / heaviest }}>
            <span class="attended-name" title={label}>
              {label}
            </span>
            <span class="attended-weight">{percent(weight)}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}

export function AttentionContent({ state }: PartProps) {
  const attended = useSignal<Attended | undefined>(undefined);
  useSignalEffect(() => {
    const report = state.attention.value;
    attended.value = report ? attend(attended.peek(), report) : undefined;
  });
  const parts = useComputed(() => {
    const byPart = new Map<string, { name: string; value: number }[]>();
    for (const { part, name, value } of state.attention.value?.features ?? []) {
      const rows = byPart.get(part) ?? [];
      rows.push({ name, value });
      byPart.set(part, rows);
    }
    return [...byPart];
  });
  const report = state.attention.value;
  const rows = attended.value;
  if (!report || !rows) return <p class="none">Looking …</p>;
  return (
    <>
      <Bars title="Things nearby" rows={rows.entities} most={mostEntities} />
      {report.nodes.length > 0 && <Bars title="Places" rows={rows.nodes} most={mostNodes} />}
      <section class="sensors">
        <h3>What it senses</h3>
        <div class="sensors-body">
          {report.scan.distances.length > 0 && (
            <ScanDrawing
              agent={report.agent}
              angles={report.scan.angles}
              distances={report.scan.distances}
            />
          )}
          {parts.value.map(([part, features]) => (
            <dl key={part} class="features">
              {features.map(({ name, value }) => (
                <div key={name}>
                  <dt>{words(name)}</dt>
                  <dd>{reading(value)}</dd>
                </div>
              ))}
            </dl>
          ))}
        </div>
      </section>
    </>
  );
}
