/** The language of the page as the person's choice: what it begins with, and how it is changed and kept. */
import { effect } from '@preact/signals';
import { type Address, addressOfChoice } from '../address.ts';
import { remember, remembered } from '../remember.ts';
import { isLanguage, type Language, language, languageOf, localeOf } from '../words/language.ts';

const key = 'heed language';

/** As the address asks, else as the person has chosen before, else as the browser prefers; the document follows. */
export function speakFirst(wish: Address['lang']): void {
  const before = remembered(key);
  const chosen = isLanguage(before) ? before : languageOf(navigator.languages);
  language.value = wish === 'auto' ? chosen : wish;
  effect(() => {
    document.documentElement.lang = localeOf[language.value];
  });
}

/** The person's choice: at once, and from here on. */
export function speak(chosen: Language): void {
  language.value = chosen;
  remember(key, chosen);
  // What the address asks for counts first at the next visit.
  const search = addressOfChoice(location.search, 'lang', chosen);
  if (search !== location.search && location.search !== '') history.replaceState(null, '', search);
}
