/** The page's preferences, and what the browser keeps of it. */
import { qualityWishes } from '../../../view/quality.ts';
import {
  type MotionWish,
  motion,
  motionWishes,
  theme,
  themeWishes,
} from '../../home/appearance.ts';
import { speak } from '../../home/speaking.ts';
import { daytimeWishes } from '../../show/daytime.ts';
import { words } from '../../words/index.ts';
import { language, languageNames, languages, localeOf } from '../../words/language.ts';
import { Choice } from '../choice.tsx';
import { CloseButton, Dialog } from '../dialog.tsx';
import type { PartProps } from '../part.ts';
import { AvatarSetting } from '../visit/avatar-choice.tsx';
import { KeptList } from './kept-list.tsx';

export function Preferences({ state, commands }: PartProps) {
  const { home, show } = words.value;
  const { quality, level } = state.home;
  return (
    <Dialog title={home.title} name="preferences" onClose={commands.closeDialog}>
      <CloseButton name={home.closes} onClick={commands.closeDialog} />
      <Choice
        {...{ name: 'language', title: home.language, options: languages, langs: localeOf }}
        {...{ chosen: language.value, labels: languageNames, onChoose: speak }}
      />
      <Choice
        {...{ name: 'theme', title: home.theme.title, options: themeWishes }}
        {...{ chosen: theme.value, labels: home.theme.names, onChoose: commands.setTheme }}
      />
      <Choice
        {...{ name: 'daytime', title: show.daytime.title, options: daytimeWishes }}
        {...{ chosen: state.daytime.value, labels: show.daytime.names }}
        onChoose={commands.setDaytime}
      />
      <Choice
        {...{ name: 'quality', title: home.quality.title, options: qualityWishes }}
        {...{ chosen: quality.value, labels: home.quality.names, onChoose: commands.setQuality }}
        line={
          quality.value === 'auto' &&
          level.value && <p class="preference-line">{home.quality.level[level.value]}</p>
        }
      />
      <Choice<MotionWish>
        {...{ name: 'motion', title: home.motion.title, options: motionWishes }}
        {...{ chosen: motion.value, labels: home.motion.names, onChoose: commands.setMotion }}
      />
      <AvatarSetting {...{ state, commands }} />
      <KeptList {...{ state, commands }} />
    </Dialog>
  );
}
