/** Bottom centre: time, speed, training, start over; beside trained robots, the way to learn. */

import { words } from '../words/index.ts';
import { speeds } from '../workers/pacing.ts';
import { mayHurry } from '../workers/turbo.ts';
import { NextIcon, PauseIcon, PlayIcon, RestartIcon, RewindIcon } from './icons.tsx';
import type { PartProps } from './part.ts';

/** Where a trained policy is watched there is nothing to switch or to start over: one way leads on. */
function LearnButton({ state, commands }: PartProps) {
  const { time } = words.value.page;
  return (
    <button type="button" class="learn" onClick={() => void commands.learn()}>
      {state.watching.value?.ownRun ? time.backToRun : time.learn}
    </button>
  );
}

function TrainingButtons({ state, commands }: PartProps) {
  const { time } = words.value.page;
  return (
    <>
      <button
        type="button"
        class="switch"
        role="switch"
        aria-checked={state.training.value}
        onClick={commands.toggleTraining}
        title={time.trainingHint}
      >
        <span class="switch-track" aria-hidden="true" />
        {time.training}
      </button>
      <button
        type="button"
        class="quiet start-over"
        // On a phone only the picture is shown.
        aria-label={time.startOver}
        onClick={commands.askStartOver}
      >
        <RestartIcon />
        <span class="start-over-name">{time.startOver}</span>
      </button>
    </>
  );
}

export function TransportBar(props: PartProps) {
  const { state, commands } = props;
  const { rewind } = words.value;
  const { playing, speed } = state.pace.value;
  const { time } = words.value.page;
  const runs = playing && speed !== 'turbo';
  const isRewound = state.rewind.rewound.value !== undefined;
  // Where nobody learns there is nothing to hurry.
  const stops = speeds.filter((stop) => stop !== 'turbo' || mayHurry(state));
  return (
    <section class="transport card" aria-label={time.title}>
      <button
        type="button"
        class="quiet rewind-button"
        aria-label={rewind.name}
        aria-pressed={isRewound}
        title={rewind.hint}
        onClick={commands.rewind}
      >
        <RewindIcon />
      </button>
      <button
        type="button"
        class="play"
        onClick={commands.togglePlay}
        aria-label={runs ? time.pause : time.play}
        title={runs ? time.pauseHint : time.playHint}
      >
        {runs ? <PauseIcon /> : <PlayIcon />}
      </button>
      {/* Whoever looks back has such a button there. */}
      {!playing && !isRewound && (
        <button
          type="button"
          class="quiet step-button"
          aria-label={time.step}
          title={time.stepHint}
          onClick={commands.takeOneDecision}
        >
          <NextIcon />
        </button>
      )}
      <label class="speed">
        <span class="speed-name">{time.speed}</span>
        <input
          type="range"
          min={0}
          max={stops.length - 1}
          step={1}
          value={stops.indexOf(speed)}
          style={{ '--share': stops.indexOf(speed) / (stops.length - 1) }}
          aria-label={time.speed}
          aria-valuetext={time.speedSpoken(speed)}
          onInput={(event) => {
            const chosen = stops[Number(event.currentTarget.value)];
            if (chosen !== undefined) commands.setSpeed(chosen);
          }}
        />
        <output class="speed-value">{time.speedName(speed)}</output>
      </label>
      {state.watching.value ? <LearnButton {...props} /> : <TrainingButtons {...props} />}
    </section>
  );
}
