/** What else is to be shown of the world: trails, ghosts, the map, and paint on the floor. */

import { words } from '../../words/index.ts';
import { type FloorKind, floorKinds } from '../../workers/floor.ts';
import { LayersIcon } from '../icons.tsx';
import type { PartProps } from '../part.ts';

/** What may be on it, and that nothing is. */
const floors: readonly (FloorKind | undefined)[] = [undefined, ...floorKinds];

export function ShowMenu({ state, commands }: PartProps) {
  const { floor, map } = state.show;
  const { ghosts } = state;
  const lack = ghosts.lack.value;
  const { show } = words.value;
  const isOn = floor.value !== undefined;
  return (
    <>
      <button
        type="button"
        class={`walk show-button card ${isOn ? 'on' : ''}`}
        popovertarget="show-menu"
        aria-label={show.title}
        title={show.hint}
      >
        <LayersIcon />
        <span class="walk-name">{show.title}</span>
      </button>
      <div id="show-menu" class="show-menu card" popover="auto">
        <fieldset class="drawn">
          <legend>{show.title}</legend>
          <label>
            <input
              type="checkbox"
              checked={state.overlays.value.has('trails')}
              onChange={commands.toggleTrails}
            />
            {show.trails}
            <kbd>B</kbd>
          </label>
          <label>
            <input
              type="checkbox"
              checked={ghosts.on.value}
              disabled={lack !== undefined && !ghosts.on.value}
              aria-describedby={lack && 'ghosts-lack'}
              onChange={commands.toggleGhosts}
            />
            {show.ghosts.menu}
            <kbd>H</kbd>
          </label>
          {lack && (
            <small id="ghosts-lack" class="lack">
              {show.ghosts.lack[lack]}
            </small>
          )}
          <label>
            <input type="checkbox" checked={map.value} onChange={commands.toggleMap} />
            {show.map}
            <kbd>M</kbd>
          </label>
        </fieldset>
        <fieldset class="drawn">
          <legend>
            {show.onFloor}
            <kbd>G</kbd>
          </legend>
          {floors.map((kind) => (
            <label key={kind ?? 'none'}>
              <input
                type="radio"
                name="floor"
                checked={floor.value === kind}
                onChange={() => commands.showFloor(kind)}
              />
              {kind ? show.floors[kind] : show.nothing}
            </label>
          ))}
        </fieldset>
      </div>
    </>
  );
}
