import { describe, expect, it } from 'vitest';
import { ContactsBegun } from '../../src/agents/contacts-begun.ts';
import type { FinishedEpisode } from '../../src/env/episode.ts';
import { touches } from '../../src/world/contacts.ts';

const bits = (...of: number[]) => Uint8Array.from(of);
const ended = (agent: number, outcome: FinishedEpisode['outcome']): FinishedEpisode => ({
  ...{ agent, outcome, episodeIndex: 0, return: 0, time: 1, spl: 0, steps: 1 },
});

function contactBegun(before: Uint8Array, now: Uint8Array, finished: readonly FinishedEpisode[]) {
  const contacts = new ContactsBegun(before.length);
  contacts.before(before);
  contacts.after(now, finished);
  return contacts.first;
}

describe('contacts that begin', () => {
  it('are those that were not there before', () => {
    const { agent, walker, static: fixed } = touches;
    expect(contactBegun(bits(0, 0, 0), bits(0, fixed, 0), [])).toEqual({
      agent: 1,
      with: 'static',
    });
    expect(contactBegun(bits(0, fixed, 0), bits(0, fixed, 0), [])).toBeUndefined();
    expect(contactBegun(bits(0, fixed, 0), bits(0, fixed | walker, 0), [])).toEqual({
      ...{ agent: 1, with: 'walker' },
    });
    expect(contactBegun(bits(agent, agent), bits(0, 0), [])).toBeUndefined();
  });

  it('with others come before those with walls, and pushing things is none', () => {
    const now = bits(touches.static, touches.prop, touches.agent);
    expect(contactBegun(bits(0, 0, 0), now, [])).toEqual({ agent: 2, with: 'agent' });
    expect(contactBegun(bits(0, 0), bits(0, touches.prop), [])).toBeUndefined();
  });

  it('an episode that a collision ended is one, also where nothing touches any more', () => {
    const finished = [ended(0, 'success'), ended(1, 'collision')];
    expect(contactBegun(bits(0, 0), bits(0, 0), finished)).toEqual({ agent: 1, with: 'anything' });
    expect(contactBegun(bits(0, 0), bits(0, 0), [ended(0, 'timeout')])).toBeUndefined();
  });

  it('are told of every agent, a collision by what was touched, and are gone in another world', () => {
    const contacts = new ContactsBegun(4);
    contacts.before(bits(0, touches.agent, 0, 0));
    const now = bits(touches.prop, touches.agent, touches.static | touches.prop, 0);
    contacts.after(now, [ended(2, 'collision'), ended(3, 'collision')]);
    expect(contacts.met[2]).toBe(touches.static);
    expect([...contacts.met].map((met) => met !== 0)).toEqual([false, false, true, true]);
    contacts.none();
    expect([contacts.first, ...contacts.met]).toEqual([undefined, 0, 0, 0, 0]);
  });
});
