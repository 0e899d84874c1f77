/** An error as a person reads it: one sentence. What a programmer wants to know goes to the console. */
import type { Failed } from './protocol.ts';

const remedy = 'Reload the page; what was saved is kept.';

export function sentenceOf(error: unknown, what: string): string {
  // By name: the class of an error does not survive the way between threads.
  if (!isMistake(error)) return (error as Error).message;
  return `${what} stopped because of a mistake in Heed. ${remedy}`;
}

/** Whether it is a mistake in Heed, which a programmer wants to see, and not one of the person's. */
export function isMistake(error: unknown): boolean {
  return !(error instanceof Error && error.name === 'InputError');
}

export function detailOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

export function failed(error: unknown, what: string): Failed {
  return { type: 'failed', sentence: sentenceOf(error, what), detail: detailOf(error) };
}
