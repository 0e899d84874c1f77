import { describe, expect, it } from 'vitest';
import { plaza } from '../../scenes/plaza.ts';
import { rooms } from '../../scenes/rooms.ts';
import { parseCard, readCard, seenBy } from '../../src/agents/policy-card.ts';
import {
  readCardWithin,
  readPolicyFile,
  sealCard,
  writePolicyAlone,
  writePolicyFile,
} from '../../src/agents/policy-file.ts';
import { InputError } from '../../src/core/input-error.ts';
import { createRandom } from '../../src/core/random.ts';
import type { JudgedWeights, PolicyWeights } from '../../src/nn/inference.ts';
import { createNetworks } from '../../src/rl/learner.ts';
import { readSafetensors, type Tensor, writeSafetensors } from '../../src/storage/safetensors.ts';
import { madeUpCard } from './made-up-card.ts';
import { tiny } from './tiny-run.ts';

const layout = plaza.observationLayout;
const networks = createNetworks(layout, tiny);
const { blueprint } = networks.actor;
const random = createRandom(1, 'weights');
const numbers = (size: number) => Float32Array.from({ length: size }, () => random.range(-1, 1));
const weights: PolicyWeights = {
  ...{ actor: numbers(blueprint.size) },
  ...{ shift: numbers(layout.agentSize), scale: numbers(layout.agentSize) },
};
const file = writePolicyFile(plaza, tiny, weights);

/** The file with its tensors changed. */
function changed(change: (tensors: Map<string, Tensor>) => void): Uint8Array {
  const tensors = new Map(readSafetensors(file, 'The file').tensors);
  change(tensors);
  return writeSafetensors(tensors);
}

function refusal(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    expect((error as Error).message).not.toContain('\n');
    return (error as Error).message;
  }
  throw new Error('Expected a refusal.');
}

