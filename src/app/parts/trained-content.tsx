/** In the place of how learning goes, where nobody learns: what the policy in view was trained on. */
import { integer, minutesText } from '../format.ts';
import { percent } from '../story.ts';
import { CasesTable } from './cases-table.tsx';
import { figureOrNone, Row, SuccessRate, unknown } from './figures.tsx';
import { LoadButton } from './load-button.tsx';
import type { PartProps } from './part.ts';
import { StopButton } from './stop-button.tsx';

export function TrainedContent({ state, commands }: PartProps) {
  const card = state.watching.value?.card;
  if (!card) return null;
  const { time, spl } = state.summary.value;
  const { success, episodes } = card.evaluation;
  return (
    <>
      <SuccessRate state={state} />
      <CasesTable state={state} commands={commands} />
      <dl class="rows">
        <Row name="Time to goal">{time === null ? unknown : `${time.toFixed(1)} s`}</Row>
        <Row name="SPL">{figureOrNone(spl)}</Row>
        <Row name="Trained for">{minutesText(card.minutes)}</Row>
        <Row name="Agent steps">{integer(card.agentSteps)}</Row>
        <Row name="Updates">{integer(card.updates)}</Row>
        <Row name="Success when tested">{percent(success.rate)}</Row>
      </dl>
      <p class="reason">
        Trained before you came and tested on {integer(episodes)} cases that training never saw.
        Nobody explores or learns now.
      </p>
      <div class="run">
        <div class="run-buttons">
          <StopButton state={state} commands={commands} />
          <LoadButton commands={commands} />
        </div>
      </div>
    </>
  );
}
