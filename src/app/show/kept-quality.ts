/** How finely a person wants the world drawn, kept in this browser; what the address asks for counts first. */
import type { Signal } from '@preact/signals';
import { type QualityWish, qualityWishes } from '../../view/quality.ts';
import { addressOfChoice } from '../address.ts';
import { keepChoice } from '../keep-choice.ts';

/** Takes up what was asked for or kept, and keeps what is chosen from here on. */
export function keepQuality(quality: Signal<QualityWish>, asked: QualityWish | undefined): void {
  keepChoice(quality, { key: 'heed quality', all: qualityWishes, asked });
  let isChosen = false;
  quality.subscribe((wish) => {
    // The first time nobody has.
    if (!isChosen) {
      isChosen = true;
      return;
    }
    const search = addressOfChoice(location.search, 'quality', wish);
    if (location.search !== '') history.replaceState(null, '', search);
  });
}

/** What the stage is made of, which stays: a medium one is made as it comes, and drawn more coarsely. */
export function materialsOf(wish: QualityWish): 'auto' | 'high' | 'low' {
  return wish === 'medium' ? 'auto' : wish;
}
