/** Gives a file to the person, as browsers do: into the folder of downloads, or where they choose. */

/** Long enough for browsers that read the content only after the click has been handled. */
const patience = 10_000;

export function download(content: Blob | Uint8Array<ArrayBuffer>, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content instanceof Blob ? content : new Blob([content]));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), patience);
}
