/** Reads a file that a person handed to the page. What no browser can read, such as a folder, is one sentence. */
import { InputError } from '../../core/input-error.ts';

/** All of it, or the bytes from `from` up to `to`; throws an InputError if the browser does not give them. */
export async function readFile(
  file: File,
  from = 0,
  to = file.size,
): Promise<Uint8Array<ArrayBuffer>> {
  const part = from === 0 && to === file.size ? file : file.slice(from, to);
  try {
    return new Uint8Array(await part.arrayBuffer());
  } catch {
    // Browsers agree neither on the error of a folder nor on that of a file which changed after it was chosen.
    throw new InputError(
      `“${file.name}” cannot be read: it is a folder, or it was moved, deleted or changed after it was chosen; choose a file again.`,
    );
  }
}
