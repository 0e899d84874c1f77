/** What comes of a change that was asked for: into the state, and kept for the next visit. */
import { batch } from '@preact/signals';
import type { Change, EditReport, KeptEdits, StepTaken } from '../../agents/edit-history.ts';
import { agentName } from '../../view/names.ts';
import { standing } from '../edit/edit-state.ts';
import { keepEdits, keptEdits } from '../edit/kept-edits.ts';
import { isThere } from '../mind/things.ts';
import { addNotice, type PageState, removeNotice } from '../state.ts';
import { type Said, type Words, words } from '../words/index.ts';
import type { Failure } from '../workers/failure.ts';

export type { Change };

/** Names that a sentence lists before it counts the rest. */
const few = 3;

/** `onChange`: the person has done something to the world, or taken it back. */
export function changeTaken(state: PageState, onChange: () => void) {
  const { edit } = state;
  function keep(kept: KeptEdits): void {
    edit.aside.value = false;
    edit.linked.value = undefined;
    if (keepEdits(state.scene.peek(), kept)) removeNotice(state, { topic: 'changes-lost' });
    else addNotice(state, 'warning', ({ editing }) => editing.notKept, 'changes-lost');
  }
  return {
    changed(report: EditReport): void {
      const before = edit.report.peek();
      const scene = state.scene.peek();
      const wasKept = isSame(report, keptEdits(scene));
      const kept = { layoutSeed: report.layoutSeed, edits: standing(edit, report) };
      batch(() => {
        edit.report.value = report;
        if (edit.ghost.peek()?.by !== 'arms') edit.ghost.value = undefined;
        chooseAfter(state, before, report);
        tellCutOff(state, report.cutOff);
      });
      const count = (of: Words) => of.editing.count(report.edits.length);
      if (!before && isSame(report, edit.linked.peek())) {
        // That there are others of the person's own was said already.
        if (edit.aside.peek()) return;
        addNotice(state, 'info', (of) => of.share.said.withChanges(count(of)), 'changes');
        return;
      }
      // Of the layout nothing was changed by the person yet.
      const isTheirs =
        isSame(kept, edit.linked.peek()) || (edit.aside.peek() && kept.edits.length === 0);
      if (!isTheirs) keep(kept);
      if (!before && wasKept) {
        addNotice(state, 'info', (of) => of.editing.asYouLeftIt(count(of)), 'changes');
      } else {
        // One of a layout that has come of itself has nothing to take back.
        if (report.undo ?? report.redo) onChange();
        sayWhatWasDone(state, before, report);
      }
    },
    changeRefused(failure: Failure): void {
      batch(() => {
        edit.lifted.value = undefined;
        const ghost = edit.ghost.peek();
        if (ghost?.by === 'drag') edit.ghost.value = undefined;
        else if (ghost?.sent) edit.ghost.value = { ...ghost, sent: false };
        const said: Said = ({ run }) => run.failure(failure);
        state.spoken.value = said(words.peek());
        addNotice(state, 'warning', said, 'edit');
      });
    },
  };
}

/** The first report that is what was kept comes of opening the scene, not of a change. */
function isSame(one: KeptEdits, other: KeptEdits | undefined): boolean {
  return (
    one.layoutSeed === other?.layoutSeed &&
    JSON.stringify(one.edits) === JSON.stringify(other.edits)
  );
}

/** What was added is chosen; what is gone is chosen no more. */
function chooseAfter(
  { edit, layout }: PageState,
  before: EditReport | undefined,
  { edits }: EditReport,
): void {
  const last = edits.at(-1);
  const isNew = edits.length > (before?.edits.length ?? 0);
  if (edit.on.peek() && isNew && last?.kind === 'add') edit.chosen.value = last.thing;
  const present = layout.peek();
  for (const of of [edit.chosen, edit.hovered]) {
    const thing = of.peek();
    if (thing !== undefined && present && !isThere(present, thing)) of.value = undefined;
  }
}

function tellCutOff(state: PageState, agents: readonly number[]): void {
  if (agents.length === 0) {
    removeNotice(state, { topic: 'cut-off' });
    return;
  }
  const names = agents.slice(0, few).map(agentName);
  const more = agents.length - names.length;
  addNotice(state, 'warning', ({ editing }) => editing.cutOff(names, more), 'cut-off');
}

/** For those who do not see it happen. */
function sayWhatWasDone(
  state: PageState,
  before: EditReport | undefined,
  report: EditReport,
): void {
  const { undo, redo } = report;
  const { step, stepDone, stepUndone, stepAgain } = words.peek().editing;
  if (undo && !redo) state.spoken.value = stepDone(step(undo));
  else if (redo && !isSameStep(redo, before?.redo)) state.spoken.value = stepUndone(step(redo));
  else if (undo) state.spoken.value = stepAgain(step(undo));
}

function isSameStep(one: StepTaken, other: StepTaken | undefined): boolean {
  return one.does === other?.does && one.look === other.look;
}
