/** The time of day in the world: one that the person chose, or that which goes with the page's theme. */
import { type Daytime, daytimes } from '../../view/time-of-day.ts';

/** `theme`: noon on a light page, evening on a dark one. */
export const daytimeWishes = ['theme', ...daytimes] as const;
export type DaytimeWish = (typeof daytimeWishes)[number];

export function daytimeOf(wish: DaytimeWish, dark: boolean): Daytime {
  if (wish !== 'theme') return wish;
  return dark ? 'evening' : 'noon';
}

/** The one after it, round and round; a step that would change nothing in view is left out. */
export function nextDaytime(wish: DaytimeWish, dark: boolean): DaytimeWish {
  const shown = daytimeOf(wish, dark);
  return daytimes[(daytimes.indexOf(shown) + 1) % daytimes.length] as Daytime;
}
