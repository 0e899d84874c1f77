/** How learning goes: the rate that matters, the curves, the learner's own figures, the run. */
import { useComputed } from '@preact/signals';
import { duration, integer, rate } from '../format.ts';
import type { Mark } from '../marks.ts';
import type { PageState } from '../state.ts';
import { CasesTable } from './cases-table.tsx';
import { Curve, type CurveProps } from './curve.tsx';
import { figureOrNone, Row, SuccessRate, unknown } from './figures.tsx';
import { LoadButton } from './load-button.tsx';
import type { PartProps } from './part.ts';
import { SettingsSection } from './settings-section.tsx';
import { StopButton } from './stop-button.tsx';
import { Timeline } from './timeline.tsx';
import { TrainedContent } from './trained-content.tsx';

/** Below this share of the chosen speed the page says that the machine is too slow for it. */
const tolerableSpeed = 0.85;

const isRollback = ({ kind }: Mark) => kind === 'rollback';

interface TileProps
  extends Pick<CurveProps, 'points' | 'rollbacks' | 'figure' | 'colour' | 'range'> {
  readonly name: string;
  readonly meaning: string;
  readonly value: number | null | undefined;
}

function Tile({ name, meaning, value, ...curve }: TileProps) {
  return (
    <li class="tile">
      <span class="tile-name" title={meaning}>
        {name}
      </span>
      <span class="tile-value">{figureOrNone(value)}</span>
      <Curve {...curve} height={28} label={`${name} over training time`} />
    </li>
  );
}

function backendName(state: PageState): string {
  const learner = state.learner.value;
  if (learner.is === 'starting') return 'starting …';
  if (learner.is !== 'running') return 'not running';
  return { webgpu: 'WebGPU', wasm: 'WebAssembly', tfjs: 'TensorFlow.js' }[learner.choice.backend];
}

function backendReason(state: PageState): string {
  const learner = state.learner.value;
  const shown = state.demonstrating.value;
  if (shown) {
    return `First it is shown how: ${integer(shown.done)} of ${integer(shown.episodes)} demonstrations.`;
  }
  if (learner.is === 'starting') return 'Testing what this machine learns fastest on.';
  if (learner.is === 'absent') return 'Nobody learns here.';
  return learner.is === 'failed' ? learner.sentence : learner.choice.reason;
}

function savedText(state: PageState): string {
  const keeping = state.keeping.value;
  switch (keeping.is) {
    case 'new':
      return 'Not saved yet; it will be in a moment.';
    case 'saved': {
      const seconds = Math.max(0, Math.round((state.now.value - keeping.at) / 1000));
      return `Saved in this browser ${seconds < 5 ? 'just now' : `${duration(seconds)} ago`}.`;
    }
    default:
      return keeping.sentence;
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
          name="Return"
          meaning="Discounted rewards of a try, mean of the last 100"
          value={mean}
        />
        <Tile
          {...{ points: points.value, rollbacks, figure: 'spl', colour: '--accent', range: [0, 1] }}
          name="SPL"
          meaning="Success weighted by path length: 1 is the shortest way, every time"
          value={spl}
        />
        <Tile
          {...{ points: points.value, rollbacks, figure: 'criticLoss', colour: '--node' }}
          name="Critic loss"
          meaning="How far the critic's predictions are off"
          value={metrics?.criticLoss}
        />
        <Tile
          {...{ points: points.value, rollbacks, figure: 'actorLoss', colour: '--node' }}
          name="Actor loss"
          meaning="Minus what the critic expects of the actor: lower is better"
          value={metrics?.actorLoss}
        />
      </ul>
      <dl class="rows">
        <Row name="Trained for">{duration(state.progress.value.trainingSeconds)}</Row>
        <Row name="Time to goal">{time === null ? unknown : `${time.toFixed(1)} s`}</Row>
        <Row name="Agent steps">
          {integer(state.agentSteps.value)} <small>{rate(rates.agentStepsPerSecond)}</small>
        </Row>
        <Row name="Updates">
          {integer(state.updates.value)} <small>{rate(rates.updatesPerSecond)}</small>
        </Row>
        {lags && (
          <Row name="World speed">
            {rates.visibleSpeed.toFixed(1)}× <small>of {pace.speed}×</small>
          </Row>
        )}
        <Row name="Learns on">{backendName(state)}</Row>
      </dl>
      <p class="reason">{backendReason(state)}</p>
      <div class="run-buttons">
        <button
          type="button"
          class="plain"
          aria-pressed={pace.speed === 'turbo'}
          title="Trains without drawing (U)"
          onClick={commands.toggleTurbo}
        >
          Turbo
        </button>
        <StopButton state={state} commands={commands} />
      </div>
      <SettingsSection state={state} commands={commands} />
      <div class="run">
        <p class="saved">{savedText(state)}</p>
        <div class="run-buttons">
          <button type="button" class="plain" onClick={commands.saveFile}>
            Save to file
          </button>
          <LoadButton commands={commands} />
        </div>
        {state.mayWatch.value && (
          <div class="run-buttons">
            <button type="button" class="plain" onClick={() => void commands.watch()}>
              Watch trained robots
            </button>
          </div>
        )}
      </div>
    </>
  );
}
