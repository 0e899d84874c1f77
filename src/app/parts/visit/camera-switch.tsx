/** Where the person looks from. */
import type { ComponentChildren } from 'preact';
import type { CameraMode } from '../../../view/stage.ts';
import { words } from '../../words/index.ts';
import { EditButton } from '../edit/edit-button.tsx';
import { PreferencesButton } from '../home/preferences-button.tsx';
import { EyeIcon, FollowIcon, HelpIcon, OrbitIcon } from '../icons.tsx';
import type { PageProps } from '../part.ts';
import { DaytimeButton } from '../show/daytime-button.tsx';
import { WalkButton } from './walk-button.tsx';

const cameras: readonly {
  mode: CameraMode;
  key: string;
  icon: () => ComponentChildren;
}[] = [
  { mode: 'orbit', key: '1', icon: OrbitIcon },
  { mode: 'follow', key: '2', icon: FollowIcon },
  { mode: 'first-person', key: '3', icon: EyeIcon },
];

export function CameraSwitch({ state, commands, phone }: PageProps) {
  const { camera, help, withKey } = words.value.page;
  return (
    <div class="camera-row">
      <fieldset class="camera card">
        <legend class="hidden">{camera.title}</legend>
        {cameras.map(({ mode, key, icon: Icon }) => (
          <button
            key={mode}
            type="button"
            class="camera-choice"
            aria-pressed={state.camera.value === mode}
            onClick={() => commands.setCamera(mode)}
            title={withKey(camera.names[mode], key)}
          >
            <Icon />
            <span class="camera-name">{camera.names[mode]}</span>
          </button>
        ))}
      </fieldset>
      <button
        type="button"
        class="help card"
        onClick={commands.showHelp}
        aria-label={help.name}
        title={help.hint}
      >
        <HelpIcon />
      </button>
      {phone.value ? (
        <PreferencesButton commands={commands} look="help" />
      ) : (
        <DaytimeButton {...{ state, commands }} />
      )}
      {!phone.value && <WalkButton {...{ state, commands }} />}
      {!phone.value && <EditButton {...{ state, commands }} />}
    </div>
  );
}
