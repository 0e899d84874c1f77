import { describe, expect, it } from 'vitest';
import { catalogs } from '../../../src/app/words/index.ts';
import { failed, failureOf, isMistake } from '../../../src/app/workers/failure.ts';
import { InputError } from '../../../src/core/input-error.ts';
import { StorageFullError } from '../../../src/storage/store.ts';

const { en, zh } = catalogs;

describe('failure', () => {
  it("the person's error is its own sentence, with a lead-in where that is not the page's language", () => {
    const error = new InputError('Unknown scenario "moon". Known: plaza.');
    const failure = failureOf(error, 'simulation');
    expect(en.run.failure(failure)).toBe(error.message);
    expect(zh.run.failure(failure)).toBe(`模拟未能完成：${error.message}`);
    // Also after it has crossed threads.
    const crossed = Object.assign(new Error(error.message), { name: 'InputError' });
    expect(isMistake(crossed)).toBe(false);
    expect(failureOf(crossed, 'simulation')).toEqual(failure);
  });

  it('what is refused often is said in the language of the page', () => {
    const failure = failureOf(new InputError('No way leads there.'), 'edit');
    expect(zh.run.failure(failure)).toBe('没有路通向那里。');
  });

  it('no room to save in is no mistake, whatever the error is called', () => {
    const failure = failureOf(new StorageFullError('No room.'), 'saving');
    expect(failure).toEqual({ is: 'full', what: 'saving', sentence: 'No room.' });
    expect(zh.run.failure(failure)).toContain('存储空间已满');
  });

  it('a mistake of ours is one sentence with the remedy; its stack is for the console only', () => {
    const error = new TypeError('x is not a function');
    const { failure, detail } = failed(error, 'learning');
    expect(en.run.failure(failure)).toBe(
      'Learning stopped because of a mistake in Heed. Reload the page; what was saved is kept.',
    );
    expect(detail).toContain('x is not a function');
    expect(detail).toContain('at ');
  });
});
