/** All scenes with a picture of each, to go to one. Loaded when it is opened first. */
import { useEffect, useState } from 'preact/hooks';
import { percent } from '../../format.ts';
import { dark, still } from '../../home/appearance.ts';
import { cardAfterKey } from '../../home/gallery-keys.ts';
import { openThumbnails, type Thumbnails } from '../../home/thumbnails.ts';
import type { SceneChoice } from '../../state.ts';
import { words } from '../../words/index.ts';
import { sceneDescription, sceneTitle } from '../../words/name-known.ts';
import { CloseButton, Dialog } from '../dialog.tsx';
import type { PartProps } from '../part.ts';
import { ScenePicture } from './scene-picture.tsx';

interface CardProps extends PartProps {
  readonly scene: SceneChoice;
  readonly thumbnails: Thumbnails | undefined;
  /** A person looks at it now, or no more. */
  readonly onLook: (looks: boolean) => void;
}

function badgesOf({ state, scene }: Pick<CardProps, 'state' | 'scene'>): string[] {
  const { badges } = words.value.home.gallery;
  const here = scene.name === state.scene.value;
  const success = state.home.success.value.get(scene.name);
  const own = success === null ? badges.ownRun : badges.ownRunAt(percent(success ?? 0));
  return [
    ...(here ? [badges.here] : []),
    ...(success === undefined ? [] : [own]),
    ...(scene.shipped ? [badges.trained] : []),
    ...(scene.benchmark ? [badges.benchmark] : []),
  ];
}

function Card({ state, commands, scene, thumbnails, onLook }: CardProps) {
  const isHere = scene.name === state.scene.value;
  return (
    <button
      type="button"
      class="scene-card"
      aria-current={isHere ? 'true' : undefined}
      autofocus={isHere}
      onClick={() => {
        commands.closeDialog();
        void commands.openScene(scene.name);
      }}
      onPointerEnter={() => onLook(true)}
      onPointerLeave={() => onLook(false)}
      onFocus={() => onLook(true)}
      onBlur={() => onLook(false)}
    >
      <ScenePicture {...{ scene: scene.name, thumbnails }} />
      <span class="scene-card-words">
        <span class="scene-card-title">{sceneTitle(scene)}</span>
        <span class="scene-card-line">{sceneDescription(scene)}</span>
        <span class="scene-card-badges">
          {badgesOf({ state, scene }).map((badge) => (
            <span key={badge} class="badge">
              {badge}
            </span>
          ))}
        </span>
      </span>
    </button>
  );
}

/** Goes by the keys from the card that has the focus to another. */
function onKeyDown(event: KeyboardEvent & { readonly currentTarget: HTMLElement }): void {
  const cards = [...event.currentTarget.querySelectorAll<HTMLElement>('.scene-card')];
  const at = cards.indexOf(document.activeElement as HTMLElement);
  if (at < 0) return;
  const columns = cards.filter((card) => card.offsetTop === cards[0]?.offsetTop).length;
  const to = cardAfterKey(event.key, { at, count: cards.length, columns });
  if (to === undefined) return;
  event.preventDefault();
  cards[to]?.focus();
}

export function Gallery({ state, commands }: PartProps) {
  const { gallery } = words.value.home;
  const [thumbnails, setThumbnails] = useState<Thumbnails | undefined>(undefined);
  const [turning, setTurning] = useState<string | undefined>(undefined);
  useEffect(() => {
    const opened = openThumbnails();
    setThumbnails(opened);
    return () => opened.stop();
  }, []);
  const look = { turning, moving: !still.value, dark: dark.value };
  useEffect(() => thumbnails?.wish(look), [thumbnails, ...Object.values(look)]);
  return (
    <Dialog title={words.value.page.scenes} name="gallery" onClose={commands.closeDialog}>
      <CloseButton name={gallery.closes} onClick={commands.closeDialog} />
      <p class="gallery-line">{gallery.line}</p>
      <ul class="scene-cards" onKeyDown={onKeyDown}>
        {state.scenes.map((scene) => (
          <li key={scene.name}>
            <Card
              {...{ state, commands, scene, thumbnails }}
              onLook={(looks) =>
                setTurning((before) =>
                  looks ? scene.name : before === scene.name ? undefined : before,
                )
              }
            />
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
