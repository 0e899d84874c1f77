/** The page over the view: what stands where, on a wide window and on a phone. */

import { words } from '../words/index.ts';
import { Corner } from './corner.tsx';
import { Dialogs } from './dialogs.tsx';
import { EditBar } from './edit/edit-bar.tsx';
import { EditButton } from './edit/edit-button.tsx';
import { StoryCard } from './home/story-card.tsx';
import { TourCard } from './home/tour-card.tsx';
import { PastCard } from './learning/past-card.tsx';
import { TurboCard } from './learning/turbo-card.tsx';
import { Notices } from './notices.tsx';
import type { PageProps, PartProps } from './part.ts';
import { RecordingCard } from './rewind/recording-card.tsx';
import { RewindBar } from './rewind/rewind-bar.tsx';
import { DropCover } from './share/drop-cover.tsx';
import { ShareButton } from './share/share-button.tsx';
import { Sheet } from './sheet.tsx';
import { AttentionPanel, LearningPanel } from './side-panels.tsx';
import { TopBar } from './top-bar.tsx';
import { TransportBar } from './transport-bar.tsx';
import { CameraSwitch } from './visit/camera-switch.tsx';
import { Hands } from './visit/hands.tsx';
import { Joystick } from './visit/joystick.tsx';
import { WalkButton } from './visit/walk-button.tsx';

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
        <Hands {...props} />
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
