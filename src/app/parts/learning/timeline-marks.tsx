/**
 * The marks above the timeline, each where it happened. One stop for Tab; the arrows go from mark to mark, and the
 * one with the focus, or under the pointer, is told in words.
 */
import { useState } from 'preact/hooks';
import type { Mark, MarkKind } from '../../learning/marks.ts';
import { words } from '../../words/index.ts';
import { happeningText, markText } from '../../words/say-mark.ts';

/** A shape each, so that none is told by its colour alone. On a 12 × 12 grid. */
const shapes: Readonly<Record<MarkKind, string>> = {
  saved: 'M2 2.5h8v7H2zM4 2.5v2.6h4V2.5',
  best: 'M6 .8l1.6 3.4 3.7.5-2.7 2.6.7 3.7L6 9.2 2.7 11l.7-3.7L.7 4.7l3.7-.5z',
  rollback: 'M4.6 1.6 1.8 4.2l2.8 2.6M2 4.2h4.6a3 3 0 0 1 0 6H4.4',
  setting: 'M6 1 11 6 6 11 1 6z',
  training: 'M3.6 2v8M8.4 2v8',
  file: 'M2.6 1h4.2l2.6 2.6V11H2.6zM6.6 1v3h3',
  world: 'M6 .9l4.6 2.5v5.2L6 11.1 1.4 8.6V3.4zM1.4 3.4 6 5.9l4.6-2.5M6 5.9v5.2',
  visit: 'M6 1.2a2.1 2.1 0 1 1 0 4.2 2.1 2.1 0 0 1 0-4.2M2 11c.2-2.6 1.7-4 4-4s3.8 1.4 4 4z',
};

export interface MarksProps {
  readonly marks: readonly Mark[];
  /** Training time at the right edge. */
  readonly end: number;
  readonly onTell: (mark: Mark | undefined) => void;
}

/** Where a key leads from mark `at` of `count`. */
export function markAfterKey(key: string, at: number, count: number): number | undefined {
  switch (key) {
    case 'ArrowRight':
      return Math.min(count - 1, at + 1);
    case 'ArrowLeft':
      return Math.max(0, at - 1);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}

export function TimelineMarks({ marks, end, onTell }: MarksProps) {
  const [chosen, choose] = useState(Number.POSITIVE_INFINITY);
  const inOrder = [...marks].sort((a, b) => a.seconds - b.seconds);
  const stop = Math.min(chosen, inOrder.length - 1);
  if (inOrder.length === 0) return <div class="marks" />;
  return (
    <ol
      class="marks"
      aria-label={words.value.learning.timeline.marks}
      onKeyDown={(event) => {
        const next = markAfterKey(event.key, stop, inOrder.length);
        if (next === undefined) return;
        // The page's own arrows choose robots.
        event.preventDefault();
        event.stopPropagation();
        choose(next);
        event.currentTarget.querySelectorAll('button')[next]?.focus();
      }}
      onPointerLeave={() => onTell(undefined)}
    >
      {inOrder.map((mark, i) => (
        <li key={`${mark.kind} ${mark.seconds} ${happeningText(mark)}`} class={`mark ${mark.kind}`}>
          <button
            type="button"
            style={{ '--at': end > 0 ? Math.min(1, mark.seconds / end) : 0 }}
            tabIndex={i === stop ? 0 : -1}
            aria-label={markText(mark)}
            onClick={() => {
              choose(i);
              onTell(mark);
            }}
            onFocus={() => onTell(mark)}
            onBlur={() => onTell(undefined)}
            onPointerEnter={() => onTell(mark)}
          >
            <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
              <path d={shapes[mark.kind]} />
            </svg>
          </button>
        </li>
      ))}
    </ol>
  );
}
