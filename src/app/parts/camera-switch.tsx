/** Where the person looks from. */
import type { ComponentChildren } from 'preact';
import type { CameraMode } from '../../view/stage.ts';
import { EditButton } from './edit-button.tsx';
import { EyeIcon, FollowIcon, HelpIcon, OrbitIcon } from './icons.tsx';
import type { PageProps } from './part.ts';
import { WalkButton } from './walk-button.tsx';

const cameras: readonly {
  mode: CameraMode;
  name: string;
  key: string;
  icon: () => ComponentChildren;
}[] = [
  { mode: 'orbit', name: 'Orbit', key: '1', icon: OrbitIcon },
  { mode: 'follow', name: 'Follow', key: '2', icon: FollowIcon },
  { mode: 'first-person', name: 'Its eye', key: '3', icon: EyeIcon },
];

export function CameraSwitch({ state, commands, phone }: PageProps) {
  return (
    <div class="camera-row">
      <fieldset class="camera card">
        <legend class="hidden">Camera</legend>
        {cameras.map(({ mode, name, key, icon: Icon }) => (
          <button
            key={mode}
            type="button"
            class="camera-choice"
            aria-pressed={state.camera.value === mode}
            onClick={() => commands.setCamera(mode)}
            title={`${name} (${key})`}
          >
            <Icon />
            <span class="camera-name">{name}</span>
          </button>
        ))}
      </fieldset>
      <button
        type="button"
        class="help card"
        onClick={commands.showHelp}
        aria-label="Help"
        title="Help (?)"
      >
        <HelpIcon />
      </button>
      {!phone.value && <WalkButton {...{ state, commands }} />}
      {!phone.value && <EditButton {...{ state, commands }} />}
    </div>
  );
}
