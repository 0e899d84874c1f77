/** The way to the page's preferences. */
import { words } from '../../words/index.ts';
import { GearIcon } from '../icons.tsx';
import type { PartProps } from '../part.ts';

/** `look` is the style of the button, as its neighbours have it. */
export function PreferencesButton({
  commands,
  look,
}: Pick<PartProps, 'commands'> & { readonly look: 'share-button' | 'help' }) {
  const { home } = words.value;
  return (
    <button
      type="button"
      class={`${look} card`}
      aria-label={home.title}
      title={home.hint}
      onClick={commands.showPreferences}
    >
      <GearIcon />
    </button>
  );
}
