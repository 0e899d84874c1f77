/** What every part of the page is given. */
import type { Signal } from '@preact/signals';
import type { Commands } from '../commands.ts';
import type { PageState } from '../state.ts';

export interface PartProps {
  readonly state: PageState;
  readonly commands: Commands;
}

export interface PageProps extends PartProps {
  /** Too narrow for panels beside the view. */
  readonly phone: Signal<boolean>;
}
