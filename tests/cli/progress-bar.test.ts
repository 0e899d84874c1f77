import { describe, expect, it } from 'vitest';
import { createProgressBar, formatCount, formatSeconds } from '../../src/cli/progress-bar.ts';

function watch(options: { terminal: boolean; total?: number; columns?: number }) {
  let time = 5_000;
  let written = '';
  const bar = createProgressBar({
    unit: 'steps',
    now: () => time,
    write: (text) => {
      written += text;
    },
    ...options,
  });
  return {
    bar,
    advance: (seconds: number) => {
      time += seconds * 1000;
    },
    take: () => {
      const text = written;
      written = '';
      return text;
    },
  };
}

describe('progress bar', () => {
  it('shows share, count, rate and time left', () => {
    const { bar, advance, take } = watch({ terminal: true, total: 4000 });
    advance(10);
    bar.update(1000, 'success 0.50');
    const text = take();
    expect(text).toContain('██████░');
    expect(text).toContain(' 25 %  1000 steps  100/s  0:30 left  success 0.50');
  });

  it('redraws a terminal at most ten times a second', () => {
    const { bar, advance, take } = watch({ terminal: true, total: 100 });
    bar.update(1);
    expect(take()).not.toBe('');
    advance(0.05);
    bar.update(2);
    expect(take()).toBe('');
    advance(0.05);
    bar.update(3);
    expect(take()).toContain('3 steps');
  });

  it('never wraps: a wrapped line could not be rewritten', () => {
    const { bar, advance, take } = watch({ terminal: true, total: 100, columns: 40 });
    advance(1);
    bar.update(50, 'a long note that does not fit into the terminal at all');
    expect(take().replace('\r\x1b[2K', '').length).toBeLessThan(40);
  });

  it('writes plain lines in a pipe, one in ten seconds, without control characters', () => {
    const { bar, advance, take } = watch({ terminal: false, total: 100 });
    for (let second = 0; second < 25; second++) {
      bar.update(second);
      advance(1);
    }
    bar.finish();
    const lines = take().trimEnd().split('\n');
    expect(lines).toHaveLength(4);
    for (const control of ['\r', '\x1b', '█']) expect(lines.join('')).not.toContain(control);
    expect(lines.at(-1)).toContain('24 steps');
  });

  it('counts without a total, and by share of time', () => {
    const { bar, advance, take } = watch({ terminal: false });
    advance(10);
    bar.update(50_000);
    expect(take()).toBe('50.0k steps  5000/s\n');
    advance(10);
    bar.updateShare(0.5, 60_000);
    expect(take()).toBe(' 50 %  60.0k steps  3000/s  0:20 left\n');
  });

  it('puts a line above the bar', () => {
    const { bar, advance, take } = watch({ terminal: true, total: 2 });
    advance(1);
    bar.update(1);
    take();
    bar.line('saved');
    expect(take()).toMatch(/saved\n.*50 %/s);
  });

  it('formats times and counts', () => {
    expect([0, 59.6, 75, 3700].map(formatSeconds)).toEqual(['0:00', '1:00', '1:15', '1:01:40']);
    expect([7, 0.25, 321.4, 12_345, 1_234_567].map(formatCount)).toEqual([
      '7',
      '0.25',
      '321',
      '12.3k',
      '1.23M',
    ]);
  });
});
