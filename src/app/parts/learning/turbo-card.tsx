/** Over the view while they train without being drawn: how it goes, and the way back. */
import { duration, integer, rate } from '../../format.ts';
import { words } from '../../words/index.ts';
import type { PartProps } from '../part.ts';
import { Row, SuccessRate } from './figures.tsx';

export function TurboCard({ state, commands }: PartProps) {
  if (state.pace.value.speed !== 'turbo' || state.world.value !== 'shown') return null;
  const { updatesPerSecond, agentStepsPerSecond } = state.rates.value;
  const { turbo } = words.value.page;
  const { rows } = words.value.learning;
  return (
    <div class="turbo">
      <section class="turbo-card card" aria-labelledby="turbo-title">
        <h2 id="turbo-title">{turbo.title}</h2>
        <p class="reason">{turbo.meaning}</p>
        <SuccessRate state={state} />
        <dl class="rows">
          <Row name={rows.trainedFor}>{duration(state.progress.value.trainingSeconds)}</Row>
          <Row name={rows.updates}>
            {integer(state.updates.value)} <small>{rate(updatesPerSecond)}</small>
          </Row>
          <Row name={rows.agentSteps}>
            {integer(state.agentSteps.value)} <small>{rate(agentStepsPerSecond)}</small>
          </Row>
        </dl>
        <button type="button" class="learn" onClick={commands.toggleTurbo}>
          {turbo.back} <kbd>U</kbd>
        </button>
      </section>
    </div>
  );
}
