/** Bottom centre: time, speed, training, start over; beside trained robots, the way to learn. */
import { type Speed, speeds } from '../pacing.ts';
import { mayHurry } from '../turbo.ts';
import { PauseIcon, PlayIcon, RestartIcon } from './icons.tsx';
import type { PartProps } from './part.ts';

const fractions: Readonly<Record<string, string>> = { 0.125: '⅛', 0.25: '¼', 0.5: '½' };

function nameOf(speed: Speed): string {
  return typeof speed === 'number' ? `${fractions[speed] ?? speed}×` : speed;
}

function spokenName(speed: Speed): string {
  if (speed === 'turbo') return 'turbo: training without drawing';
  return speed === 'max' ? 'as fast as this machine can' : `${speed} times real time`;
}

/** Where a trained policy is watched there is nothing to switch or to start over: one way leads on. */
function LearnButton({ state, commands }: PartProps) {
  return (
    <button type="button" class="learn" onClick={() => void commands.learn()}>
      {state.watching.value?.ownRun ? 'Back to your run' : 'Learn from scratch'}
    </button>
  );
}

function TrainingButtons({ state, commands }: PartProps) {
  return (
    <>
      <button
        type="button"
        class="switch"
        role="switch"
        aria-checked={state.training.value}
        onClick={commands.toggleTraining}
        title="Training: they explore and learn (T)"
      >
        <span class="switch-track" aria-hidden="true" />
        Training
      </button>
      <button
        type="button"
        class="quiet start-over"
        // On a phone only the picture is shown.
        aria-label="Start over"
        onClick={commands.askStartOver}
      >
        <RestartIcon />
        <span class="start-over-name">Start over</span>
      </button>
    </>
  );
}

export function TransportBar(props: PartProps) {
  const { state, commands } = props;
  const { playing, speed } = state.pace.value;
  const runs = playing && speed !== 'turbo';
  // Where nobody learns there is nothing to hurry.
  const stops = speeds.filter((stop) => stop !== 'turbo' || mayHurry(state));
  return (
    <section class="transport card" aria-label="Time and training">
      <button
        type="button"
        class="play"
        onClick={commands.togglePlay}
        aria-label={runs ? 'Pause' : 'Play'}
        title={runs ? 'Pause the world in view (Space)' : 'Play (Space)'}
      >
        {runs ? <PauseIcon /> : <PlayIcon />}
      </button>
      <label class="speed">
        <span class="speed-name">Speed</span>
        <input
          type="range"
          min={0}
          max={stops.length - 1}
          step={1}
          value={stops.indexOf(speed)}
          style={{ '--share': stops.indexOf(speed) / (stops.length - 1) }}
          aria-label="Speed"
          aria-valuetext={spokenName(speed)}
          onInput={(event) => {
            const chosen = stops[Number(event.currentTarget.value)];
            if (chosen !== undefined) commands.setSpeed(chosen);
          }}
        />
        <output class="speed-value">{nameOf(speed)}</output>
      </label>
      {state.watching.value ? <LearnButton {...props} /> : <TrainingButtons {...props} />}
    </section>
  );
}
