/** What the page shows of sharing, as signals. */
import { type Signal, signal } from '@preact/signals';
import type { OpenedFile } from './opening.ts';

export const pictureScales = [1, 2] as const;
export type PictureScale = (typeof pictureScales)[number];

export type VideoState =
  | { readonly is: 'idle' }
  | { readonly is: 'recording'; readonly seconds: number; readonly bytes: number };

export interface ShareState {
  /** To what is in view, as it was when the dialog was opened or the link was asked for. */
  readonly link: Signal<string>;
  /** Whether it was copied, or has to be by hand. */
  readonly copied: Signal<'not yet' | 'copied' | 'refused'>;
  /** Pixels a CSS pixel. */
  readonly scale: Signal<PictureScale>;
  readonly caption: Signal<boolean>;
  readonly video: Signal<VideoState>;
  /** A file that would take the place of the person's own run: waits for a yes. */
  readonly waiting: Signal<OpenedFile | undefined>;
}

export function createShareState(): ShareState {
  return {
    ...{ link: signal(''), copied: signal('not yet'), scale: signal(1), caption: signal(true) },
    ...{ video: signal({ is: 'idle' }), waiting: signal(undefined) },
  };
}
