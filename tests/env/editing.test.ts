/** A person changes the world of an environment: what its agents sense, aim at, are paid and how long they have. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { crowdnav } from '../../scenes/crowdnav.ts';
import { playground } from '../../scenes/playground.ts';
import { plaza } from '../../scenes/plaza.ts';
import { rooms } from '../../scenes/rooms.ts';
import { roomsObjects } from '../../scenes/rooms-objects.ts';
import { InputError } from '../../src/core/input-error.ts';
import { findPart } from '../../src/core/spec.ts';
import {
  createEnvironment,
  defineScenario,
  type Environment,
  geodesicProgress,
  loadEngines,
  type Scenario,
} from '../../src/env/index.ts';
import { type Edit, thingsOf } from '../../src/scene/edit.ts';
import { createSnapshot } from '../../src/world/snapshot.ts';

beforeAll(loadEngines);

const open: Environment[] = [];
function make(scenario: Scenario, seed = 1): Environment {
  const environment = createEnvironment(scenario, { seed });
  open.push(environment);
  return environment;
}
afterAll(() => {
  for (const environment of open) environment.dispose();
});

const stand = (environment: Environment) => new Float32Array(environment.agents * 2);

function stroll(environment: Environment, decisions: number): void {
  for (let i = 0; i < decisions; i++) {
    environment.step(stand(environment).map((_, k) => Math.sin(0.3 * i + 1.7 * k)));
  }
}

function firstOf({ world }: Environment, list: string): string {
  return thingsOf(world.layout).find((thing) => thing.startsWith(list)) as string;
}

/** A free place for a disc of radius 1.2, away from everything. */
function freePlace({ world }: Environment): { x: number; z: number } {
  const { min, max } = world.layout;
  for (let x = min[0] + 1.5; x < max[0] - 1.5; x += 0.25) {
    for (let z = min[1] + 1.5; z < max[1] - 1.5; z += 0.25) {
      if (world.isFree(x, z, 1.2)) return { x, z };
    }
  }
  throw new Error('Expected some free ground.');
}

const rayOf = (environment: Environment, agent: number) => {
  const { offset, size } = findPart(environment.observationLayout, 'rangeScan');
  const at = agent * environment.observationLayout.agentSize + offset;
  return environment.agentRows.slice(at, at + size);
};

