/** The dialogs: the question before starting over, help, and the faithfulness report. */
import { editingHelp } from '../edit-keys.ts';
import { duration, integer } from '../format.ts';
import { shortcuts, walkingHelp } from '../keyboard.ts';
import { CloseButton, Dialog } from './dialog.tsx';
import { FaithfulnessDialog } from './faithfulness-dialog.tsx';
import type { PartProps } from './part.ts';

function StartOver({ state, commands }: PartProps) {
  return (
    <Dialog title="Start over?" name="ask-start-over" onClose={commands.closeDialog}>
      <p>
        The robots in “{state.sceneTitle}” forget all that they have learned:{' '}
        {integer(state.agentSteps.value)} steps, {duration(state.progress.value.trainingSeconds)} of
        training. This cannot be undone, unless you save the run to a file first.
      </p>
      <div class="dialog-buttons">
        <button type="button" class="plain" onClick={commands.saveFile}>
          Save to file
        </button>
        <span class="space" />
        <button type="button" class="plain" autofocus onClick={commands.closeDialog}>
          Keep learning
        </button>
        <button type="button" class="danger" onClick={() => void commands.startOver()}>
          Start over
        </button>
      </div>
    </Dialog>
  );
}

function Help({ commands }: PartProps) {
  return (
    <Dialog title="What you see" name="help-dialog" onClose={commands.closeDialog}>
      <CloseButton name="help" onClick={commands.closeDialog} />
      <p>
        Every robot has a goal of its own, a ring of light in its colour, and a limited time to get
        there. Nobody tells them how. They try, get a reward for what works, and a network learns
        from all their tries together, here in your browser.
      </p>
      <p>
        Click a robot: lines lead to what it attends to, the wider the more, and a ribbon shows the
        way that it will take. The panel says why, and what of its attention matters; the eye beside
        a thing imagines it away.
      </p>
      <p>
        Unseen copies of this world run beside it as fast as your machine can, so that they learn
        sooner. Pausing stops the world that you see; the training switch stops the learning.
      </p>
      <p>
        Walk in and you are one of them: they sense you, and some go round you. Move with the keys
        below, a gamepad's left stick or, on a touch screen, the round pad; drag to look about.
      </p>
      <p>
        Edit changes the world that they are in: drag a thing or a goal elsewhere, click a door to
        open or close it, add crates, hedges and more. They sense it at once. While your changes
        stand, this layout stays, also when you come back; undo them all, and new ones follow.
      </p>
      <h3>Keys</h3>
      <dl class="keys">
        {[...shortcuts, ...walkingHelp, ...editingHelp].map(({ label, does }) => (
          <div key={label}>
            <dt>
              <kbd>{label}</kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}

export function Dialogs(props: PartProps) {
  switch (props.state.dialog.value) {
    case 'start-over':
      return <StartOver {...props} />;
    case 'help':
      return <Help {...props} />;
    case 'faithfulness':
      return <FaithfulnessDialog {...props} />;
    case undefined:
      return null;
  }
}
