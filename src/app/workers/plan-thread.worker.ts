/** A thread that helps the learner (nn/plan/plan-thread.ts). */
import { serve, type ThreadStart } from '../../nn/plan/plan-thread.ts';

addEventListener('message', ({ data }: MessageEvent<ThreadStart>) => {
  serve(data, () => postMessage('ready'));
});
