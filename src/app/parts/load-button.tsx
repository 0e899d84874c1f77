/** Opens a run that was saved to a file, here or on the command line. */
import { useRef } from 'preact/hooks';
import type { PartProps } from './part.ts';

export function LoadButton({ commands }: Pick<PartProps, 'commands'>) {
  const file = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" class="plain" onClick={() => file.current?.click()}>
        Load from file
      </button>
      <input
        ref={file}
        hidden
        type="file"
        accept=".heed"
        aria-label="File to load the run from"
        onChange={(event) => {
          const input = event.currentTarget;
          const chosen = input.files?.[0];
          input.value = '';
          if (chosen) void commands.loadFile(chosen);
        }}
      />
    </>
  );
}
