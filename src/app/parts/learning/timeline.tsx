/** How the run has gone so far: the curves, what happened on the way, and what both mean. */
import { useComputed } from '@preact/signals';
import { useEffect, useRef, useState } from 'preact/hooks';
import { percent } from '../../format.ts';
import type { Mark } from '../../learning/marks.ts';
import { words } from '../../words/index.ts';
import { marksText, markText } from '../../words/say-mark.ts';
import type { PartProps } from '../part.ts';
import { Scrubber, ShownMoment } from '../rewind/scrubber.tsx';
import { CompareChoice } from './compare-choice.tsx';
import { createTimelineChart, type TimelineChart, type TimelineData } from './timeline-chart.ts';
import { TimelineMarks } from './timeline-marks.tsx';

/** Of training: a timeline that has hardly begun is not stretched over the whole width. */
const shortest = 10;
const none: TimelineData['compared'] = [];

function Chart({ data, label }: { data: TimelineData; label: string }) {
  const host = useRef<HTMLDivElement>(null);
  const chart = useRef<TimelineChart | undefined>(undefined);
  const latest = useRef(data);
  latest.current = data;
  useEffect(() => {
    const element = host.current;
    if (!element) return;
    chart.current = createTimelineChart(element, () => latest.current);
    const resized = new ResizeObserver(() => chart.current?.resize());
    resized.observe(element);
    return () => {
      resized.disconnect();
      chart.current?.destroy();
      chart.current = undefined;
    };
  }, []);
  useEffect(() => {
    chart.current?.update();
  }, [data.points, data.marks, data.compared, data.shown]);
  return <div ref={host} class="timeline-chart" role="img" aria-label={label} />;
}

export function Timeline({ state, commands }: PartProps) {
  const points = useComputed(() => state.progress.value.points).value;
  const marks = useComputed(() => state.progress.value.marks).value;
  const [told, tell] = useState<Mark | undefined>();
  const { success } = state.summary.value;
  const now = points.at(-1)?.seconds ?? 0;
  const compared = state.learning.compared.value;
  const end = Math.max(shortest, now, compared?.points.at(-1)?.seconds ?? 0);
  const shown = state.learning.shown.value?.seconds;
  const { timeline } = words.value.learning;
  const rate = success === null ? timeline.unknown : percent(success);
  return (
    <section class="timeline" aria-label={timeline.title}>
      <TimelineMarks marks={marks} end={end} onTell={tell} />
      <Chart
        data={{ points, marks, compared: compared?.points ?? none, end, shown }}
        label={timeline.chart(rate, marksText(marks))}
      />
      <Scrubber {...{ state, commands, end, now }} />
      <div class="timeline-words">
        {told ? (
          <p class="mark-words">{markText(told)}</p>
        ) : (
          <>
            <p class="keys-of-lines">
              <span class="key success-key">{timeline.success}</span>
              <span class="key return-key">{timeline.return}</span>
              {compared && <span class="key compared-key">{compared.name}</span>}
            </p>
            <ShownMoment {...{ state, commands }} />
          </>
        )}
      </div>
      <CompareChoice {...{ state, commands }} />
    </section>
  );
}
