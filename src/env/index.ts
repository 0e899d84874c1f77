/** What a scenario is written with, and what runs it. */
export { touches } from '../world/contacts.ts';
export type { Agent } from './agent.ts';
export {
  createEnvironment,
  type Environment,
  type EnvironmentOptions,
  type EnvironmentState,
  loadEngines,
} from './environment.ts';
export type { FinishedEpisode } from './episode.ts';
export type { Outcome } from './episodes.ts';
export type { Metric } from './metric.ts';
export { agentContact, staticContact, throughput } from './metrics.ts';
export { placeAsLaidOut } from './place-as-laid-out.ts';
export { type PlaceAtRandom, placeAtRandom } from './place-at-random.ts';
export { type PlaceToFind, placeToFind } from './place-to-find.ts';
export type { PublishedResult } from './published.ts';
export {
  arrival,
  contact,
  crowding,
  geodesicProgress,
  potentialGain,
  standsInTheWay,
  straightProgress,
} from './rewards.ts';
export { defineScenario, type Scenario, type ScenarioOptions } from './scenario.ts';
export { evaluationSeed, publishedSeeds, trainingSeed } from './seeds.ts';
export { ego } from './sensors/ego.ts';
export { goalCategory } from './sensors/goal-category.ts';
export { sensors } from './sensors/index.ts';
export { nearbyEntities } from './sensors/nearby-entities.ts';
export { proprioception } from './sensors/proprioception.ts';
export { rangeScan } from './sensors/range-scan.ts';
export { rememberedEntities } from './sensors/remembered-entities.ts';
export { sceneGraph } from './sensors/scene-graph.ts';
export type { BoundSensor, Sensor, SensorParts } from './sensors/sensor.ts';
export type { Setting, Settings } from './settings.ts';
export { defineVariants } from './variants.ts';
