/** A thread that helps the learner (nn/plan/plan-thread.ts), in Node. */
import { parentPort } from 'node:worker_threads';
import { serve } from '../nn/plan/plan-thread.ts';

parentPort?.once('message', (start) => serve(start, () => parentPort?.postMessage('ready')));
