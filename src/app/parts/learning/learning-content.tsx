/** How learning goes: the rate that matters, the curves, the learner's own figures, the run. */
import { useComputed } from '@preact/signals';
import { decimals, duration, integer, rate, secondsText } from '../../format.ts';
import type { Mark } from '../../learning/marks.ts';
import type { PageState } from '../../state.ts';
import { words } from '../../words/index.ts';
import type { PartProps } from '../part.ts';
import { StopButton } from '../rewind/stop-button.tsx';
import { FileButtons } from '../share/file-buttons.tsx';
import { CasesTable } from './cases-table.tsx';
import { Curve, type CurveProps } from './curve.tsx';
import { figureOrNone, Row, SuccessRate, unknown } from './figures.tsx';
import { SettingsSection } from './settings-section.tsx';
import { Timeline } from './timeline.tsx';
import { TrainedContent } from './trained-content.tsx';

/** Below this share of the chosen speed the page says that the machine is too slow for it. */
const tolerableSpeed = 0.85;

const isRollback = ({ kind }: Mark) => kind === 'rollback';

interface TileProps extends Pick<CurveProps, 'points' | 'rollbacks' | 'colour' | 'range'> {
  readonly figure: Exclude<CurveProps['figure'], 'success'>;
  readonly value: number | null | undefined;
}

function Tile({ value, ...curve }: TileProps) {
  const { tiles } = words.value.learning;
  const { name, meaning } = tiles[curve.figure];
  return (
    <li class="tile">
      <span class="tile-name" title={meaning}>
        {name}
      </span>
      <span class="tile-value">{figureOrNone(value)}</span>
      <Curve {...curve} height={28} label={tiles.overTime(name)} />
    </li>
  );
}

function backendName(state: PageState): string {
  const learner = state.learner.value;
  const { backend } = words.value.learning;
  if (learner.is === 'starting') return backend.starting;
  if (learner.is !== 'running') return backend.none;
  return { webgpu: 'WebGPU', wasm: 'WebAssembly', tfjs: 'TensorFlow.js' }[learner.choice.backend];
}

function backendReason(state: PageState): string {
  const learner = state.learner.value;
  const shown = state.demonstrating.value;
  const { reason } = words.value.learning;
  if (shown) return reason.shown(integer(shown.done), integer(shown.episodes));
  if (learner.is === 'starting') return reason.starting;
  if (learner.is === 'absent') return reason.nobody;
  return learner.is === 'failed' ? learner.said(words.value) : reason.chosen(learner.choice);
}

function savedText(state: PageState): string {
  const keeping = state.keeping.value;
  const { kept } = words.value.learning;
  switch (keeping.is) {
    case 'new':
      return kept.new;
    case 'saved': {
      const seconds = Math.max(0, Math.round((state.now.value - keeping.at) / 1000));
      return seconds < 5 ? kept.justNow : kept.ago(duration(seconds));
    }
    default:
      return keeping.said(words.value);
  }
}

export function LearningContent(props: PartProps) {
  return props.state.watching.value ? <TrainedContent {...props} /> : <RunContent {...props} />;
}

function RunContent({ state, commands }: PartProps) {
  const points = useComputed(() => state.progress.value.points);
  const marks = useComputed(() => state.progress.value.marks);
  const rollbacks = marks.value.filter(isRollback);
  const { return: mean, spl, time } = state.summary.value;
  const metrics = state.metrics.value;
  const rates = state.rates.value;
  const { learning, page } = words.value;
  const { rows } = learning;
  const pace = state.pace.value;
  const lags =
    pace.playing &&
    typeof pace.speed === 'number' &&
    rates.visibleSpeed < tolerableSpeed * pace.speed;
  return (
    <>
      <SuccessRate state={state} />
      <Timeline state={state} commands={commands} />
      <CasesTable state={state} commands={commands} />
      <ul class="tiles">
        <Tile
          {...{ points: points.value, rollbacks, figure: 'return', colour: '--accent' }}
          value={mean}
        />
        <Tile
          {...{ points: points.value, rollbacks, figure: 'spl', colour: '--accent', range: [0, 1] }}
          value={spl}
        />
        <Tile
          {...{ points: points.value, rollbacks, figure: 'criticLoss', colour: '--ink-soft' }}
          value={metrics?.criticLoss}
        />
        <Tile
          {...{ points: points.value, rollbacks, figure: 'actorLoss', colour: '--ink-soft' }}
          value={metrics?.actorLoss}
        />
      </ul>
      <dl class="rows">
        <Row name={rows.trainedFor}>{duration(state.progress.value.trainingSeconds)}</Row>
        <Row name={rows.timeToGoal}>{time === null ? unknown : secondsText(time)}</Row>
        <Row name={rows.agentSteps}>
          {integer(state.agentSteps.value)} <small>{rate(rates.agentStepsPerSecond)}</small>
        </Row>
        <Row name={rows.updates}>
          {integer(state.updates.value)} <small>{rate(rates.updatesPerSecond)}</small>
        </Row>
        {lags && (
          <Row name={rows.worldSpeed}>
            {decimals(rates.visibleSpeed, 1)}× <small>{rows.ofSpeed(`${pace.speed}×`)}</small>
          </Row>
        )}
        <Row name={rows.learnsOn}>{backendName(state)}</Row>
      </dl>
      <p class="reason">{backendReason(state)}</p>
      <div class="run-buttons">
        <button
          type="button"
          class="plain"
          aria-pressed={pace.speed === 'turbo'}
          title={page.turbo.hint}
          onClick={commands.toggleTurbo}
        >
          {page.turbo.title}
        </button>
        <StopButton state={state} commands={commands} />
      </div>
      <SettingsSection state={state} commands={commands} />
      <div class="run">
        <p class="saved">{savedText(state)}</p>
        <FileButtons commands={commands} />
        {state.mayWatch.value && (
          <div class="run-buttons">
            <button type="button" class="plain" onClick={() => void commands.watch()}>
              {learning.watch}
            </button>
          </div>
        )}
      </div>
    </>
  );
}
