/** In the place of how learning goes, where nobody learns: what the policy in view was trained on. */
import { integer, minutesText, percent, secondsText } from '../../format.ts';
import { words } from '../../words/index.ts';
import type { PartProps } from '../part.ts';
import { StopButton } from '../rewind/stop-button.tsx';
import { FileButtons } from '../share/file-buttons.tsx';
import { CasesTable } from './cases-table.tsx';
import { figureOrNone, Row, SuccessRate, unknown } from './figures.tsx';

export function TrainedContent({ state, commands }: PartProps) {
  const watching = state.watching.value;
  if (!watching) return null;
  const { card, file } = watching;
  const { time, spl } = state.summary.value;
  const { evaluation } = card;
  const { rows, tiles, trained } = words.value.learning;
  return (
    <>
      <SuccessRate state={state} />
      <CasesTable state={state} commands={commands} />
      <dl class="rows">
        <Row name={rows.timeToGoal}>{time === null ? unknown : secondsText(time)}</Row>
        <Row name={tiles.spl.name}>{figureOrNone(spl)}</Row>
        <Row name={rows.trainedFor}>{minutesText(card.minutes)}</Row>
        <Row name={rows.agentSteps}>{integer(card.agentSteps)}</Row>
        <Row name={rows.updates}>{integer(card.updates)}</Row>
        <Row name={rows.tested}>{evaluation ? percent(evaluation.success.rate) : unknown}</Row>
      </dl>
      <p class="reason">{trained(file, evaluation ? integer(evaluation.episodes) : undefined)}</p>
      <div class="run">
        <div class="run-buttons">
          <StopButton state={state} commands={commands} />
        </div>
        <FileButtons commands={commands} />
      </div>
    </>
  );
}
