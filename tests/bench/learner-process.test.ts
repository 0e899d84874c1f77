import { describe, expect, it } from 'vitest';
import { startFirstLearner, startLearner } from '../../src/bench/learner-process.ts';

/** A child of a few lines that speaks as learners do. */
const child = (script: string) => ({ command: process.execPath, given: ['-e', script] });
const echo = child(`
  console.log('Welcome to a library.');
  console.log(JSON.stringify({ ready: { note: 'a note' } }));
  require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
    const { updates } = JSON.parse(line);
    if (updates > 5) throw new TypeError('too many');
    console.log(JSON.stringify({ milliseconds: updates, losses: {} }));
  });`);

describe('learner process', () => {
  it('answers in turn, whatever else is on its stdout', async () => {
    const started = await startLearner(echo);
    if ('missing' in started) throw new Error(started.missing);
    const { learner } = started;
    expect(learner.note).toBe('a note');
    expect((await learner.update(2)).milliseconds).toBe(2);
    expect((await learner.update(3)).milliseconds).toBe(3);
    learner.end();
  });

  it('a failure while it works is an error that names it', async () => {
    const started = await startLearner(echo);
    if ('missing' in started) throw new Error(started.missing);
    await expect(started.learner.update(9)).rejects.toThrow('TypeError: too many');
  });

  it.each([
    ['what it says is missing', child(`console.log('{"missing":"no torch"}')`), 'no torch'],
    ['its error', child(`throw new RangeError('no room')`), 'RangeError: no room'],
    ['that it said nothing', child(''), 'it ended without an answer'],
    [
      'that its program is not there',
      { command: 'no-such-program', given: [] },
      '"no-such-program" does not start: spawn no-such-program ENOENT',
    ],
  ])('without a learner, %s is the reason', async (_what, program, missing) => {
    expect(await startLearner(program)).toEqual({ missing });
  });

  it('of several programs the first that starts is taken', async () => {
    const started = await startFirstLearner([{ command: 'no-such-program', given: [] }, echo]);
    if ('missing' in started) throw new Error(started.missing);
    started.learner.end();
  });
});
