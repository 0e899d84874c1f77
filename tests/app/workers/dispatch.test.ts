import { describe, expect, it } from 'vitest';
import { dispatch } from '../../../src/app/workers/dispatch.ts';

type Message = { readonly type: 'add'; readonly value: number } | { readonly type: 'clear' };

describe('dispatch', () => {
  it('hands a message to the handler of its type', () => {
    const seen: unknown[] = [];
    const receive = dispatch<Message>('counter', {
      add: ({ value }) => seen.push(value),
      clear: () => seen.push('clear'),
    });
    receive({ type: 'add', value: 2 });
    receive({ type: 'clear' });
    expect(seen).toEqual([2, 'clear']);
  });

  it.each([[{ type: 'subtract' }], [{ type: 'toString' }], [{}], [null], ['add'], [{ type: 3 }]])(
    'refuses %j and says what it knows',
    (data) => {
      const receive = dispatch<Message>('counter', { add: () => {}, clear: () => {} });
      expect(() => receive(data)).toThrow('Expected a message to the counter of type add, clear;');
    },
  );
});
