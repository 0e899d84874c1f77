/** What all dialogs are: a card over a backdrop that Escape, the backdrop and its own button close. */
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { words } from '../words/index.ts';
import { CloseIcon } from './icons.tsx';

interface DialogProps {
  readonly title: string;
  readonly name: string;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}

export function Dialog({ title, name, onClose, children }: DialogProps) {
  const element = useRef<HTMLDialogElement>(null);
  // At once, not some frames later: a key pressed meanwhile is meant for the dialog.
  useLayoutEffect(() => {
    const dialog = element.current;
    dialog?.showModal();
    // Only one that is closed gives the focus back: taken out open, it takes the focus with it.
    return () => dialog?.close();
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes a dialog by itself.
    <dialog
      ref={element}
      class={`dialog card ${name}`}
      aria-labelledby={`${name}-title`}
      // `close` is told some time after the dialog is gone, and a key pressed meanwhile is meant for the page.
      onCancel={(event) => {
        // A file's chooser inside tells of its own.
        if (event.target === event.currentTarget) onClose();
      }}
      onClose={({ currentTarget }) => {
        // Of one that was taken out it is told later, when another may be in its place.
        if (currentTarget.isConnected) onClose();
      }}
      onClick={(event) => {
        // The backdrop belongs to the dialog; its content does not.
        if (event.target === event.currentTarget) onClose();
      }}
    >
      <div class="dialog-body">
        <h2 id={`${name}-title`}>{title}</h2>
        {children}
      </div>
    </dialog>
  );
}

/** At the top right; `name` is what it closes. */
export function CloseButton({ name, onClick }: { name: string; onClick: () => void }) {
  return (
    <button
      type="button"
      class="quiet dialog-close"
      onClick={onClick}
      aria-label={words.value.page.close(name)}
    >
      <CloseIcon />
    </button>
  );
}
