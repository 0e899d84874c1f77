/** The dialogs: questions before something is lost, help, the faithfulness report, sharing. */
import { editingHelp } from '../edit/edit-keys.ts';
import { cameraHelp, rewoundHelp, shortcuts, walkingHelp } from '../keyboard.ts';
import { padHelp } from '../visit/gamepad.ts';
import { words } from '../words/index.ts';
import { CloseButton, Dialog } from './dialog.tsx';
import { Preferences } from './home/preferences.tsx';
import { laterDialog } from './later.tsx';
import { FaithfulnessDialog } from './learning/faithfulness-dialog.tsx';
import type { PartProps } from './part.ts';
import { DeleteRun, LeaveRun, ReplaceRun, StartOver } from './question.tsx';
import { ShareDialog } from './share/share-dialog.tsx';
import { AvatarDialog } from './visit/avatar-choice.tsx';

const Gallery = laterDialog(() => import('./home/gallery.tsx').then((of) => of.Gallery));

/** All keys with what they do, in the order of the help. */
function keysText(): readonly { readonly label: string; readonly does: string }[] {
  const { help } = words.value.page;
  return [
    ...shortcuts.map(({ label, command }) => ({
      label: command === 'play' ? help.space : label,
      does: help.does[command],
    })),
    ...cameraHelp.map(({ label, does }) => ({ label, does: help.camera[does] })),
    ...rewoundHelp.map(({ label, does }) => ({ label, does: help.rewound[does] })),
    ...walkingHelp.map(({ label, does }) => ({ label, does: help.walking[does] })),
    ...editingHelp.map(({ label, does }) => ({ label, does: help.editing[does] })),
  ];
}

function Help({ commands }: PartProps) {
  const { help } = words.value.page;
  return (
    <Dialog title={help.title} name="help-dialog" onClose={commands.closeDialog}>
      <CloseButton name={help.closes} onClick={commands.closeDialog} />
      {help.paragraphs.map((paragraph) => (
        <p key={paragraph}>{paragraph}</p>
      ))}
      <p>
        <button type="button" class="plain" onClick={commands.startTour}>
          {words.value.home.tour.start}
        </button>
      </p>
      <h3>{help.keys}</h3>
      <dl class="keys">
        {keysText().map(({ label, does }) => (
          <div key={does}>
            <dt>
              <kbd>{label}</kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <h3>{help.pad.title}</h3>
      <dl class="keys pad">
        {padHelp.map((part) => (
          <div key={part}>
            <dt>
              <kbd>{help.pad.parts[part]}</kbd>
            </dt>
            <dd>{help.pad.does[part]}</dd>
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
    case 'leave-run':
      return <LeaveRun {...props} />;
    case 'help':
      return <Help {...props} />;
    case 'faithfulness':
      return <FaithfulnessDialog {...props} />;
    case 'share':
      return <ShareDialog {...props} />;
    case 'replace-run':
      return <ReplaceRun {...props} />;
    case 'scenes':
      return <Gallery {...props} />;
    case 'preferences':
      return <Preferences {...props} />;
    case 'delete-run':
      return <DeleteRun {...props} />;
    case 'avatar':
      return <AvatarDialog {...props} />;
    case undefined:
      return null;
  }
}
