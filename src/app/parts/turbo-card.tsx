/** Over the view while they train without being drawn: how it goes, and the way back. */
import { duration, integer, rate } from '../format.ts';
import { Row, SuccessRate } from './figures.tsx';
import type { PartProps } from './part.ts';

export function TurboCard({ state, commands }: PartProps) {
  if (state.pace.value.speed !== 'turbo' || state.world.value !== 'shown') return null;
  const { updatesPerSecond, agentStepsPerSecond } = state.rates.value;
  return (
    <div class="turbo">
      <section class="turbo-card card" aria-labelledby="turbo-title">
        <h2 id="turbo-title">Turbo</h2>
        <p class="reason">They train unseen: no picture takes time from learning.</p>
        <SuccessRate state={state} />
        <dl class="rows">
          <Row name="Trained for">{duration(state.progress.value.trainingSeconds)}</Row>
          <Row name="Updates">
            {integer(state.updates.value)} <small>{rate(updatesPerSecond)}</small>
          </Row>
          <Row name="Agent steps">
            {integer(state.agentSteps.value)} <small>{rate(agentStepsPerSecond)}</small>
          </Row>
        </dl>
        <button type="button" class="learn" onClick={commands.toggleTurbo}>
          Watch again <kbd>U</kbd>
        </button>
      </section>
    </div>
  );
}
