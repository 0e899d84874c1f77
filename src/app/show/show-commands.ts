/** What a person can do about what is painted on the floor, trails and the map. */
import { batch } from '@preact/signals';
import type { CameraMode } from '../../view/stage.ts';
import { addNotice, type PageState, removeNotice } from '../state.ts';
import { words } from '../words/index.ts';
import { type FloorKind, floorKinds } from '../workers/floor.ts';

/** What commands need of the map's place in the view (map-hands.ts). */
export interface MapHands {
  /** The agent that is nearest to a place, within so many metres of it. */
  agentAt(x: number, z: number, reach: number): number | undefined;
  /** Has the orbit camera look there. */
  lookAt(x: number, z: number): void;
}

export interface ShowCommands {
  /** Undefined: nothing is painted on the floor. */
  showFloor(kind: FloorKind | undefined): void;
  toggleMap(): void;
  toggleTrails(): void;
  /** Shows the selected robot as it was, beside itself, or says why that cannot be. */
  toggleGhosts(): void;
  /** On the map: selects the robot there, within so many metres, or sends the camera to the place. */
  pointAtMap(x: number, z: number, reach: number): void;
}

/** What a key shows next. */
export function nextFloor(kind: FloorKind | undefined): FloorKind | undefined {
  return kind === undefined ? floorKinds[0] : floorKinds[floorKinds.indexOf(kind) + 1];
}

export function createShowCommands(
  state: PageState,
  hands: MapHands,
  others: {
    readonly say: (text: string) => void;
    readonly select: (agent: number | undefined) => void;
    readonly setCamera: (mode: CameraMode) => void;
    readonly toggleOverlay: (name: string) => void;
    readonly backToNow: () => void;
    readonly leaveTurbo: () => void;
  },
): ShowCommands {
  const { say, select, setCamera, toggleOverlay } = others;
  const spoken = () => words.peek().show.spoken;
  return {
    showFloor(kind) {
      batch(() => {
        // A value is somebody's.
        if (kind === 'value' && state.selected.value === undefined) select(0);
        state.show.floor.value = kind;
      });
      say(kind ? spoken().floor[kind] : spoken().noFloor);
    },
    toggleMap() {
      const { map } = state.show;
      map.value = !map.value;
      say(map.value ? spoken().mapShown : spoken().mapHidden);
    },
    toggleTrails() {
      toggleOverlay('trails');
      const isOn = state.overlays.value.has('trails');
      say(isOn ? spoken().trailsShown : spoken().trailsHidden);
    },
    toggleGhosts() {
      const { on, lack } = state.ghosts;
      removeNotice(state, { topic: 'ghosts' });
      const reason = lack.value;
      if (!on.value && reason) {
        addNotice(state, 'info', ({ show }) => show.ghosts.lack[reason], 'ghosts');
        return;
      }
      if (!on.value) {
        others.backToNow();
        if (state.pace.value.speed === 'turbo') others.leaveTurbo();
      }
      batch(() => {
        // They are somebody's.
        if (!on.value && state.selected.value === undefined) select(0);
        on.value = !on.value;
      });
      say(on.value ? spoken().ghostsShown : spoken().ghostsHidden);
    },
    pointAtMap(x, z, reach) {
      const agent = hands.agentAt(x, z, reach);
      if (agent !== undefined) return select(agent);
      setCamera('orbit');
      hands.lookAt(x, z);
    },
  };
}
