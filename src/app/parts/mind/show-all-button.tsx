/** Below a list or table that shows its foremost rows: shows all of them, or fewer again. */
import type { Signal } from '@preact/signals';
import { words } from '../../words/index.ts';

interface ShowAllButtonProps {
  readonly showsAll: Signal<boolean>;
  /** How many there are in all. */
  readonly count: number;
}

export function ShowAllButton({ showsAll, count }: ShowAllButtonProps) {
  const { attends } = words.value.mind;
  return (
    <button
      type="button"
      class="quiet more"
      aria-expanded={showsAll.value}
      onClick={() => {
        showsAll.value = !showsAll.value;
      }}
    >
      {showsAll.value ? attends.fewer : attends.all(count)}
    </button>
  );
}
