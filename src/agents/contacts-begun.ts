/**
 * Who has met something in a decision: a touch that was not there before it, or a collision that ended an episode.
 * Things that are there to be pushed do not count. Nothing is allocated per decision, but for a contact that is
 * asked for. Axis: A agents.
 */
import type { FinishedEpisode } from '../env/episode.ts';
import { touches } from '../world/contacts.ts';

export interface Contact {
  readonly agent: number;
  readonly with: 'agent' | 'walker' | 'static' | 'anything';
}

/** Beside the bits of `touches`: a collision ended the episode, and no touch that began says with what. */
const ended = 128;
/** Others come before walls. */
const counted = [
  ['agent', touches.agent],
  ['walker', touches.walker],
  ['static', touches.static],
  ['anything', ended],
] as const;
const countedTouches = touches.agent | touches.walker | touches.static;

export class ContactsBegun {
  /** [A] what each agent met in the last decision; 0: nothing. */
  readonly met: Uint8Array;
  /** [A] bits of `touches` before it. */
  readonly #touched: Uint8Array;

  constructor(agents: number) {
    this.met = new Uint8Array(agents);
    this.#touched = new Uint8Array(agents);
  }

  /** `touching` [A] is what the world's agents touch. */
  before(touching: Uint8Array): void {
    this.#touched.set(touching);
  }

  after(touching: Uint8Array, finished: readonly FinishedEpisode[]): void {
    for (let a = 0; a < this.met.length; a++) {
      this.met[a] = (touching[a] as number) & ~(this.#touched[a] as number) & countedTouches;
    }
    for (let i = 0; i < finished.length; i++) {
      const { agent, outcome } = finished[i] as FinishedEpisode;
      if (outcome === 'collision' && this.met[agent] === 0) this.met[agent] = ended;
    }
  }

  /** The decision led to another world, where nobody has met anything yet. */
  none(): void {
    this.met.fill(0);
  }

  /** The first agent's, in the order of what was met. */
  get first(): Contact | undefined {
    for (let k = 0; k < counted.length; k++) {
      const [kind, bit] = counted[k] as (typeof counted)[number];
      for (let agent = 0; agent < this.met.length; agent++) {
        if ((this.met[agent] as number) & bit) return { agent, with: kind };
      }
    }
    return undefined;
  }
}
