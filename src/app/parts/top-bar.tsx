/** Top left: whose page this is, and the scene picker. */
import { useRef } from 'preact/hooks';
import { CheckIcon, ChevronIcon, Mark } from './icons.tsx';
import type { PartProps } from './part.ts';

function ScenePicker({ state, commands }: PartProps) {
  const menu = useRef<HTMLElement>(null);
  return (
    <>
      <button type="button" class="scene-button card" popovertarget="scenes">
        <span class="hidden">Scene: </span>
        {state.sceneTitle}
        <ChevronIcon />
      </button>
      <nav id="scenes" class="scene-menu card" popover="auto" ref={menu} aria-label="Scenes">
        {state.scenes.map((scene) => (
          <button
            key={scene.name}
            type="button"
            class="scene-choice"
            aria-current={scene.name === state.scene.value ? 'true' : undefined}
            onClick={() => {
              menu.current?.hidePopover();
              void commands.openScene(scene.name);
            }}
          >
            <span class="scene-choice-title">{scene.title}</span>
            <span class="scene-choice-line">{scene.description}</span>
            {scene.name === state.scene.value && <CheckIcon />}
          </button>
        ))}
      </nav>
    </>
  );
}

export function TopBar(props: PartProps) {
  return (
    <header class="top-bar">
      <h1 class="wordmark">
        <Mark />
        <span class="wordmark-name">Heed</span>
      </h1>
      {props.state.fatal.value?.cause !== 'browser' && <ScenePicker {...props} />}
    </header>
  );
}
