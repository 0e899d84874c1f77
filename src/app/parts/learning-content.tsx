/** How learning goes: the rate that matters, the curves, the learner's own figures, the run. */
import { useComputed } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import { duration, figure, integer, rate } from '../format.ts';
import type { RollbackMark } from '../progress.ts';
import type { PageState } from '../state.ts';
import { percent } from '../story.ts';
import { Curve, type CurveProps } from './curve.tsx';
import type { PartProps } from './part.ts';

const unknown = '–';
/** Below this share of the chosen speed the page says that the machine is too slow for it. */
const tolerableSpeed = 0.85;

function figureOrNone(value: number | null | undefined, write = figure): string {
  return value === null || value === undefined || !Number.isFinite(value) ? unknown : write(value);
}

function Row({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div class="row">
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** Ends the sentence that tells of the curve. */
function rollbacksText(rollbacks: readonly RollbackMark[]): string {
  if (rollbacks.length === 0) return '';
  const times = rollbacks.map(({ seconds }) => duration(seconds)).join(', ');
  return `; rolled back after a collapse at ${times}`;
}

function RollbackLegend({ rollbacks }: { rollbacks: readonly RollbackMark[] }) {
  const last = rollbacks.at(-1);
  if (!last) return null;
  return (
    <p class="rollbacks" title={last.reason}>
      Collapsed and rolled back{rollbacks.length > 1 && ` ${rollbacks.length} times, last`} at{' '}
      {duration(last.seconds)}
    </p>
  );
}

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
      <Curve {...curve} height={28} small label={`${name} over training time`} />
    </li>
  );
}

function backendName(state: PageState): string {
  const learner = state.learner.value;
  if (learner.is === 'starting') return 'starting …';
  if (learner.is === 'failed') return 'not running';
  return { webgpu: 'WebGPU', wasm: 'WebAssembly', tfjs: 'TensorFlow.js' }[learner.choice.backend];
}

function backendReason(state: PageState): string {
  const learner = state.learner.value;
  if (learner.is === 'starting') return 'Testing what this machine learns fastest on.';
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

export function LearningContent({ state, commands }: PartProps) {
  const points = useComputed(() => state.progress.value.points);
  const marks = useComputed(() => state.progress.value.rollbacks);
  const rollbacks = marks.value;
  const file = useRef<HTMLInputElement>(null);
  const { success, return: mean, spl, time, episodes } = state.summary.value;
  const metrics = state.metrics.value;
  const rates = state.rates.value;
  const pace = state.pace.value;
  const lags =
    pace.playing && pace.speed !== 'max' && rates.visibleSpeed < tolerableSpeed * pace.speed;
  return (
    <>
      <p class="success">
        <strong class="success-rate" style={{ '--success': success ?? 0 }}>
          {success === null ? unknown : percent(success)}
        </strong>
        <span class="success-of">
          {episodes === 0 ? 'no try has ended yet' : `of the last ${episodes} tries arrived`}
        </span>
      </p>
      <Curve
        points={points.value}
        rollbacks={rollbacks}
        figure="success"
        colour="--good"
        height={112}
        range={[0, 1]}
        label={`Success rate over training time, now ${success === null ? 'unknown' : percent(success)}${rollbacksText(rollbacks)}`}
      />
      <RollbackLegend rollbacks={rollbacks} />
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
      <div class="run">
        <p class="saved">{savedText(state)}</p>
        <div class="run-buttons">
          <button type="button" class="plain" onClick={commands.saveFile}>
            Save to file
          </button>
          <button type="button" class="plain" onClick={() => file.current?.click()}>
            Load from file
          </button>
        </div>
        <input
          ref={file}
          hidden
          type="file"
          accept=".heed"
          aria-label="File to load the run from"
          onChange={(event) => {
            const input = event.currentTarget;
            const chosen = input.files?.[0];
            input.value = '';
            if (chosen) void commands.loadFile(chosen);
          }}
        />
      </div>
    </>
  );
}
