/**
 * How hard every registered scenario is before any learning: the success of the baselines on evaluation
 * cases lies within fixed bounds, so that a learned policy's figure means something.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { scenarios } from '../../scenes/index.ts';
import { baselines } from '../../src/agents/baselines.ts';
import { evaluate } from '../../src/agents/evaluate.ts';
import { loadEngines } from '../../src/env/index.ts';

beforeAll(loadEngines);

interface Bounds {
  readonly least?: number;
  readonly most?: number;
  readonly episodes: number;
}

/** Bounds of the success rate. */
const calibration: Readonly<Record<string, Readonly<Record<string, Bounds>>>> = {
  plaza: {
    random: { most: 0.05, episodes: 64 },
    straight: { most: 0.5, episodes: 200 },
    navmesh: { least: 0.95, episodes: 200 },
  },
  rooms: {
    random: { most: 0.05, episodes: 60 },
    straight: { most: 0.3, episodes: 200 },
    navmesh: { least: 0.98, episodes: 200 },
  },
  corridor: {
    random: { most: 0.05, episodes: 64 },
    straight: { most: 0.45, episodes: 192 },
    // The way alone is not enough: two streams block one another.
    navmesh: { least: 0.4, most: 0.75, episodes: 192 },
    turns: { least: 0.85, episodes: 192 },
  },
  'rooms-objects': {
    random: { most: 0.05, episodes: 60 },
    straight: { most: 0.3, episodes: 200 },
    navmesh: { least: 0.98, episodes: 200 },
  },
  crossing: {
    random: { most: 0.05, episodes: 60 },
    straight: { most: 0.7, episodes: 102 },
    orca: { least: 0.97, episodes: 102 },
  },
  playground: {
    random: { most: 0.05, episodes: 60 },
    straight: { most: 0.85, episodes: 102 },
    navmesh: { least: 0.95, episodes: 102 },
  },
  crowdnav: {
    random: { most: 0.05, episodes: 60 },
    straight: { most: 0.1, episodes: 200 },
    orca: { least: 0.35, most: 0.5, episodes: 200 },
  },
  'crowdnav-plusplus': {
    random: { most: 0.05, episodes: 60 },
    straight: { most: 0.3, episodes: 100 },
    orca: { least: 0.65, most: 0.9, episodes: 100 },
  },
  // All agents of one world.
  crowd: {
    random: { most: 0.05, episodes: 256 },
    straight: { most: 0.85, episodes: 256 },
    navmesh: { least: 0.9, episodes: 256 },
  },
};

describe.each(scenarios.names())('calibration of %s', (name) => {
  const bounds = Object.entries(calibration[name] ?? {});
  it('has bounds', () => expect(bounds.length).toBeGreaterThan(0));

  it.each(bounds)('%s', async (policy, { least = 0, most = 1, episodes }) => {
    const figures = await evaluate({
      scenario: scenarios.get(name),
      policy: baselines.get(policy)({ seed: 0 }),
      episodes,
      seed: 1,
    });
    expect(figures.success).toBeGreaterThanOrEqual(least);
    expect(figures.success).toBeLessThanOrEqual(most);
  });
});
