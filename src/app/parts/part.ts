/** What every part of the page is given. */
import type { Commands } from '../commands.ts';
import type { PageState } from '../state.ts';

export interface PartProps {
  readonly state: PageState;
  readonly commands: Commands;
}