describe('a world that is changed', () => {
  it('is observed at once: by rays, by the scene graph, and by nothing that did not change', () => {
    const environment = make(plaza);
    stroll(environment, 5);
    const { x, z, heading } = environment.readings[0]!;
    const before = { rays: rayOf(environment, 0), graph: environment.worldRow.slice() };
    // Half a metre ahead of robot 0.
    const [dx, dz] = [-Math.sin(heading), -Math.cos(heading)];
    const pillar: Edit = {
      ...{ kind: 'add', thing: 'statics/added-1', look: 'pillar', yaw: 0 },
      ...{ x: x + dx * 1.1, z: z + dz * 1.1 },
    };
    environment.setEdits([pillar]);
    expect(rayOf(environment, 0)[0]! * 6).toBeCloseTo(0.8, 4);
    expect(environment.worldRow).not.toEqual(before.graph);
    environment.setEdits([]);
    expect(rayOf(environment, 0)).toEqual(before.rays);
    expect(environment.worldRow).toEqual(before.graph);
    expect(environment.world.layout).toEqual(environment.base);
  });

  it('pays nothing for the change: what was gained or lost by it is in no decision', () => {
    const scenario = defineScenario({
      ...{ name: 'progress', title: 'P', description: 'P', scene: plaza.scene },
      ...{ sensors: plaza.sensors, begin: plaza.begin, reward: geodesicProgress },
    });
    const environment = make(scenario);
    stroll(environment, 3);
    const way = environment.readings.map((agent) => agent.geodesicDistance);
    // All that stands is taken away: ways are straight from here on.
    const edits = thingsOf(environment.world.layout)
      .filter((thing) => thing.startsWith('statics'))
      .map((thing): Edit => ({ kind: 'remove', thing }));
    environment.setEdits(edits);
    const shorter = environment.readings.filter(
      (agent, a) => agent.geodesicDistance < way[a]! - 0.3,
    );
    expect(shorter.length).toBeGreaterThan(0);
    environment.step(stand(environment));
    for (const reward of environment.reward) expect(Math.abs(reward)).toBeLessThan(0.12);
  });

  it('stays for as long as it is changed, and has its whole time before it when it is not any more', () => {
    const environment = make(plaza);
    const { layoutSteps } = plaza;
    const { seed } = environment.world.layout;
    environment.setEdits([{ kind: 'remove', thing: firstOf(environment, 'statics') }]);
    stroll(environment, layoutSteps + 50);
    expect(environment.world.layout.seed).toBe(seed);
    environment.setEdits([]);
    stroll(environment, layoutSteps);
    expect(environment.world.layout.seed).toBe(seed);
    stroll(environment, 2);
    expect(environment.world.layout.seed).not.toBe(seed);
    expect(environment.edits).toEqual([]);
    expect(environment.base).toBe(environment.world.layout);
  });

  it('counts for no record by which layouts are shown again', () => {
    const ended: number[] = [];
    const curriculum = {
      next: ({ episodes }: { episodes: number }) => {
        ended.push(episodes);
        return undefined;
      },
      state: () => ({ random: [], buffer: [] }) as never,
      restore() {},
    };
    const environment = createEnvironment(plaza, { seed: 1, curriculum });
    open.push(environment);
    stroll(environment, 300);
    environment.setEdits([{ kind: 'remove', thing: firstOf(environment, 'statics') }]);
    stroll(environment, 200);
    environment.setEdits([]);
    stroll(environment, 2 * plaza.layoutSteps + 2);
    expect(ended[0]).toBe(0);
    expect(ended[1]).toBeGreaterThan(0);
  });

  it('is restored with what was changed, and goes on to the bit, doors on their way included', () => {
    const environment = make(rooms);
    stroll(environment, 20);
    const door = firstOf(environment, 'doors');
    const thing = firstOf(environment, 'statics');
    environment.setEdits([
      { kind: 'remove', thing },
      { kind: 'hold', thing: door, as: 'shut' },
    ]);
    stroll(environment, 4);
    const { json, world } = environment.save();
    expect(json.version).toBe(3);
    const other = make(rooms, 9);
    other.restore({ json: JSON.parse(JSON.stringify(json)), world });
    expect(other.edits).toEqual(environment.edits);
    expect(other.agentRows).toEqual(environment.agentRows);
    stroll(environment, 30);
    stroll(other, 30);
    const [one, two] = [environment, other].map((each) => {
      const snapshot = createSnapshot(each.world.layout);
      each.writeSnapshot(snapshot);
      return snapshot;
    });
    expect(two).toEqual(one);
    expect(other.worldRow).toEqual(environment.worldRow);
    expect(make(plaza).save().json.version).toBe(2);
  });

  it('is refused where nobody could set out any more, and all is as it was', () => {
    const environment = make(rooms);
    stroll(environment, 5);
    const before = environment.save();
    const { portals } = environment.world.layout;
    // A pillar in every doorway: no way leads to another room.
    const barred = portals.map(({ position: [x, z] }, i): Edit => {
      const thing = `statics/added-${i + 1}`;
      return { kind: 'add', thing, look: 'pillar', x, z, yaw: 0 };
    });
    expect(() => environment.setEdits(barred)).toThrow('no room to set out');
    expect(environment.save()).toEqual(before);
    expect(environment.edits).toEqual([]);
  });

  it('shows a layout as a person has left it', () => {
    const environment = make(playground);
    const thing = firstOf(environment, 'props');
    const { x, z } = freePlace(environment);
    const edits: Edit[] = [{ kind: 'move', thing, x, z, yaw: 1 }];
    const { seed } = environment.world.layout;
    const other = make(playground, 7);
    expect(other.world.layout.seed).not.toBe(seed);
    other.showLayout(seed, edits);
    expect(other.world.layout.seed).toBe(seed);
    const row = other.world.bodies.props;
    expect(other.world.bodies.position[3 * row]).toBeCloseTo(x, 5);
    expect(() => other.showLayout(seed, [{ kind: 'remove', thing: 'props/no' }])).toThrow(
      InputError,
    );
    expect(other.edits).toEqual(edits);
  });

  it('shows none in which things stand in one place, out of the world, or where a door slides', () => {
    const environment = make(rooms);
    const { layout } = environment.world;
    const { seed } = layout;
    const { x, z } = freePlace(environment);
    const add = (n: number, place: object, look: 'hedge' | 'pillar' | 'crate' = 'hedge'): Edit => ({
      ...{ kind: 'add', thing: `${look === 'crate' ? 'props' : 'statics'}/added-${n}`, look },
      ...{ x, z, yaw: 0, ...place },
    });
    const other = make(rooms, 7);
    const before = other.save();
    const refused = (edits: readonly Edit[], pattern: RegExp) => {
      expect(() => other.showLayout(seed, edits)).toThrow(InputError);
      expect(() => other.showLayout(seed, edits)).toThrow(pattern);
      expect(other.save()).toEqual(before);
    };
    refused(
      [add(1, {}), add(2, { x: x + 0.2 }, 'pillar')],
      /^The pillar “added-2” and the hedge “added-1” would stand in one place: move or leave out/,
    );
    refused([add(1, {}), add(2, {}, 'crate')], /^The crate “added-2” and the hedge “added-1”/);
    refused([add(1, { x: 1e4 })], /^The hedge “added-1” would stand outside of the world/);
    const [door] = layout.doors;
    const [doorX, , doorZ] = door!.position;
    const inDoorway = add(1, { x: doorX, z: doorZ }, 'pillar');
    refused([inDoorway], /^The pillar “added-1” (would stand where a door slides|and the wall)/);
    const moved = (place: object): Edit => ({
      ...{ kind: 'move', thing: 'statics/added-1', x, z, yaw: 0, ...place },
    });
    refused([add(1, { x: 1e4 }), moved({})], /outside/);
    refused([add(2, {}, 'pillar'), moved({})], /There is no added-1/);
    // What made room for another is in nobody's way any more, and what can be pushed may have been.
    const gone: Edit = { kind: 'remove', thing: 'statics/added-1' };
    other.showLayout(seed, [add(1, {}), gone, add(2, {}, 'pillar')]);
    expect(other.edits).toHaveLength(3);
    other.showLayout(seed, [add(1, {}, 'crate'), add(2, {}, 'pillar')]);
    other.showLayout(seed, []);
  });

  it('of a benchmark nothing can be changed', () => {
    const environment = make(crowdnav);
    expect(() => environment.setEdits([])).toThrow('fixed');
    expect(() => environment.setGoal(0, [0, 0])).toThrow('fixed');
  });
});

