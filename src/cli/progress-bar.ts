/**
 * How far a long command is: bar, share, rate and time left, rewritten in place on a terminal, and a
 * plain line now and then in a file or a pipe. The clock is handed in (milliseconds), so it can be
 * tested. Time left comes from the average rate since the start.
 */
export interface ProgressOptions {
  /** What is counted: 'agent steps', 'episodes'. */
  readonly unit: string;
  /** The count at which all is done, where known. */
  readonly total?: number;
  readonly now: () => number;
  readonly write: (text: string) => void;
  readonly terminal: boolean;
  /** Width of the terminal in columns. Default 80. */
  readonly columns?: number;
}

export interface ProgressBar {
  /** `done` so far in the unit; `note` is a short figure of merit ("success 0.84"). */
  update(done: number, note?: string): void;
  /** The same, for a run that is limited by time: `share` done, from 0 to 1. */
  updateShare(share: number, done: number, note?: string): void;
  /** Writes a line of its own above the bar. */
  line(text: string): void;
  /** Leaves the last state standing. */
  finish(): void;
}

const redrawMilliseconds = { terminal: 100, plain: 10_000 };
const barColumns = 24;

/** 75 → '1:15', 3700 → '1:01:40'. */
export function formatSeconds(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const parts = [Math.floor(whole / 60) % 60, whole % 60];
  if (whole >= 3600) parts.unshift(Math.floor(whole / 3600));
  return parts.map((part, i) => (i === 0 ? `${part}` : `${part}`.padStart(2, '0'))).join(':');
}

/** 1234567 → '1.23M', 12345 → '12.3k', 321 → '321'. */
export function formatCount(count: number): string {
  if (count >= 999_500) return `${(count / 1e6).toPrecision(3)}M`;
  if (count >= 9_995) return `${(count / 1e3).toPrecision(3)}k`;
  return count >= 100 || Number.isInteger(count) ? count.toFixed(0) : count.toPrecision(2);
}

export function createProgressBar(options: ProgressOptions): ProgressBar {
  const { unit, total, now, write, terminal, columns = 80 } = options;
  const start = now();
  const pause = terminal ? redrawMilliseconds.terminal : redrawMilliseconds.plain;
  let drawn = Number.NEGATIVE_INFINITY;
  let text = '';

  const show = () => {
    drawn = now();
    write(terminal ? `\r\x1b[2K${text.slice(0, columns - 1)}` : `${text}\n`);
  };
  const compose = (share: number | undefined, done: number, note: string | undefined) => {
    const seconds = (now() - start) / 1000;
    const parts: string[] = [];
    if (share !== undefined) {
      const filled = Math.round(Math.min(1, Math.max(0, share)) * barColumns);
      if (terminal) parts.push('█'.repeat(filled) + '░'.repeat(barColumns - filled));
      parts.push(`${(share * 100).toFixed(0).padStart(3)} %`);
    }
    parts.push(`${formatCount(done)} ${unit}`);
    if (seconds > 0) parts.push(`${formatCount(done / seconds)}/s`);
    if (share !== undefined && share > 0 && share < 1 && seconds > 0) {
      parts.push(`${formatSeconds((seconds * (1 - share)) / share)} left`);
    }
    if (note) parts.push(note);
    text = parts.join('  ');
    if (now() - drawn >= pause) show();
  };

  return {
    update: (done, note) => compose(total === undefined ? undefined : done / total, done, note),
    updateShare: compose,
    line(line) {
      write(terminal ? `\r\x1b[2K${line}\n` : `${line}\n`);
      if (terminal && text) show();
    },
    finish() {
      if (!text) return;
      show();
      if (terminal) write('\n');
    },
  };
}
