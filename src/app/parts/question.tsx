/** A question before something is lost: a way to have it back, a no, which has the focus, and a yes. */
import type { ComponentChildren } from 'preact';
import { duration, integer } from '../format.ts';
import { words } from '../words/index.ts';
import { titleOf } from '../words/name-known.ts';
import { Dialog } from './dialog.tsx';
import type { PartProps } from './part.ts';

interface QuestionProps {
  readonly name: string;
  readonly title: string;
  readonly text: string;
  readonly no: string;
  readonly yes: string;
  /** Whatever closes the dialog, but for the yes. */
  readonly onNo: () => void;
  readonly onYes: () => void;
  /** What may be done first. */
  readonly children: ComponentChildren;
}

export function Question({ name, title, text, no, yes, onNo, onYes, children }: QuestionProps) {
  return (
    <Dialog title={title} name={name} onClose={onNo}>
      <p>{text}</p>
      <div class="dialog-buttons">
        {children}
        <span class="space" />
        <button type="button" class="plain" autofocus onClick={onNo}>
          {no}
        </button>
        <button type="button" class="danger" onClick={onYes}>
          {yes}
        </button>
      </div>
    </Dialog>
  );
}

/** Saves the run in view to a file; only one that is being learned can be. */
function SaveFirst({ state, commands, text }: PartProps & { readonly text: string }) {
  if (state.learner.value.is !== 'running') return null;
  const busy = state.exporting.value;
  return (
    <button type="button" class="plain" disabled={busy} onClick={commands.saveFile}>
      {busy ? words.value.page.leaveRun.saving : text}
    </button>
  );
}

/** What the run in view has come to. */
const learnedIn = ({ state }: PartProps) =>
  [
    ...[state.sceneTitle.value, integer(state.agentSteps.value)],
    duration(state.progress.value.trainingSeconds),
  ] as const;

export function StartOver(props: PartProps) {
  const { closeDialog, startOver: begin } = props.commands;
  const { startOver, leaveRun } = words.value.page;
  return (
    <Question
      {...{ name: 'ask-start-over', title: startOver.title, no: startOver.keep }}
      {...{ yes: startOver.confirm, onNo: closeDialog, onYes: () => void begin() }}
      text={startOver.question(...learnedIn(props))}
    >
      <SaveFirst {...props} text={leaveRun.save} />
    </Question>
  );
}

/** Of a run that this browser does not keep. */
export function LeaveRun(props: PartProps) {
  const { closeDialog, leaveRun: leave } = props.commands;
  const { leaveRun } = words.value.page;
  return (
    <Question
      {...{ name: 'ask-leave-run', title: leaveRun.title, no: leaveRun.stay }}
      {...{ yes: leaveRun.confirm, onNo: closeDialog, onYes: leave }}
      text={leaveRun.question(...learnedIn(props))}
    >
      <SaveFirst {...props} text={leaveRun.save} />
    </Question>
  );
}

/** Before a run from a file takes the place of the person's own. */
export function ReplaceRun(props: PartProps) {
  const { state, commands } = props;
  const waiting = state.share.waiting.value;
  if (!waiting) return null;
  const { replace } = words.value.share;
  const isHere = waiting.scene === state.scene.value && state.learner.value.is === 'running';
  const question = replace.question(titleOf(waiting.scene, state.scenes), waiting.file.name);
  return (
    <Question
      {...{ name: 'replace-run', title: replace.title, no: replace.keep, yes: replace.confirm }}
      {...{ onNo: commands.closeDialog, onYes: () => void commands.replaceRun() }}
      text={isHere ? question + replace.saveFirst : question}
    >
      {isHere && <SaveFirst {...props} text={replace.save} />}
    </Question>
  );
}

/** Before a kept run is deleted, of whichever scene. */
export function DeleteRun({ state, commands }: PartProps) {
  const scene = state.home.doomed.value;
  if (scene === undefined) return null;
  const { doomed } = words.value.home;
  const run = state.home.kept.value?.runs.find((each) => each.scene === scene);
  return (
    <Question
      {...{ name: 'delete-run', title: doomed.title, no: doomed.keep, yes: doomed.confirm }}
      {...{ onNo: commands.keepRun, onYes: () => void commands.deleteRun() }}
      text={doomed.question(titleOf(scene, state.scenes), duration(run?.trainingSeconds ?? 0))}
    >
      {scene !== state.scene.value && (
        <button
          type="button"
          class="plain"
          onClick={() => {
            commands.closeDialog();
            void commands.openScene(scene);
          }}
        >
          {doomed.open}
        </button>
      )}
    </Question>
  );
}
