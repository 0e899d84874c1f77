/** The actor's last step, recorded. Its kernels: assembly/learning.ts. */
import type { Engine } from '../../engine.ts';
import type { Matrix, Recorder } from '../recorder.ts';

export function squash(recorder: Recorder): Pick<Engine<Matrix>, 'squash'> {
  return {
    squash: (u) => {
      const n = u.rows;
      const action = recorder.matrix(n, 2, u.learned);
      const reach = recorder.matrix(n, 1, u.learned);
      recorder.emit('squash', { u: u.offset, action: action.offset, reach: reach.offset, n });
      recorder.onBackward([action, reach], (gradient, reachGradient) => {
        const { out } = recorder.gradientOf(u);
        const common = { u: u.offset, reach: reach.offset, n };
        recorder.emit('squashBack', { ...common, gradient, reachGradient, out });
      });
      return { action, reach };
    },
  };
}
