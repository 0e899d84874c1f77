/**
 * `crowdnav-plusplus`: the benchmark of Liu et al., "Intention Aware Robot Crowd Navigation with Attention-Based
 * Interaction Graph" (ICRA 2023; github.com/Shuijing725/CrowdNav_Prediction_AttnGraph), case by case as its
 * public code has it: a robot that sees 5 m far goes through twenty people who steer by ORCA, do not see it,
 * and are replaced where they arrive.
 *
 * Every state is judged once: time up, collision, goal, danger, in this order. The public code judges a state when
 * the next action has been chosen, and then moves on; here it is judged as soon as it is there, which gives the
 * same verdicts on the same states at the same times, one action earlier.
 */
import {
  type Agent,
  contact,
  defineVariants,
  ego,
  type PublishedResult,
  placeAsLaidOut,
  potentialGain,
  publishedSeeds,
  rememberedEntities,
  standsInTheWay,
  touches,
} from '../src/env/index.ts';
import scene from './crowdnav-plusplus.json';

const decisionSeconds = 0.25;
const goalRadius = 0.3;
/** Metres of free space below which people feel uneasy. */
const comfort = 0.25;
/** People who will come so near, centre to centre, within so many decisions, are intruded upon. */
const intrusion = { distance: 0.6, decisions: 5 };
const gamma = 0.99;

type Verdict = 'timeout' | 'collision' | 'success' | 'none';

/** Points overlap; bodies touch before they could. */
function hasMet(agent: Agent): boolean {
  const { motion } = agent.world.layout;
  return motion === 'points' ? agent.clearance < 0 : contact(agent, touches.walker) > 0;
}

function judge(agent: Agent): Verdict {
  if (agent.steps >= agent.limitSteps) return 'timeout';
  if (hasMet(agent)) return 'collision';
  return agent.goalDistance < goalRadius ? 'success' : 'none';
}

/** How near a person in sight will come; NaN where nobody is intruded upon. */
function intrusionDistance(agent: Agent): number {
  if (judge(agent) !== 'none') return Number.NaN;
  const distance = agent.world.foreseenDistance(agent.index, intrusion.decisions);
  return distance < intrusion.distance ? distance : Number.NaN;
}

const ring = scene.generate[0] as (typeof scene.generate)[0];
const varied = { radius: [0.3, 0.5], speed: [0.5, 1.5], neighbourDistance: [5, 10] };
const changes = { seconds: 5, chance: 0.5 };
const pathMetres = (agent: Agent) => agent.speed * decisionSeconds;

const paper = 'Liu et al. (2023)';
const published: readonly PublishedResult[] = [
  {
    ...{ method: 'Attention graph', source: `${paper}, by PPO` },
    ...{ success: 0.92, collision: 0.07, time: 15.42, figures: { intrusion: 4.23 } },
  },
  {
    ...{ method: 'ORCA', source: `the public code of ${paper}` },
    ...{ success: 0.78, collision: 0.22, time: 15.87, figures: { intrusion: 26.04 } },
  },
];
const publishedOfRandomised: readonly PublishedResult[] = [
  {
    ...{ method: 'Attention graph', source: `${paper}, by PPO, with a trajectory predictor` },
    ...{ success: 0.88, collision: 0.12, time: 14.14, figures: { intrusion: 8.35 } },
  },
];

export const crowdnavPlusplus = defineVariants(
  {
    randomised: {
      about: 'whether people differ in size and speed and take other goals now and then',
      values: [false, true],
    },
    bodies: {
      about: 'whether all are rigid bodies that take time to get going',
      values: [false, true],
    },
    shaping: {
      about: 'reward per metre of potential that learners are led by; no part of the return',
      ...{ default: 0.1, least: 0, most: 1 },
    },
    memory: {
      about: 'whether the robot knows those whom it saw before, or those in sight alone',
      values: [true, false],
    },
    courtesy: {
      about:
        'taken from learners per decision in which they stand in the way of somebody; no part of the return',
      ...{ default: 0.045, least: 0, most: 1 },
    },
  },
  ({ randomised, bodies, shaping, memory, courtesy }) => ({
    name: 'crowdnav-plusplus',
    title: 'CrowdNav++',
    description:
      'Go through twenty people whom you see only nearby: the benchmark of Liu et al. (2023).',
    scene: {
      ...scene,
      motion: bodies ? 'bodies' : 'points',
      generate: [randomised ? { ...ring, varied, changes } : ring],
    },
    sensors: [
      ego(),
      rememberedEntities({ rows: 20, unit: 1, ...(memory ? {} : { forgetsAfter: 0 }) }),
    ],
    decisionSeconds,
    layoutPerEpisode: true,
    seeds: publishedSeeds({
      ...{ validation: [0, 999], test: [1425, 1923], stride: 2, training: [2000, 999_999] },
      fresh: 1_000_000,
    }),
    gamma,
    learning: {
      ...{ worlds: 32, stepsPerUpdate: 8, replaySize: 300_000, layerNorm: false },
      ...{ actorRate: 3e-4, decayUpdates: 200_000, mirror: true, reachPenalty: 1e-4 },
      // A shorter view than that of the return: who waits has further to go than it saves.
      gamma: 0.985,
      ...{ noise: 0.15, finalNoise: 0.3, noiseCorrelation: 0, noiseSpread: 1 },
    },
    // Time is up at 49 s.
    limitSteps: 196,
    goalRadius,
    begin: placeAsLaidOut,
    reward(agent) {
      const verdict = judge(agent);
      if (verdict === 'success') return 1;
      if (verdict === 'collision') return -2;
      const { clearance } = agent;
      return verdict === 'none' && clearance < comfort ? (clearance - comfort) * 0.25 : 0;
    },
    shaping: (agent, outcome) =>
      shaping * potentialGain(agent, outcome, gamma) -
      (courtesy === 0
        ? 0
        : courtesy *
          standsInTheWay(agent, intrusion.distance, intrusion.decisions, decisionSeconds)),
    outcome(agent) {
      const verdict = judge(agent);
      return verdict === 'success' || verdict === 'collision' ? verdict : undefined;
    },
    metrics: {
      path: { title: 'path length, m', gather: 'sum', of: pathMetres },
      successPath: {
        title: 'path length of successes, m',
        ...{ gather: 'sum', cases: 'successes', of: pathMetres },
      },
      intrusion: {
        title: 'intrusion ratio, %',
        ...{ gather: 'mean', fromStart: true },
        of: (agent) => (Number.isNaN(intrusionDistance(agent)) ? 0 : 100),
      },
      socialDistance: {
        title: 'social distance, m',
        ...{ gather: 'pooled', fromStart: true, of: intrusionDistance },
      },
    },
    published: bodies ? [] : randomised ? publishedOfRandomised : published,
    orca: { ...ring.avoidance, maxNeighbours: ring.people, precision: 'single' },
  }),
);