describe('a goal that is moved', () => {
  const goOn = (environment: Environment) => environment.step(stand(environment));

  it('is another task from there on: time for the new way, and no progress for the move', () => {
    const environment = make(plaza);
    stroll(environment, 12);
    const agent = environment.readings[0]!;
    const { x, z } = freePlace(environment);
    const { steps } = agent;
    environment.setGoal(0, [x, z]);
    expect([agent.goalX, agent.goalZ]).toEqual([Math.fround(x), Math.fround(z)]);
    const way = Math.max(
      Math.hypot(x - agent.x, z - agent.z),
      environment.world.navigation.pathLength(agent.x, agent.z, x, z),
    );
    expect(agent.limitSteps).toBe(steps + Math.floor((3 * way) / 1.5 / 0.1));
    expect(agent.previousGeodesicDistance).toBe(agent.geodesicDistance);
    expect(agent.geodesicDistance).toBeGreaterThan(way * 0.9);
    // The row says so already: ahead and to the left, in the frame of the agent.
    const ego = findPart(plaza.observationLayout, 'ego').offset;
    expect(environment.agentRows[ego + 2]).not.toBeNaN();
    goOn(environment);
    expect(Math.abs(agent.previousGeodesicDistance - agent.geodesicDistance)).toBeLessThan(0.12);
    expect(Math.abs(environment.reward[0]!)).toBeLessThan(0.06);
  });

  it('a way walked to it is as short as it could be: SPL counts from both halves', () => {
    const environment = make(plaza);
    const agent = environment.readings[0]!;
    stroll(environment, 6);
    const { x, z } = freePlace(environment);
    environment.setGoal(0, [x, z]);
    for (let i = 0; i < 400 && environment.finished.every(({ agent: a }) => a !== 0); i++) {
      const actions = stand(environment);
      const path = environment.world.navigation.path(agent.x, agent.z, agent.goalX, agent.goalZ);
      const [px, pz] = path[1] ?? [agent.goalX, agent.goalZ];
      const angle = Math.atan2(-(px - agent.x), -(pz - agent.z)) - agent.heading;
      actions[0] = 1.4 * Math.cos(angle);
      actions[1] = 1.4 * Math.sin(angle);
      environment.step(actions);
    }
    const episode = environment.finished.find(({ agent: a }) => a === 0);
    expect(episode?.outcome).toBe('success');
    expect(episode?.spl).toBeGreaterThan(0.8);
  });

  it.each([
    ['NaN', [Number.NaN, 0], 'finite'],
    ['outside', [99, 0], 'outside'],
  ] as const)('%s is refused', (_, goal, word) => {
    const environment = make(plaza);
    expect(() => environment.setGoal(0, goal)).toThrow(word);
    expect(() => environment.setGoal(99, [0, 0])).toThrow('from 0 to 7');
  });

  it('cannot be put where its robot stands: arriving is not given away', () => {
    const environment = make(plaza);
    const { x, z } = environment.readings[0]!;
    expect(() => environment.setGoal(0, [x + 0.1, z])).toThrow('already');
  });

  it('another one can be drawn in its place', () => {
    const environment = make(plaza);
    const agent = environment.readings[2]!;
    const before = [agent.goalX, agent.goalZ];
    environment.setGoal(2, 'another');
    expect([agent.goalX, agent.goalZ]).not.toEqual(before);
    expect(environment.world.isFree(agent.goalX, agent.goalZ, 0.25)).toBe(true);
  });
});

