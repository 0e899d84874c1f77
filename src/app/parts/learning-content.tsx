/** How learning goes: the rate that matters, the curves, the learner's own figures, the run. */
import { useComputed } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import { duration, figure, integer, rate } from '../format.ts';
import type { PageState } from '../state.ts';
import { percent } from '../story.ts';
import { Curve } from './curve.tsx';
import type { PartProps } from './part.ts';

const unknown = '–';

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

function backendName(state: PageState): string {
  const learner = state.learner.value;
  if (learner.is === 'starting') return 'starting …';
  if (learner.is === 'failed') return 'not running';
  return { webgpu: 'WebGPU', wasm: 'WebAssembly', cpu: 'JavaScript' }[learner.choice.backend];
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
  const file = useRef<HTMLInputElement>(null);
  const { success, return: mean, spl, time, episodes } = state.summary.value;
  const metrics = state.metrics.value;
  const rates = state.rates.value;
  return (
    <>
      <p class="success">
        <strong class="success-rate">{success === null ? unknown : percent(success)}</strong>
        <span class="success-of">
          {episodes === 0 ? 'no try has ended yet' : `of the last ${episodes} tries arrived`}
        </span>
      </p>
      <Curve
        points={points.value}
        figure="success"
        colour="--good"
        height={112}
        range={[0, 1]}
        label={`Success rate over training time, now ${success === null ? 'unknown' : percent(success)}`}
      />
      <dl class="tiles">
        <div>
          <dt title="Discounted rewards of a try, mean of the last 100">Return</dt>
          <dd>{figureOrNone(mean)}</dd>
          <Curve
            points={points.value}
            figure="return"
            colour="--accent"
            height={28}
            small
            label="Return over training time"
          />
        </div>
        <div>
          <dt title="Success weighted by path length: 1 is the shortest way, every time">SPL</dt>
          <dd>{figureOrNone(spl)}</dd>
          <Curve
            points={points.value}
            figure="spl"
            colour="--accent"
            height={28}
            small
            range={[0, 1]}
            label="SPL over training time"
          />
        </div>
        <div>
          <dt title="How far the critic's predictions are off">Critic loss</dt>
          <dd>{figureOrNone(metrics?.criticLoss)}</dd>
          <Curve
            points={points.value}
            figure="criticLoss"
            colour="--node"
            height={28}
            small
            label="Critic loss over training time"
          />
        </div>
        <div>
          <dt title="Minus what the critic expects of the actor: lower is better">Actor loss</dt>
          <dd>{figureOrNone(metrics?.actorLoss)}</dd>
          <Curve
            points={points.value}
            figure="actorLoss"
            colour="--node"
            height={28}
            small
            label="Actor loss over training time"
          />
        </div>
      </dl>
      <dl class="rows">
        <Row name="Trained for">{duration(state.progress.value.trainingSeconds)}</Row>
        <Row name="Time to goal">{time === null ? unknown : `${time.toFixed(1)} s`}</Row>
        <Row name="Agent steps">
          {integer(state.agentSteps.value)} <small>{rate(rates.agentStepsPerSecond)}</small>
        </Row>
        <Row name="Updates">
          {integer(state.updates.value)} <small>{rate(rates.updatesPerSecond)}</small>
        </Row>
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
