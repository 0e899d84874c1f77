/**
 * Something that came in from outside (a file, a flag, a URL, a message) is not what was expected.
 * The message is one sentence for a person: what was expected, what was got, where, the remedy.
 * The command line prints it and exits with 2; the page shows it. Never used for our own mistakes.
 */
export class InputError extends Error {
  override readonly name = 'InputError';
}
