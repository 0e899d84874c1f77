/**
 * A table for people: columns as wide as their widest cell, numbers to the right, text to the left.
 * null stands where a figure has no meaning and is shown as a dash.
 */
export type Cell = string | number | null;

export interface Column {
  readonly title: string;
  /** Digits after the point of this column's numbers. Default: as many as they have. */
  readonly digits?: number;
}

export function formatTable(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
): string {
  const texts = rows.map((row) =>
    columns.map(({ digits }, i) => {
      const cell = row[i] ?? null;
      if (cell === null) return '–';
      return typeof cell === 'number' && digits !== undefined ? cell.toFixed(digits) : `${cell}`;
    }),
  );
  const numeric = columns.map((_, i) => rows.some((row) => typeof row[i] === 'number'));
  const widths = columns.map(({ title }, i) =>
    Math.max(title.length, ...texts.map((row) => row[i]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, i) => (numeric[i] ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0)))
      .join('  ')
      .trimEnd();
  return [
    line(columns.map(({ title }) => title)),
    line(widths.map((width) => '─'.repeat(width))),
    ...texts.map(line),
    '',
  ].join('\n');
}
