/** What page and simulation worker say to each other about what a person changes in the world in view. */
import type { Change, EditReport } from '../../agents/edit-history.ts';
import type { Failure } from './failure.ts';

export interface ChangeMessage {
  readonly type: 'change';
  readonly change: Change;
}

export type AboutChanges =
  /** After every change, and when a layout has gone with all that was changed of it. */
  | { readonly type: 'changed'; readonly report: EditReport }
  /** Nothing has happened. */
  | { readonly type: 'change-refused'; readonly failure: Failure };
