/** The scene files of the repository, for tests that run over all of them. */
import { readFileSync } from 'node:fs';
import { parseSceneText, type Scene } from '../../src/scene/scene-file.ts';

export const sceneNames = [
  'plaza',
  'crossing',
  'rooms',
  'rooms-objects',
  'corridor',
  'playground',
  'crowd',
] as const;

export function readSceneJson(name: string): Record<string, unknown> {
  return JSON.parse(readText(name));
}

export function readScene(name: string): Scene {
  return parseSceneText(readText(name), `scenes/${name}.json`);
}

function readText(name: string): string {
  return readFileSync(new URL(`../../scenes/${name}.json`, import.meta.url), 'utf8');
}
