/** Records a clip: frames of the page, one after the other, each with the time of the world that it is shown. */
import { type Clip, frameSeconds } from './clips.ts';
import type { Darkroom } from './darkroom.ts';
import type { OpenedPage } from './opened-page.ts';

export async function recordClip(
  opened: OpenedPage,
  darkroom: Darkroom,
  clip: Clip,
  /** After each frame, the share of the clip that there is. */
  onFrame: (share: number) => void,
): Promise<{ file: Buffer; quality: number; frames: number }> {
  await clip.begin(opened);
  if (clip.act) return stepped(opened, darkroom, clip, clip.act, onFrame);
  await opened.press('j');
  // Until it is drawn that it stands still.
  await opened.frames(2);
  let at = await secondsDrawn(opened);
  let frames = 0;
  for (let left = clip.seconds; left > 0; frames++) {
    const picture = await opened.picture('png');
    const next = await afterOneDecision(opened, at);
    // In a new layout time begins anew.
    const seconds = Math.max(0.02, next - at);
    at = next;
    await darkroom.expose(picture, seconds * 1000, clip.size);
    left -= seconds;
    onFrame(Math.min(1, 1 - left / clip.seconds));
  }
  return { ...(await darkroom.develop(clip.size)), frames };
}

const secondsDrawn = ({ page }: OpenedPage) =>
  page.evaluate(() => window.heed.stage?.drawnSeconds ?? 0);

/** The world goes on by one decision; the time in it that is in view by then, which may be on the way there. */
async function afterOneDecision(opened: OpenedPage, before: number): Promise<number> {
  await opened.press('j');
  const patience = { timeout: 100_000, polling: 20 };
  await opened.page.waitForFunction(
    (at) => window.heed.stage?.drawnSeconds !== at,
    before,
    patience,
  );
  // What was drawn last may still be on its way to the screen: of a busy machine a picture would show the one before.
  await opened.frames(1);
  return secondsDrawn(opened);
}

/** The world stands still: a frame follows whatever the person does, however long it takes. */
async function stepped(
  opened: OpenedPage,
  darkroom: Darkroom,
  { seconds, size }: Clip,
  act: NonNullable<Clip['act']>,
  onFrame: (share: number) => void,
) {
  const frames = Math.round(seconds / frameSeconds);
  for (let frame = 0; frame < frames; frame++) {
    await act(opened, frame / (frames - 1));
    await darkroom.expose(await opened.picture('png'), frameSeconds * 1000, size);
    onFrame((frame + 1) / frames);
  }
  return { ...(await darkroom.develop(size)), frames };
}
