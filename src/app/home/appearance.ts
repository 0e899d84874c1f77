/**
 * The page's colours, and whether things move in it: as the person chose, or as the system has it. Signals of the whole
 * page, as its language is; the document has both as attributes (`data-theme`, `data-motion`), which the styles go by.
 */
import { effect, signal } from '@preact/signals';
import { keepChoice } from '../keep-choice.ts';

export const themeWishes = ['system', 'light', 'dark'] as const;
export type ThemeWish = (typeof themeWishes)[number];

export const motionWishes = ['system', 'reduced'] as const;
export type MotionWish = (typeof motionWishes)[number];

export const theme = signal<ThemeWish>('system');
export const motion = signal<MotionWish>('system');

/** Whether the page is dark now: true as soon as the document is. */
export const dark = signal(false);
/** Whether as little as possible moves: true as soon as the document says so. */
export const still = signal(false);

export function isDark(wish: ThemeWish, systemIsDark: boolean): boolean {
  return wish === 'system' ? systemIsDark : wish === 'dark';
}

/** Takes up what was chosen before; from here on the document follows the person and the system. */
export function appear(root: HTMLElement): void {
  // index.html reads it, too, before there is a picture.
  keepChoice(theme, { key: 'heed theme', all: themeWishes });
  keepChoice(motion, { key: 'heed motion', all: motionWishes });
  const follow = (query: string) => {
    const media = matchMedia(query);
    const holds = signal(media.matches);
    media.addEventListener('change', () => {
      holds.value = media.matches;
    });
    return holds;
  };
  const systemIsDark = follow('(prefers-color-scheme: dark)');
  const systemIsStill = follow('(prefers-reduced-motion: reduce)');
  effect(() => {
    const is = isDark(theme.value, systemIsDark.value);
    root.dataset.theme = is ? 'dark' : 'light';
    dark.value = is;
  });
  effect(() => {
    const is = motion.value === 'reduced' || systemIsStill.value;
    root.dataset.motion = is ? 'reduced' : 'full';
    still.value = is;
  });
}
