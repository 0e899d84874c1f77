/** The page over the view: what stands where, on a wide window and on a phone. */
import { CameraSwitch } from './camera-switch.tsx';
import { Dialogs } from './dialogs.tsx';
import { EditBar } from './edit-bar.tsx';
import { EditButton } from './edit-button.tsx';
import { HandPrompt } from './hand-prompt.tsx';
import { Joystick } from './joystick.tsx';
import { Notices } from './notices.tsx';
import type { PageProps, PartProps } from './part.ts';
import { PastCard } from './past-card.tsx';
import { Sheet } from './sheet.tsx';
import { AttentionPanel, LearningPanel } from './side-panels.tsx';
import { StoryCard } from './story-card.tsx';
import { TopBar } from './top-bar.tsx';
import { TransportBar } from './transport-bar.tsx';
import { TurboCard } from './turbo-card.tsx';
import { WalkButton } from './walk-button.tsx';

function Cover({ state }: PartProps) {
  if (state.fatal.value !== undefined) {
    return (
      <div class="cover" role="alert">
        <p class="cover-text">{state.fatal.value.sentence}</p>
      </div>
    );
  }
  if (state.world.value === 'loading') {
    return (
      <div class="cover">
        <p class="cover-text loading">Building {state.sceneTitle} …</p>
      </div>
    );
  }
  return null;
}

export function Page(props: PageProps) {
  const { state, phone } = props;
  if (state.fatal.value !== undefined) {
    return (
      <>
        <Cover {...props} />
        <div class="left">
          <TopBar {...props} />
        </div>
      </>
    );
  }
  return (
    <>
      <Cover {...props} />
      <TurboCard {...props} />
      <div class="left">
        <TopBar {...props} />
        {state.learning.shown.value ? <PastCard {...props} /> : <StoryCard {...props} />}
        {!phone.value && <AttentionPanel {...props} />}
      </div>
      <Notices {...props} />
      {!phone.value && <LearningPanel {...props} />}
      <div class="bottom">
        <CameraSwitch {...props} />
        <Joystick {...props} />
        {phone.value && (
          <div class="ways-in">
            <EditButton {...props} />
            <WalkButton {...props} />
          </div>
        )}
        <HandPrompt {...props} />
        <EditBar {...props} />
        <TransportBar {...props} />
        {phone.value && <Sheet {...props} />}
      </div>
      <Dialogs {...props} />
      <p class="hidden" aria-live="polite">
        {state.spoken}
      </p>
    </>
  );
}
