/** What is kept of an environment, so that it goes on to the bit. */
import type { RandomState } from '../core/random.ts';
import type { Edit } from '../scene/edit.ts';
import type { Layout } from '../scene/layout.ts';
import type { LayoutRecord } from './curriculum.ts';
import type { SavedEpisodes } from './episodes.ts';

/** A checkpoint of an environment: `json` is plain JSON, `world` the physics. */
export interface EnvironmentState {
  readonly json: {
    /** 3: of a world that a person has changed, else 2. */
    readonly version: 2 | 3;
    readonly seed: number;
    /** Of the latest fresh layout. */
    readonly layoutIndex: number;
    /** The layout that is shown, and what it has been to its agents so far. */
    readonly layout: LayoutRecord;
    readonly layoutStep: number;
    readonly random: RandomState;
    readonly episodes: SavedEpisodes;
    /** Version 3: what was changed, and the doors as they are about to slide. */
    readonly edits?: readonly Edit[];
    readonly doors?: Layout['doors'];
  };
  readonly world: Uint8Array;
}