describe('objects that are looked for', () => {
  it('are looked for where they are: who wants any of them goes to the nearest', () => {
    const environment = make(roomsObjects);
    const agent = environment.readings[0]!;
    const { goalX, goalZ, goalCategory } = agent;
    const { landmarks, statics } = environment.world.layout;
    const at = landmarks.findIndex(({ position }) => Math.fround(position[0]) === goalX);
    const thing = `statics/${statics[landmarks[at]!.body]!.id}`;
    expect(() => environment.setGoal(0, [0, 0])).toThrow('move the things');
    const others = landmarks.filter(
      ({ body }) => statics[body]!.look === statics[landmarks[at]!.body]!.look,
    );
    const edits: Edit[] = [{ kind: 'remove', thing }];
    if (others.length > 1) {
      environment.setEdits(edits);
      expect(agent.goalCategory).toBe(goalCategory);
      expect([agent.goalX, agent.goalZ]).not.toEqual([goalX, goalZ]);
    } else expect(() => environment.setEdits(edits)).toThrow('looking for');
    environment.step(stand(environment));
    expect(Math.abs(environment.reward[0]!)).toBeLessThan(0.2);
  });

  it('the last of a kind that somebody is looking for stays', () => {
    const environment = make(roomsObjects);
    const { layout } = environment.world;
    const look = layout.categories![environment.readings[0]!.goalCategory];
    const edits = layout.statics
      .filter((body) => body.look === look)
      .map(({ id }): Edit => ({ kind: 'remove', thing: `statics/${id}` }));
    expect(() => environment.setEdits(edits)).toThrow('looking for');
    expect(environment.edits).toEqual([]);
  });
});
