/** What else is shown of the world: trails, the map, and paint on the floor. */

import type { Outcome } from '../../../env/episodes.ts';
import type { GhostsLack } from '../../learning/ghosts.ts';
import type { DaytimeWish } from '../../show/daytime.ts';
import type { FloorKind } from '../../workers/floor.ts';

const lately = (minutes: number) =>
  minutes === 1 ? 'the last minute or so' : `the last ${minutes} minutes or so`;

export const show = {
  title: 'Show',
  hint: 'Trails, ghosts, map, and colours on the floor (B, H, M, G)',
  trails: 'Trails ',
  map: 'Map ',
  onFloor: 'On the floor ',
  nothing: 'Nothing',
  floors: { visits: 'Visits', collisions: 'Collisions', value: 'Value' } satisfies Record<
    FloorKind,
    string
  >,
  spoken: {
    floor: {
      visits: 'On the floor: where robots have been lately',
      collisions: 'On the floor: where robots have met something lately',
      value: 'On the floor: what its critic expects of standing there',
    } satisfies Record<FloorKind, string>,
    noFloor: 'Nothing on the floor',
    mapShown: 'Map shown',
    mapHidden: 'Map hidden',
    trailsShown: 'Trails shown',
    trailsHidden: 'Trails hidden',
    ghostsShown: 'Ghosts shown',
    ghostsHidden: 'Ghosts hidden',
  },

  ghosts: {
    title: 'Ghosts',
    /** In the menu, before its key. */
    menu: 'Ghosts ',
    hint: 'The selected robot as it was, beside itself (H)',
    of: (robot: string) => `${robot} as it was`,
    meaning: 'By its weights of then, to the same goal. Nobody notices them.',
    after: (time: string) => `after ${time}`,
    outcomes: { success: 'arrived', collision: 'collided', timeout: 'too late' } satisfies Record<
      Outcome,
      string
    >,
    onItsWay: 'on its way',
    hide: 'Hide the ghosts',
    hideHint: 'Hide the ghosts (H)',
    tries: (arrived: number, tries: number) => `${arrived} of ${tries}`,
    triesMeaning: 'Tries that arrived',
    select: 'Select a robot: ghosts are somebody’s.',
    coming: 'They set out with its next step.',
    lack: {
      trained: 'Ghosts need a robot’s past, and this policy came without one: learn from scratch.',
      young: 'There is no past yet: ghosts come once learning has gone on for some seconds.',
      crowd: 'Each ghost needs a copy of the world, and with so many robots that is too much.',
    } satisfies Record<GhostsLack, string>,
  },

  daytime: {
    title: 'Time of day',
    is: (name: string) => `Time of day: ${name}`,
    hint: (name: string, next: string) => `${name}; next: ${next} (N)`,
    names: {
      theme: 'As the page',
      morning: 'Morning',
      noon: 'Noon',
      evening: 'Evening',
      night: 'Night',
    } satisfies Record<DaytimeWish, string>,
  },

  minimap: {
    title: 'Map',
    picture:
      'The world from above: robots as arrows in their colours, their goals as rings. A click selects a robot or takes the camera there.',
    hide: 'Hide the map',
    hideHint: 'Hide the map (M)',
  },

  legend: {
    label: 'Colours of the floor',
    visits: 'Where robots have been',
    visitsMeaning: (minutes: number) => `seconds of robots by m², of ${lately(minutes)}`,
    collisions: 'Where robots collided',
    collisionsMeaning: (minutes: number) => `collisions by m², of ${lately(minutes)}`,
    /** To a robot by its name, or to any. */
    value: (robot: string | undefined) => `Value of each place, to ${robot ?? 'a robot'}`,
    valueMeaning: 'return that its critic still expects from there',
    counting: 'Counting …',
    select: 'Select a robot: a value is somebody’s.',
    asking: 'Asking its critic …',
    noCritic:
      'Its critic is not known: this policy was kept without it. Learn from scratch to see one.',
    criticComes: 'Its critic is not known yet: it is on its way from the learner.',
  },
};
