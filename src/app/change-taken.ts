/** What comes of a change that was asked for: into the state, and kept for the next visit. */
import { batch } from '@preact/signals';
import type { Change, EditReport, KeptEdits } from '../agents/edit-history.ts';
import { agentName } from '../view/names.ts';
import { keepEdits, keptEdits } from './kept-edits.ts';
import { addNotice, type PageState, removeNotice } from './state.ts';
import { isThere } from './things.ts';

export type { Change };

const notKept =
  'What you change here is gone when you leave this page: the browser keeps no more of it. Free some of its storage, or leave the private window.';

/** Names that a sentence lists before it counts the rest. */
const few = 3;

export function changeTaken(state: PageState) {
  const { edit } = state;
  return {
    changed(report: EditReport): void {
      const before = edit.report.peek();
      const scene = state.scene.peek();
      const wasKept = isSame(report, keptEdits(scene));
      batch(() => {
        edit.report.value = report;
        if (edit.ghost.peek()?.by !== 'arms') edit.ghost.value = undefined;
        chooseAfter(state, before, report);
        tellCutOff(state, report.cutOff);
      });
      if (keepEdits(scene, report)) removeNotice(state, { topic: 'changes-lost' });
      else addNotice(state, 'warning', notKept, 'changes-lost');
      if (!before && wasKept) {
        addNotice(state, 'info', `The world is as you left it: ${countOf(report)}.`, 'changes');
      } else sayWhatWasDone(state, before, report);
    },
    changeRefused(sentence: string): void {
      batch(() => {
        const ghost = edit.ghost.peek();
        if (ghost?.by === 'drag') edit.ghost.value = undefined;
        else if (ghost?.sent) edit.ghost.value = { ...ghost, sent: false };
        state.spoken.value = sentence;
        addNotice(state, 'warning', sentence, 'edit');
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

export function countOf({ edits }: Pick<EditReport, 'edits'>): string {
  return edits.length === 1 ? '1 change' : `${edits.length} changes`;
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
  const more = agents.length > few ? [`${agents.length - few} more`] : [];
  const all = [...names, ...more];
  const who = all.length === 1 ? all[0] : `${all.slice(0, -1).join(', ')} and ${all.at(-1)}`;
  const sentence = `No way leads ${who} to the goal any more, until time is up or something gives way.`;
  addNotice(state, 'warning', sentence, 'cut-off');
}

/** For those who do not see it happen. */
function sayWhatWasDone(
  state: PageState,
  before: EditReport | undefined,
  report: EditReport,
): void {
  if (report.undo !== undefined && report.redo === undefined) {
    state.spoken.value = `Done: ${report.undo}`;
  } else if (report.redo !== undefined && report.redo !== before?.redo) {
    state.spoken.value = `Undone: ${report.redo}`;
  } else if (report.undo !== undefined) state.spoken.value = `Done again: ${report.undo}`;
}
