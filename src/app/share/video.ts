/**
 * A film of the world's canvas, by the browser's own recorder. It ends when the person says so, or at a limit that
 * was said before. Works while learning goes on; where nothing is drawn (turbo) the picture stands still.
 */
import { InputError } from '../../core/input-error.ts';
import { withDuration } from './webm-duration.ts';

export const videoLimits = { seconds: 120, bytes: 50e6 } as const;
const framesPerSecond = 30;
/** So that two minutes stay below the limit of bytes. */
const bitsPerSecond = 3_200_000;
const tellEvery = 500;

/** The first that the browser can record; WebM wherever there is a choice. */
const types = [
  { type: 'video/webm;codecs=vp9', ending: '.webm' },
  { type: 'video/webm;codecs=vp8', ending: '.webm' },
  { type: 'video/webm', ending: '.webm' },
  { type: 'video/mp4', ending: '.mp4' },
] as const;

export interface Film {
  readonly blob: Blob;
  readonly ending: string;
}

export interface Filming {
  /** Ends it; the film then comes to `onFilm`. */
  stop(): void;
}

export interface FilmOptions {
  /** Milliseconds. */
  readonly clock: () => number;
  readonly onProgress: (at: { readonly seconds: number; readonly bytes: number }) => void;
  /** The film, or undefined if there is nothing in it; `why` it ended other than by `stop`. */
  readonly onFilm: (film: Film | undefined, why: 'limit' | 'broken' | undefined) => void;
}

/** Throws an InputError where the browser cannot. */
export function film(canvas: HTMLCanvasElement, options: FilmOptions): Filming {
  const { clock, onProgress, onFilm } = options;
  const known =
    typeof MediaRecorder === 'undefined' || !('captureStream' in canvas)
      ? undefined
      : types.find(({ type }) => MediaRecorder.isTypeSupported(type));
  if (!known) {
    throw new InputError(
      'This browser cannot record a video of the page: use a recent Chrome, Edge, Firefox or Safari.',
    );
  }
  const stream = canvas.captureStream(framesPerSecond);
  const release = () => {
    for (const track of stream.getTracks()) track.stop();
  };
  let recorder: MediaRecorder;
  try {
    recorder = new MediaRecorder(stream, {
      ...{ mimeType: known.type, videoBitsPerSecond: bitsPerSecond },
    });
    recorder.start(1000);
  } catch (error) {
    release();
    throw error;
  }
  const parts: Blob[] = [];
  const begun = clock();
  let bytes = 0;
  let why: 'limit' | 'broken' | undefined;
  const stop = () => {
    if (recorder.state !== 'inactive') recorder.stop();
  };
  const timer = setInterval(() => {
    const seconds = (clock() - begun) / 1000;
    onProgress({ seconds, bytes });
    if (seconds < videoLimits.seconds && bytes < videoLimits.bytes) return;
    why = 'limit';
    stop();
  }, tellEvery);
  recorder.ondataavailable = ({ data }) => {
    if (data.size > 0) parts.push(data);
    bytes += data.size;
  };
  recorder.onerror = () => {
    why = 'broken';
    stop();
  };
  recorder.onstop = () => {
    clearInterval(timer);
    release();
    const { type, ending } = known;
    const milliseconds = clock() - begun;
    const blob = new Blob(parts, { type });
    if (blob.size === 0) onFilm(undefined, why);
    else void timed(blob, milliseconds).then((blob) => onFilm({ blob, ending }, why));
  };
  return { stop };
}

/** What cannot be read plays without. */
function timed(film: Blob, milliseconds: number): Promise<Blob> {
  return withDuration(film, milliseconds).catch(() => film);
}
