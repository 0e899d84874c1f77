/**
 * Something that came in from outside (a file, a flag, a URL, a message) is not what was expected.
 * The message is one sentence for a person: what was expected, what was got, where, the remedy.
 * The command line prints it and exits with 2; the page shows it. Never used for our own mistakes.
 */
export class InputError extends Error {
  override readonly name: string = 'InputError';
}

const longestQuote = 60;

/** A value of anyone's making, short enough to be quoted in a sentence. */
export function quoted(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'a record';
  return (JSON.stringify(value) ?? typeof value).slice(0, longestQuote);
}
