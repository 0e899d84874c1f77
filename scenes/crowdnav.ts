/**
 * `crowdnav`: the benchmark of Chen et al., "Crowd-Robot Interaction: Crowd-aware Robot Navigation with
 * Attention-based Deep Reinforcement Learning" (ICRA 2019; github.com/vita-epfl/CrowdNav), case by case as
 * its public code has it: a robot crosses a circle of people who steer by ORCA and do not see it.
 *
 * Order of judgement, as there: time up, collision, goal, discomfort. A robot whose time is up in this
 * decision has neither arrived nor collided in it. Time is up in the decision that begins at 24 s.
 */
import {
  type Agent,
  contact,
  defineVariants,
  ego,
  nearbyEntities,
  type PublishedResult,
  placeAsLaidOut,
  potentialGain,
  publishedSeeds,
  touches,
} from '../src/env/index.ts';
import scene from './crowdnav.json';

const decisionSeconds = 0.25;
/** Metres of free space up to which learners pay for nearness. */
const unease = 0.3;
/** Metres of free space below which people feel uneasy. */
const comfort = 0.2;
const goalRadius = 0.3;

type Verdict = 'timeout' | 'collision' | 'success' | 'discomfort' | 'none';

/** Points overlap; bodies touch before they could. */
function hasMet(agent: Agent): boolean {
  const { motion } = agent.world.layout;
  return motion === 'points' ? agent.leastClearance < 0 : contact(agent, touches.walker) > 0;
}

function judge(agent: Agent): Verdict {
  if (agent.steps >= agent.limitSteps) return 'timeout';
  if (hasMet(agent)) return 'collision';
  if (agent.goalDistance < goalRadius) return 'success';
  return agent.leastClearance < comfort ? 'discomfort' : 'none';
}

/** What the decision pays for its end alone. */
function endReward(verdict: Verdict): number {
  if (verdict === 'success') return 1;
  return verdict === 'collision' ? -0.25 : 0;
}

/** Per decision, such that a second costs a tenth. */
const gamma = 0.9 ** decisionSeconds;

/** Of five people on the circle who do not see the robot. */
const published: readonly PublishedResult[] = [
  {
    ...{ method: 'SARL', source: 'public weights of Chen et al. (2019), without look-ahead' },
    ...{ success: 0.998, collision: 0.002, time: 10.49, return: 0.339, figures: { danger: 0.017 } },
  },
  {
    ...{ method: 'LM-SARL', source: 'Chen et al. (2019), with look-ahead' },
    ...{ success: 1, collision: 0, time: 10.46 },
  },
  {
    ...{ method: 'ORCA', source: 'Chen et al. (2019)' },
    ...{ success: 0.43, collision: 0.57, time: 10.86 },
  },
];

export const crowdnav = defineVariants(
  {
    crossing: { about: 'where people begin and go', values: ['circle', 'square'] },
    people: { about: 'how many people', values: [5, 10, 20] },
    visible: { about: 'whether people see the robot', values: [false, true] },
    margin: {
      about: 'metres that the baseline orca keeps beyond radii',
      ...{ default: 0, least: 0, most: 1 },
    },
    bodies: {
      about: 'whether all are rigid bodies that take time to get going',
      values: [false, true],
    },
    shaping: {
      about: 'reward per metre of potential that learners are led by; no part of the return',
      ...{ default: 0.1, least: 0, most: 1 },
    },
    courtesy: {
      about:
        'taken from learners in a decision that touches somebody, less up to 0.3 m away; no part of the return',
      ...{ default: 0.02, least: 0, most: 1 },
    },
    practice: {
      about: 'what learners practise: a square and ten people besides, or what is chosen alone',
      values: ['mixed', 'chosen'],
    },
  },
  ({ crossing, people, visible, margin, bodies, shaping, courtesy, practice }) => {
    const asPublished = crossing === 'circle' && people === 5 && !visible && !bodies;
    const crowd = { people, circle: 4, speed: 1, yields: visible };
    return {
      name: 'crowdnav',
      title: 'CrowdNav',
      description:
        'Cross a circle of people who do not see you: the benchmark of Chen et al. (2019).',
      scene: {
        ...scene,
        motion: bodies ? 'bodies' : 'points',
        generate: [
          crossing === 'circle'
            ? { kind: 'circle-crossing', ...crowd }
            : { kind: 'square-crossing', ...crowd, width: 10 },
        ],
      },
      // As many rows for five people as for twenty: a policy learned among few can act among many.
      sensors: [ego(), nearbyEntities({ rows: 10, reach: 12, unit: 1 })],
      decisionSeconds,
      layoutPerEpisode: true,
      seeds: publishedSeeds({
        ...{ validation: [0, 999], test: [1000, 1499], training: [2000, 999_999] },
        fresh: 1_000_000,
      }),
      gamma,
      // A world has one agent: many of them bring steps of many kinds. docs/crowdnav.md has what it leads to.
      learning: {
        ...{ worlds: 32, stepsPerUpdate: 8, replaySize: 300_000, layerNorm: false },
        ...{ actorRate: 3e-4, decayUpdates: 75_000, channels: 64 },
        // Left and right are alike here, and full speed needs |u| beyond 2.
        ...{ mirror: true, reachPenalty: 1e-4 },
        ...{ noise: 0.15, finalNoise: 0.3, noiseCorrelation: 0, noiseSpread: 1 },
      },
      limitSteps: 97,
      goalRadius,
      begin: placeAsLaidOut,
      reward(agent) {
        const verdict = judge(agent);
        if (verdict !== 'discomfort') return endReward(verdict);
        return (agent.leastClearance - comfort) * 0.5 * decisionSeconds;
      },
      practice: practice === 'mixed' ? [{}, { crossing: 'square' }, {}, { people: 10 }] : [],
      shaping: (agent, outcome) =>
        shaping * potentialGain(agent, outcome, gamma) -
        courtesy * Math.max(0, 1 - Math.max(0, agent.leastClearance) / unease),
      outcome(agent) {
        const verdict = judge(agent);
        return verdict === 'success' || verdict === 'collision' ? verdict : undefined;
      },
      metrics: {
        danger: {
          title: 'danger frequency',
          gather: 'pooled',
          of: (agent) => (judge(agent) === 'discomfort' ? 1 : 0),
        },
        minimumGap: {
          title: 'least gap, m',
          gather: 'least',
          of: (agent) => agent.leastClearance,
        },
        returnNoDiscomfort: {
          title: 'return without discomfort',
          gather: 'sum',
          of: (agent) => gamma ** (agent.steps - 1) * endReward(judge(agent)),
        },
      },
      published: asPublished ? published : [],
      orca: { margin, neighbourDistance: 10, maxNeighbours: 10, timeHorizon: 5 },
    };
  },
);
