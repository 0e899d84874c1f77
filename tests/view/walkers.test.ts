import { InstancedMesh, Matrix4, Vector3 } from 'three';
import { expect, it } from 'vitest';
import { createDaylight } from '../../src/view/daylight.ts';
import { pushSnapshot, sampleTrack } from '../../src/view/interpolation.ts';
import { createWalkers } from '../../src/view/walkers.ts';
import { createSmallFrame } from './small-frame.ts';
import { smallLayout } from './small-layout.ts';

it('walkers: who comes in another’s place is drawn as wide as it is, and as high as all', () => {
  const daylight = createDaylight({ softShadows: false });
  const walkers = createWalkers(daylight);
  walkers.fit(smallLayout);
  const { frame, snapshot } = createSmallFrame();
  const row = smallLayout.agents + smallLayout.props.length;
  const size = () => {
    walkers.update(frame);
    const drawn = walkers.object.children.filter(
      (mesh): mesh is InstancedMesh => mesh instanceof InstancedMesh && mesh.count === 1,
    );
    expect(drawn).toHaveLength(1);
    const place = new Matrix4().fromArray((drawn[0] as InstancedMesh).instanceMatrix.array);
    return new Vector3().setFromMatrixScale(place);
  };
  const before = size();
  snapshot.radius[row] = 0.36;
  pushSnapshot(frame.track, snapshot, 100);
  sampleTrack(frame.track, 200);
  const after = size();
  expect(after.x / before.x).toBeCloseTo(1.2, 5);
  expect(after.z / before.z).toBeCloseTo(1.2, 5);
  expect(after.y).toBeCloseTo(before.y, 5);
  walkers.dispose();
  daylight.dispose();
});
