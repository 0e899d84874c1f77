import { describe, expect, it } from 'vitest';
import { failed, isMistake, sentenceOf } from '../../src/app/failure.ts';
import { InputError } from '../../src/core/input-error.ts';

describe('failure', () => {
  it("the person's error is its own sentence, also after it has crossed threads", () => {
    const error = new InputError('Unknown scenario "moon". Known: plaza.');
    expect(sentenceOf(error, 'The simulation')).toBe(error.message);
    const crossed = Object.assign(new Error(error.message), { name: 'InputError' });
    expect(isMistake(crossed)).toBe(false);
  });

  it('a mistake of ours is one sentence with the remedy; its stack is for the console only', () => {
    const error = new TypeError('x is not a function');
    const { sentence, detail } = failed(error, 'Learning');
    expect(sentence).toBe(
      'Learning stopped because of a mistake in Heed. Reload the page; what was saved is kept.',
    );
    expect(detail).toContain('x is not a function');
    expect(detail).toContain('at ');
  });
});
