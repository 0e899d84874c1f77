/** The question before a run from a file takes the place of the person's own. */

import { words } from '../words/index.ts';
import { titleOf } from '../words/name-known.ts';
import { Dialog } from './dialog.tsx';
import type { PartProps } from './part.ts';

export function ReplaceRun({ state, commands }: PartProps) {
  const waiting = state.share.waiting.value;
  if (!waiting) return null;
  const title = titleOf(waiting.scene, state.scenes);
  const { replace } = words.value.share;
  const isHere = waiting.scene === state.scene.value && state.learner.value.is === 'running';
  return (
    <Dialog title={replace.title} name="replace-run" onClose={commands.closeDialog}>
      <p>
        {replace.question(title, waiting.file.name)}
        {isHere && replace.saveFirst}
      </p>
      <div class="dialog-buttons">
        {isHere && (
          <button
            type="button"
            class="plain"
            disabled={state.exporting.value}
            onClick={commands.saveFile}
          >
            {state.exporting.value ? words.value.page.leaveRun.saving : replace.save}
          </button>
        )}
        <span class="space" />
        <button type="button" class="plain" autofocus onClick={commands.closeDialog}>
          {replace.keep}
        </button>
        <button type="button" class="danger" onClick={() => void commands.replaceRun()}>
          {replace.confirm}
        </button>
      </div>
    </Dialog>
  );
}
