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
  let frames = 0;
  for (let left = clip.seconds; left > 0; frames++) {
    const picture = await opened.picture('png');
    const seconds = await oneDecision(opened);
    await darkroom.expose(picture, seconds * 1000, clip.size);
    left -= seconds;
    onFrame(Math.min(1, 1 - left / clip.seconds));
  }
  return { ...(await darkroom.develop(clip.size)), frames };
}

/**
 * The world goes on by one decision; how many of its seconds are between the last picture and the next, which may show
 * bodies on their way to where they are.
 */
async function oneDecision({ page, press }: OpenedPage): Promise<number> {
  const seconds = () => page.evaluate(() => window.heed.stage?.drawnSeconds ?? 0);
  const before = await seconds();
  await press('j');
  const patience = { timeout: 100_000, polling: 20 };
  await page.waitForFunction((at) => window.heed.stage?.drawnSeconds !== at, before, patience);
  // In a new layout it begins anew.
  return Math.max(0.02, (await seconds()) - before);
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
