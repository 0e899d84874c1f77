/** To the other language, by its own name: whoever cannot read the page can read that. */
import { speak } from '../../home/speaking.ts';
import { language, languageNames, languages, localeOf } from '../../words/language.ts';

export function LanguageSwitch() {
  const others = languages.filter((other) => other !== language.value);
  return others.map((other) => (
    <button
      key={other}
      type="button"
      class="language card"
      lang={localeOf[other]}
      onClick={() => speak(other)}
    >
      {languageNames[other]}
    </button>
  ));
}
