/** The page's one field for files: it is shown nowhere, and opens the browser's own dialog. */
import { effect } from '@preact/signals';
import { fileKinds } from '../files/index.ts';
import { policyKinds } from '../learning/other-policies.ts';
import { words } from '../words/index.ts';
import type { FilePurpose } from './sharing.ts';

export interface FileChooser {
  /** Must be called while a click or a key is handled. */
  choose(purpose: FilePurpose): void;
}

/** Kinds that will do; without them, anything that the page opens. A curve is a run's, and so may be a policy. */
const names: Readonly<Partial<Record<FilePurpose, readonly string[]>>> = {
  compare: ['run'],
  'other-policy': policyKinds,
};

/** `take` hears of the chosen file, and what for. */
export function createFileChooser(take: (file: File, purpose: FilePurpose) => void): FileChooser {
  const input = document.createElement('input');
  let purpose: FilePurpose = 'open';
  input.type = 'file';
  input.hidden = true;
  effect(() => input.setAttribute('aria-label', words.value.share.openLabel));
  input.addEventListener('change', () => {
    const [file] = input.files ?? [];
    input.value = '';
    const what = purpose;
    purpose = 'open';
    if (file) take(file, what);
  });
  document.body.append(input);
  return {
    choose(what) {
      purpose = what;
      const endings = fileKinds.filter(({ name }) => names[what]?.includes(name) ?? true);
      input.accept = endings.map(({ ending }) => ending).join(',');
      input.click();
    },
  };
}
