/** Which of its languages the page speaks: chosen by the address, by the person before, or by the browser. */
import { signal } from '@preact/signals';

export const languages = ['en', 'zh'] as const;
export type Language = (typeof languages)[number];

/** What the page speaks now. Whoever reads it in a part is drawn anew when it changes. */
export const language = signal<Language>('en');

/** As `lang` of the document and for Intl. */
export const localeOf: Readonly<Record<Language, string>> = { en: 'en', zh: 'zh-CN' };

/** Each by its own name, for whoever cannot read the others. */
export const languageNames: Readonly<Record<Language, string>> = { en: 'English', zh: '中文' };

export function isLanguage(text: string | undefined): text is Language {
  return languages.some((known) => known === text);
}

/** The first of a person's languages (BCP 47, as `navigator.languages`) that the page speaks; else English. */
export function languageOf(preferred: readonly string[]): Language {
  for (const tag of preferred) {
    const [primary] = tag.toLowerCase().split('-');
    if (isLanguage(primary)) return primary;
  }
  return 'en';
}
