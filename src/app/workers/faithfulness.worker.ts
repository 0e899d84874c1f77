/**
 * The thread of a faithfulness report (explain/faithfulness.ts): one policy, and others that it is compared with, one
 * report, and it is closed. It is loaded when a person asks for one.
 */
import { scenarios } from '../../../scenes/index.ts';
import { splitWeights } from '../../agents/join-weights.ts';
import { LearnedPolicy } from '../../agents/learned-policy.ts';
import type { Scenario } from '../../env/index.ts';
import { loadEngines } from '../../env/index.ts';
import { type ExaminedPolicy, examineFaithfulness } from '../../explain/faithfulness.ts';
import { dispatch } from './dispatch.ts';
import { failed } from './failure.ts';
import type { ActingPolicy, FaithfulnessToPage, PageToFaithfulness } from './protocol.ts';

const post = (message: FaithfulnessToPage) => postMessage(message);

/** Milliseconds between two words of how far it is. */
const sayEvery = 250;

type Start = Extract<PageToFaithfulness, { readonly type: 'start' }>;

function examined(scenario: Scenario, policy: ActingPolicy): ExaminedPolicy {
  const { hyperparameters, weights, critic } = policy;
  const acting = new LearnedPolicy(scenario.observationLayout, scenario.agents, hyperparameters);
  const parts = splitWeights(weights, acting.inference.sizes);
  acting.dispose();
  return { hyperparameters, weights: { ...parts, critic } };
}

async function make({ scenario: name, policy, others, episodes, every }: Start): Promise<void> {
  const scenario = scenarios.get(name);
  await loadEngines();
  let said = Number.NEGATIVE_INFINITY;
  const compared = others.map((other) => examined(scenario, other));
  const report = await examineFaithfulness({
    ...{ scenario, policies: [examined(scenario, policy), ...compared], episodes, every },
    onProgress(done, of) {
      const now = performance.now();
      if (now - said < sayEvery) return;
      said = now;
      post({ type: 'reporting', done, of });
    },
  });
  post({ type: 'reported', report });
}

const receive = dispatch<PageToFaithfulness>('faithfulness worker', {
  start: (message) => void make(message).catch((error) => post(failed(error, 'report'))),
});
addEventListener('message', ({ data }) => receive(data));
