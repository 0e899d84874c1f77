/** A scene that has everything a sensor may see. */
import roomsScene from '../../scenes/rooms.json';
import {
  defineScenario,
  placeAtRandom,
  placeToFind,
  type Scenario,
  sensors,
} from '../../src/env/index.ts';

/** Rooms with doors, walkers and crates, and furniture to be found. */
const busyRooms = {
  ...roomsScene,
  name: 'busy-rooms',
  agents: { ...roomsScene.agents, sight: 4 },
  // What the furniture of rooms is.
  categories: ['planter', 'bench'],
  walkers: [
    {
      id: 'ann',
      radius: 0.3,
      height: 1.7,
      speed: 1,
      yields: true,
      route: [
        [-5, -2],
        [-4, -3],
      ],
    },
    {
      id: 'bob',
      radius: 0.35,
      height: 1.8,
      speed: 1.2,
      yields: true,
      route: [
        [5, 2],
        [4, 3],
        [5, 3],
      ],
    },
  ],
  generate: [
    ...roomsScene.generate,
    {
      kind: 'strew',
      gap: 0.8,
      attempts: 200,
      props: [{ look: 'crate', count: 4, shape: { type: 'box', size: [0.6, 0.6, 0.6] }, mass: 15 }],
    },
  ],
};

/** Sees it by one sensor. */
export function scenarioWith(name: string): Scenario {
  return defineScenario({
    name: 'sensor-contract',
    title: 'Sensor contract',
    description: 'Everything that a sensor may see.',
    scene: busyRooms,
    sensors: [sensors.get(name)()],
    layoutSteps: 100,
    begin: (agent) =>
      name === 'goalCategory'
        ? placeToFind(agent, { nearest: 2, clearance: 0.05 })
        : placeAtRandom(agent, { nearest: 2, clearance: 0.05 }),
    reward: () => 0,
  });
}
