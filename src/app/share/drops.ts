/** Files that are dropped on the page, wherever. Text and what is dragged within the page is left alone. */
import { addNotice, type PageState } from '../state.ts';

export function listenToDrops(state: PageState, open: (file: File) => void): void {
  const hasFiles = ({ dataTransfer }: DragEvent) => dataTransfer?.types.includes('Files') === true;
  const over = (event: DragEvent) => {
    if (!hasFiles(event)) return;
    // Else the browser would leave the page to show the file.
    event.preventDefault();
    state.dropping.value = true;
  };
  addEventListener('dragenter', over);
  addEventListener('dragover', over);
  addEventListener('dragleave', ({ relatedTarget }) => {
    if (relatedTarget === null) state.dropping.value = false;
  });
  addEventListener('drop', (event) => {
    state.dropping.value = false;
    if (!hasFiles(event)) return;
    event.preventDefault();
    const files = [...(event.dataTransfer?.files ?? [])];
    const [first] = files;
    if (!first) return;
    if (files.length > 1) {
      addNotice(
        state,
        'info',
        ({ share }) => share.said.oneFile(files.length, first.name),
        'dropped',
      );
    }
    if (state.dialog.value === 'share') state.dialog.value = undefined;
    open(first);
  });
}
