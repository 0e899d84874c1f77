/** The two dialogs: the question before starting over, and help. */
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { editingHelp } from '../edit-keys.ts';
import { duration, integer } from '../format.ts';
import { shortcuts, walkingHelp } from '../keyboard.ts';
import { CloseIcon } from './icons.tsx';
import type { PartProps } from './part.ts';

interface DialogProps {
  readonly title: string;
  readonly name: string;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}

function Dialog({ title, name, onClose, children }: DialogProps) {
  const element = useRef<HTMLDialogElement>(null);
  useEffect(() => element.current?.showModal(), []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes a dialog by itself.
    <dialog
      ref={element}
      class={`dialog card ${name}`}
      aria-labelledby={`${name}-title`}
      onClose={onClose}
      onClick={(event) => {
        // The backdrop belongs to the dialog; its content does not.
        if (event.target === event.currentTarget) event.currentTarget.close();
      }}
    >
      <div class="dialog-body">
        <h2 id={`${name}-title`}>{title}</h2>
        {children}
      </div>
    </dialog>
  );
}

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
      <button
        type="button"
        class="quiet dialog-close"
        onClick={commands.closeDialog}
        aria-label="Close help"
      >
        <CloseIcon />
      </button>
      <p>
        Every robot has a goal of its own, a ring of light in its colour, and a limited time to get
        there. Nobody tells them how. They try, get a reward for what works, and a network learns
        from all their tries together, here in your browser.
      </p>
      <p>
        Click a robot: lines lead to what it attends to, the wider the more. The panel lists the
        same as shares, next to what its sensors read.
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
    case undefined:
      return null;
  }
}
