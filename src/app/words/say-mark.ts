/** What a mark of the timeline says, in the language that the page speaks. */
import { duration, integer, percent } from '../format.ts';
import type { Mark } from '../learning/marks.ts';
import { changesText } from '../learning/settings.ts';
import { words } from './index.ts';

/** Without its time. */
export function happeningText(mark: Mark): string {
  const { learning } = words.value;
  const { marks } = learning;
  switch (mark.kind) {
    case 'saved':
      return marks.saved;
    case 'best':
      return marks.best(percent(mark.share), integer(mark.tries), integer(mark.updates));
    case 'rollback':
      return marks.rollback(learning.collapse(mark.collapse));
    case 'setting':
      return changesText(mark.changes);
    case 'training':
      return mark.again ? marks.again : marks.stopped;
    case 'file':
      return mark.loaded === undefined ? marks.toFile : marks.fromFile(integer(mark.loaded));
    case 'world':
      return marks.world(mark.changes);
    case 'visit':
      return mark.entered ? marks.entered : marks.left;
  }
}

export function markText(mark: Mark): string {
  return words.value.learning.timeline.markAt(duration(mark.seconds), happeningText(mark));
}

/** Of all marks, for those who do not see the picture: "; rolled back at 3 min 2 s". */
export function marksText(marks: readonly Mark[]): string {
  const { timeline } = words.value.learning;
  return marks.map(({ kind, seconds }) => timeline.oneOfMarks(kind, duration(seconds))).join('');
}
