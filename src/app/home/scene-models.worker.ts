/** Makes the models of scenes: the largest takes some tenths of a second, in which the page must not stand still. */
import { scenarios } from '../../../scenes/index.ts';
import { layOut } from '../../scene/lay-out.ts';
import { sceneModel } from './scene-model.ts';

/** Of all pictures; any would do. */
const seed = 7;

addEventListener('message', ({ data }: MessageEvent<string>) => {
  postMessage({ scene: data, model: sceneModel(layOut(scenarios.get(data).scene, seed)) });
});