describe('policy file', () => {
  it('comes back bit by bit, under the names of the actor’s blueprint', () => {
    expect(readPolicyFile(plaza, madeUpCard, file, 'The file')).toEqual(weights);
    expect([...readSafetensors(file, 'The file').tensors.keys()]).toEqual([
      ...blueprint.slots.map(({ name }) => name),
      ...['normaliser/shift', 'normaliser/scale'],
    ]);
  });

  it('of groups of agents comes back with all their actors', () => {
    const grouped = { ...tiny, groups: 4 };
    const of = (part: keyof PolicyWeights) => numbers(4 * weights[part].length);
    const critic = numbers(4 * networks.critic.blueprint.size);
    const four = { actor: of('actor'), shift: of('shift'), scale: of('scale'), critic };
    const bytes = writePolicyFile(plaza, grouped, four);
    const card = { ...madeUpCard, hyperparameters: grouped };
    expect(readPolicyFile(plaza, card, bytes, 'The file')).toEqual(four);
    const first = blueprint.slots[0]?.name ?? '';
    expect(readSafetensors(bytes, 'The file').tensors.get(`group-3/${first}`)?.values).toEqual(
      four.actor.slice(3 * blueprint.size).slice(0, blueprint.slots[0]?.size),
    );
    const refused = (groups: number) =>
      refusal(() => {
        const other = { ...madeUpCard, hyperparameters: { ...tiny, groups } };
        readPolicyFile(plaza, other, bytes, 'The file');
      });
    expect(refused(2)).toMatch(/expected no values called "group-2\//);
    expect(refused(3)).toBe(
      'The file: expected groups to be a divisor of the number of agents, 8, but got 3.',
    );
  });

  it('comes back with its critic, if it has one', () => {
    const judged = { ...weights, critic: numbers(networks.critic.blueprint.size) };
    const bytes = writePolicyFile(plaza, tiny, judged);
    expect(readPolicyFile(plaza, madeUpCard, bytes, 'The file')).toEqual(judged);
    const tensors = new Map(readSafetensors(bytes, 'The file').tensors);
    tensors.delete('critic/value/bias');
    expect(
      refusal(() => readPolicyFile(plaza, madeUpCard, writeSafetensors(tensors), 'The file')),
    ).toMatch(/expected \[1\] values called "critic\/value\/bias", but got none/);
  });

  it('for other observations is refused with both', () => {
    const message = refusal(() => readPolicyFile(rooms, madeUpCard, file, 'The file'));
    expect(message).toMatch(/^The file: the policy of "plaza" does not fit scenario "rooms"\./);
    expect(message).toMatch(/policy observes: 8 agents, .*The scenario: 6 agents, /);
  });

  it('for what a setting has agents observe is refused under another value of it, and read under its own', () => {
    const unlike = plaza.vary(new Map([['graph', 'false']]));
    const message = refusal(() => readPolicyFile(unlike, madeUpCard, file, 'The file'));
    expect(message).toMatch(/^The file: the policy of "plaza" does not fit scenario "plaza"\./);
    expect(message).toMatch(/policy observes: .*sceneGraph.*The scenario: (?!.*sceneGraph)/);
    const alike = plaza.vary(new Map([['graph', 'true']]));
    expect(readPolicyFile(alike, madeUpCard, file, 'The file')).toEqual(weights);
  });

  const first = blueprint.slots[0]?.name ?? '';
  it.each<[string, Uint8Array, RegExp]>([
    ['that is none', new Uint8Array(3), /no readable safetensors file/],
    ['that is cut off', file.subarray(0, -4), /no readable safetensors file/],
    [
      'without one of the tensors',
      changed((tensors) => tensors.delete(first)),
      /expected \[.*\] values called ".*", but got none/,
    ],
    [
      'with a tensor too many',
      changed((tensors) => tensors.set('extra', { shape: [1], values: new Float32Array(1) })),
      /expected no values called "extra"/,
    ],
    [
      'with a tensor of another shape',
      changed((tensors) =>
        tensors.set('normaliser/scale', { shape: [2], values: new Float32Array(2) }),
      ),
      /values called "normaliser\/scale", but got \[2\]/,
    ],
    [
      'with a value that is no number',
      changed((tensors) => {
        const { shape, values } = tensors.get(first) as Tensor;
        tensors.set(first, { shape, values: values.with(0, Number.NaN) });
      }),
      /to be numbers, but not all are/,
    ],
    ['that is too large', new Uint8Array(2 ** 26 + 1), /expected a policy of at most 67108864 byt/],
  ])('%s is refused', (_name, bytes, pattern) => {
    const message = refusal(() => readPolicyFile(plaza, madeUpCard, bytes, 'The file'));
    expect(message).toMatch(pattern);
    expect(message).toMatch(/^The file/);
  });
});

describe('policy in one file', () => {
  const card = { ...madeUpCard, evaluation: null, commands: null };

  it('has its card in the metadata, where any reader of safetensors finds it', () => {
    const bytes = writePolicyAlone(plaza, card, weights);
    expect(readCardWithin(bytes, 'The file')).toEqual(sealCard(card, weights));
    expect(readPolicyFile(plaza, card, bytes, 'The file')).toEqual(weights);
    const { metadata } = readSafetensors(bytes, 'The file');
    expect(metadata).toMatchObject({
      ...{ format: 'heed-policy', scenario: 'plaza', agentSteps: '1234', updates: '56' },
      ...{ commit: 'unknown', success: 'not evaluated' },
    });
    const tested = readSafetensors(writePolicyAlone(plaza, madeUpCard, weights), 'The file');
    expect(tested.metadata.success).toBe('97.0 % of 200 cases that training never saw');
  });

  it('tells in its metadata what its weights had seen, of a run that went on', () => {
    const best = { ...card, weights: { agentSteps: 640, updates: 40 } };
    const bytes = writePolicyAlone(plaza, best, weights);
    const { metadata } = readSafetensors(bytes, 'The file');
    expect(metadata).toMatchObject({ agentSteps: '640', updates: '40' });
    expect(readCardWithin(bytes, 'The file')).toMatchObject(best);
  });

  it.each<[string, Uint8Array, RegExp]>([
    ['without a card', file, /with its card, but these are weights of something else\.$/],
    ['that is none', new TextEncoder().encode('hello, I am no policy'), /no readable safetensors/],
    [
      'that is too large',
      new Uint8Array(2 ** 26 + 1),
      /at most 67108864 bytes, but got 67108865\.$/,
    ],
    [
      'with a card of something else',
      writePolicyFile(plaza, tiny, weights, { card: '{"format":"x"}' }),
      /expected the card of a policy of Heed/,
    ],
  ])('%s is refused', (_name, bytes, pattern) => {
    expect(refusal(() => readCardWithin(bytes, 'The file'))).toMatch(pattern);
  });
});

describe('policy’s checksum', () => {
  const judged = { ...weights, critic: numbers(networks.critic.blueprint.size) };
  const sealed = sealCard(madeUpCard, judged);
  const read = (of: JudgedWeights, card = sealed) =>
    readPolicyFile(plaza, card, writePolicyFile(plaza, tiny, of), 'The file');

  it('is of the values, in whichever file; a card without one takes them as they are', () => {
    expect(read(judged)).toEqual(judged);
    expect(sealCard(sealed, weights).checksum).not.toBe(sealed.checksum);
    const other = { ...judged, actor: judged.actor.with(0, 7) };
    expect(read(other, madeUpCard)).toEqual(other);
  });

  it.each<[string, Partial<JudgedWeights>]>([
    ['another actor', { actor: judged.actor.with(0, (judged.actor[0] as number) * 1.001) }],
    ['another normaliser', { scale: judged.scale.with(3, 0.5) }],
    ['another critic', { critic: judged.critic.with(-1, 0.5) }],
    ['no critic', { critic: undefined }],
  ])('of %s is another: the weights are refused', (_name, change) => {
    expect(refusal(() => read({ ...judged, ...change }))).toBe(
      'The file: expected the weights that its card is of, but these are others, or damaged: write the policy anew.',
    );
  });
});

describe('policy card', () => {
  it('comes back from its text', () => {
    expect(parseCard(JSON.stringify(madeUpCard), 'The card')).toEqual(madeUpCard);
    // Of before critics were kept.
    const older = { ...madeUpCard, version: 3 };
    expect(parseCard(JSON.stringify(older), 'The card')).toEqual(older);
    const seen = { ...madeUpCard, weights: { agentSteps: 640, updates: 40 }, checksum: 7 };
    expect(parseCard(JSON.stringify(seen), 'The card')).toEqual(seen);
    expect([seenBy(seen), seenBy(madeUpCard)]).toEqual([
      { agentSteps: 640, updates: 40 },
      { agentSteps: 1234, updates: 56 },
    ]);
    const saved = { ...madeUpCard, evaluation: null, commands: null };
    expect(parseCard(JSON.stringify(saved), 'The card')).toEqual(saved);
  });

  it.each<[string, unknown, RegExp]>([
    ['no record', [], /expected the card of a policy of Heed, but this is none/],
    ['another format', { ...madeUpCard, format: 'x' }, /expected the card of a policy of Heed/],
    ['another version', { ...madeUpCard, version: 9 }, /version 3 or 4 or 5, but got version 9/],
    ['no name', { ...madeUpCard, scenario: '' }, /expected scenario to be a name/],
    ['a seed too large', { ...madeUpCard, seed: 2 ** 32 }, /expected seed to be a whole number fr/],
    ['a text for a count', { ...madeUpCard, updates: '5' }, /expected updates to be a whole/],
    [
      'weights that saw nothing',
      { ...madeUpCard, weights: { agentSteps: 1, updates: 0 } },
      /expected weights\.updates to be a whole number from 1 to/,
    ],
    [
      'a checksum of other letters',
      { ...madeUpCard, checksum: 'e3069283' },
      /expected checksum to be a whole number from 0 to 4294967295, but got "e3069283"/,
    ],
    ['negative minutes', { ...madeUpCard, minutes: -1 }, /minutes to be a number of at least 0/],
    ['no spec', { ...madeUpCard, spec: undefined }, /expected spec to be a record/],
    [
      'a rate above one',
      { ...madeUpCard, evaluation: { ...madeUpCard.evaluation, spl: 1.5 } },
      /expected evaluation\.spl to be a number from 0 to 1, but got 1\.5/,
    ],
    [
      'an unknown hyperparameter',
      { ...madeUpCard, hyperparameters: { ...tiny, colour: 1 } },
      /unknown hyperparameter "colour"/,
    ],
  ])('with %s is refused', (_name, value, pattern) => {
    const message = refusal(() => readCard(value, 'The card'));
    expect(message).toMatch(pattern);
    expect(message).toMatch(/^The card/);
  });

  it('that is no JSON, or far too long, is refused', () => {
    expect(refusal(() => parseCard('{', 'The card'))).toMatch(/this is no JSON\.$/);
    expect(refusal(() => parseCard(' '.repeat(2 ** 20 + 1), 'The card'))).toMatch(
      /at most 1048576/,
    );
  });
});
