/** The page over the view: what stands where, on a wide window and on a phone. */

import { words } from '../words/index.ts';
import { CameraSwitch } from './camera-switch.tsx';
import { Corner } from './corner.tsx';
import { Dialogs } from './dialogs.tsx';
import { DropCover } from './drop-cover.tsx';
import { EditBar } from './edit-bar.tsx';
import { EditButton } from './edit-button.tsx';
import { HandPrompt } from './hand-prompt.tsx';
import { Joystick } from './joystick.tsx';
import { Notices } from './notices.tsx';
import type { PageProps, PartProps } from './part.ts';
import { PastCard } from './past-card.tsx';
import { RecordingCard } from './recording-card.tsx';
import { RewindBar } from './rewind-bar.tsx';
import { ShareButton } from './share-button.tsx';
import { Sheet } from './sheet.tsx';
import { AttentionPanel, LearningPanel } from './side-panels.tsx';
import { StoryCard } from './story-card.tsx';
import { TopBar } from './top-bar.tsx';
import { TourCard } from './tour-card.tsx';
import { TransportBar } from './transport-bar.tsx';
import { TurboCard } from './turbo-card.tsx';
import { WalkButton } from './walk-button.tsx';

function Cover({ state }: PartProps) {
  if (state.fatal.value !== undefined) {
    return (
      <div class="cover" role="alert">
        <p class="cover-text">{state.fatal.value.said(words.value)}</p>
      </div>
    );
  }
  if (state.world.value === 'loading') {
    return (
      <div class="cover">
        <p class="cover-text loading">{words.value.page.building(state.sceneTitle.value)}</p>
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
        <Notices {...props} />
        <Dialogs {...props} />
      </>
    );
  }
  return (
    <>
      <Cover {...props} />
      <TurboCard {...props} />
      <div class="left">
        <TopBar {...props} />
        <RecordingCard {...props} />
        {state.learning.shown.value ? <PastCard {...props} /> : <StoryCard {...props} />}
        {!phone.value && <AttentionPanel {...props} />}
      </div>
      <TourCard {...props} />
      <Notices {...props} />
      {!phone.value && <LearningPanel {...props} />}
      {!phone.value && <Corner {...props} />}
      <div class="bottom">
        <CameraSwitch {...props} />
        <Joystick {...props} />
        {phone.value && (
          <div class="ways-in">
            <Corner {...props} />
            <ShareButton {...props} />
            <EditButton {...props} />
            <WalkButton {...props} />
          </div>
        )}
        <HandPrompt {...props} />
        <EditBar {...props} />
        <RewindBar {...props} />
        <TransportBar {...props} />
        {phone.value && <Sheet {...props} />}
      </div>
      <DropCover state={state} />
      <Dialogs {...props} />
      <p class="hidden" aria-live="polite">
        {state.spoken}
      </p>
    </>
  );
}
