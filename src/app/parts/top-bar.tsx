/** Top left: whose page this is, the scene, which opens all scenes, and the ways to share and to preferences. */
import { words } from '../words/index.ts';
import { LanguageSwitch } from './home/language-switch.tsx';
import { PreferencesButton } from './home/preferences-button.tsx';
import { ChevronIcon, Mark } from './icons.tsx';
import type { PageProps, PartProps } from './part.ts';
import { ShareButton } from './share/share-button.tsx';

function SceneButton({ state, commands }: PartProps) {
  return (
    <button
      type="button"
      class="scene-button card"
      aria-haspopup="dialog"
      onClick={commands.showScenes}
    >
      <span class="hidden">{words.value.page.sceneIs}</span>
      <span class="scene-name">{state.sceneTitle}</span>
      <ChevronIcon />
    </button>
  );
}

export function TopBar(props: PageProps) {
  const fatal = props.state.fatal.value;
  return (
    <header class="top-bar">
      <h1 class="wordmark">
        <Mark />
        <span class="wordmark-name">Heed</span>
      </h1>
      {fatal?.cause !== 'browser' && <SceneButton {...props} />}
      {!fatal && !props.phone.value && <ShareButton {...props} />}
      {!fatal && !props.phone.value && <PreferencesButton {...props} look="share-button" />}
      <LanguageSwitch />
    </header>
  );
}
