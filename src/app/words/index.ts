/**
 * All that the page says, in the language that it speaks. A part that reads `words.value` is drawn anew when the
 * language changes; whoever says something once, when something happens, reads `words.peek()`.
 */
import { computed } from '@preact/signals';
import { en, type Words } from './en.ts';
import { type Language, language } from './language.ts';
import { zh } from './zh.ts';

export type { Words };

export const catalogs: Readonly<Record<Language, Words>> = { en, zh };

export const words = computed(() => catalogs[language.value]);

/** A sentence that stands for a while, to be said in whatever language the page speaks then. */
export type Said = (words: Words) => string;
