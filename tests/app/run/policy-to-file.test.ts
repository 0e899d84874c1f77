import { expect, it } from 'vitest';
import { plaza } from '../../../scenes/plaza.ts';
import { joinWeights } from '../../../src/agents/join-weights.ts';
import { readCardWithin, readPolicyFile, sealCard } from '../../../src/agents/policy-file.ts';
import { policyToFile } from '../../../src/app/run/policy-to-file.ts';
import { createRandom } from '../../../src/core/random.ts';
import { createNetworks } from '../../../src/rl/learner.ts';
import { madeUpCard } from '../../agents/made-up-card.ts';
import { tiny } from '../../agents/tiny-run.ts';

const layout = plaza.observationLayout;
const networks = createNetworks(layout, tiny);
const random = createRandom(1, 'weights');
const numbers = (size: number) => Float32Array.from({ length: size }, () => random.range(-1, 1));
const parts = {
  ...{
    actor: numbers(networks.actor.blueprint.size),
    critic: numbers(networks.critic.blueprint.size),
  },
  ...{ shift: numbers(layout.agentSize), scale: numbers(layout.agentSize) },
};
const acting = {
  ...{ hyperparameters: tiny, weights: joinWeights(parts), critic: parts.critic, version: 56 },
};

it('a policy of the person’s own has a card that says what is known of it, and comes back', () => {
  const bytes = policyToFile('plaza', acting, {
    ...{ seed: 3, agentSteps: 1234, trainingSeconds: 90, backend: 'wasm', cores: 2 },
    now: Date.UTC(2026, 10, 26),
  });
  const card = readCardWithin(bytes, 'The file');
  expect(card).toMatchObject({
    ...{ scenario: 'plaza', seed: 3, agentSteps: 1234, updates: 56, minutes: 1.5 },
    ...{ machine: 'a browser with 2 cores, learning on wasm', date: '2026-11-26' },
    ...{ evaluation: null, commands: null, spec: layout.spec },
  });
  expect(readPolicyFile(plaza, card, bytes, 'The file')).toEqual(parts);
});

it('one that has a card keeps it, with the checksum of what is written', () => {
  const bytes = policyToFile(
    'plaza',
    { ...acting, critic: undefined },
    sealCard(madeUpCard, parts),
  );
  const card = readCardWithin(bytes, 'The file');
  expect(card).toEqual(sealCard(madeUpCard, { ...parts, critic: undefined }));
  expect(readPolicyFile(plaza, card, bytes, 'The file').critic).toBeUndefined();
});
