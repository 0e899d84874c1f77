/** A part that is loaded when it is shown first, and is there from then on; nothing until it has come. */
import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { PartProps } from './part.ts';

/** Of a dialog: it is closed again where it cannot be loaded, and the mistake goes on to whoever reports such. */
export function laterDialog(load: () => Promise<ComponentType<PartProps>>) {
  let loaded: ComponentType<PartProps> | undefined;
  return function Later(props: PartProps) {
    // A part is a function: handed in as it is, it would be called for the first value.
    const [, setLoaded] = useState(() => loaded);
    useEffect(() => {
      if (loaded) return;
      load().then(
        (part) => {
          loaded = part;
          setLoaded(() => part);
        },
        (error: unknown) => {
          props.commands.closeDialog();
          throw error;
        },
      );
    }, []);
    const Part = loaded;
    return Part ? <Part {...props} /> : null;
  };
}
