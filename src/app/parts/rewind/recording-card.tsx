/** While a video is recorded: for how long, how large it is, and the way to end it. */

import { bytesText, duration } from '../../format.ts';
import { words } from '../../words/index.ts';
import type { PartProps } from '../part.ts';

export function RecordingCard({ state, commands }: PartProps) {
  const video = state.share.video.value;
  if (video.is !== 'recording') return null;
  const phrases = words.value.share.video;
  return (
    <section class="recording card" aria-label={phrases.name}>
      <span class="recording-dot" aria-hidden="true" />
      <span class="recording-text">
        <span class="hidden">{phrases.recording}</span>
        {duration(video.seconds)} · {bytesText(video.bytes)}
      </span>
      <button type="button" class="plain" onClick={commands.toggleVideo}>
        {phrases.stop}
      </button>
    </section>
  );
}
