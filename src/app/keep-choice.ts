/** One of a few, as a person chose it, kept in this browser. What nobody chose is not kept: it follows later versions. */
import { effect } from '@preact/signals';
import { remember, remembered } from './remember.ts';

export interface KeptChoice<Choice> {
  readonly key: string;
  readonly all: readonly Choice[];
  /** Counts before what was kept, and is not kept itself: an address asks for it once, not for all times. */
  readonly asked?: Choice | undefined;
}

/** Takes up what was kept, if it is one of all, and keeps what is chosen from here on. */
export function keepChoice<Choice extends string | boolean | undefined>(
  choice: { value: Choice },
  { key, all, asked }: KeptChoice<Choice>,
): () => void {
  const before = remembered(key);
  const kept = all.findIndex((known) => `${known}` === before);
  if (asked !== undefined) choice.value = asked;
  else if (kept >= 0) choice.value = all[kept] as Choice;
  let last = choice.value;
  return effect(() => {
    const { value } = choice;
    if (value !== last) remember(key, `${value}`);
    last = value;
  });
}
