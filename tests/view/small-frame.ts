/** A frame of the small layout, for tests of what draws. */
import { PerspectiveCamera, Vector3 } from 'three';
import type { Frame } from '../../src/view/frame.ts';
import { createTrack, pushSnapshot, sampleTrack } from '../../src/view/interpolation.ts';
import { createScreen } from '../../src/view/on-screen.ts';
import { themes } from '../../src/view/palette.ts';
import { createSnapshot, type Snapshot } from '../../src/world/snapshot.ts';
import { smallLayout } from './small-layout.ts';

/** Agents at x = 0 and x = 2, the first selected; `snapshot` is the one that was pushed at 0. */
export function createSmallFrame(): { frame: Frame; snapshot: Snapshot } {
  const track = createTrack(smallLayout);
  const snapshot = createSnapshot(smallLayout);
  snapshot.position.set([0, 0.6, 0, 2, 0.6, 0]);
  snapshot.radius.fill(0.3);
  pushSnapshot(track, snapshot, 0);
  sampleTrack(track, 100);
  const frame: Frame = {
    layout: smallLayout,
    track,
    now: 100,
    delta: 0.1,
    selected: 0,
    hidden: -1,
    insideVisitor: false,
    camera: new PerspectiveCamera(),
    screen: createScreen(),
    focus: new Vector3(),
    width: 800,
    height: 600,
    pixelRatio: 1,
    still: false,
    theme: themes.day,
    gaze: new Float32Array(6).fill(Number.NaN),
    attention: undefined,
    strongest: undefined,
    attentionCount: 0,
    scan: undefined,
    step: 0,
    time: 0,
    floor: undefined,
    way: undefined,
    selves: undefined,
    intention: undefined,
    messages: undefined,
  };
  return { frame, snapshot };
}
