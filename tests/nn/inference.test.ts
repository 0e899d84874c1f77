import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src/core/random.ts';
import type { NetworkOptions } from '../../src/nn/actor.ts';
import { Inference, type ObservedWorld } from '../../src/nn/inference.ts';
import { livingArenas } from './arenas.ts';
import { expectClose } from './expect-close.ts';
import { Parameters, plainAct, plainEncode, type RawObservation } from './plain-network.ts';
import { smallLayout as layout, writeAgentRow, writeWorldRow } from './small-observations.ts';

const agents = 2;
const options: NetworkOptions = {
  attention: 'dot',
  channels: 4,
  heads: 2,
  setGraphRounds: 0,
  setBlocks: 0,
  graphRounds: 1,
  goalRounds: 0,
  hidden: [4, 4],
  layerNorm: false,
};
const random = createRandom(13, 'inference');

function drawWorld(): ObservedWorld {
  const worldRow = new Float32Array(layout.worldSize);
  const agentRows = new Float32Array(agents * layout.agentSize);
  writeWorldRow(random, layout, worldRow, 0);
  for (let a = 0; a < agents; a++) writeAgentRow(random, layout, agentRows, a * layout.agentSize);
  return { worldRow, agentRows };
}

function createInference() {
  const inference = new Inference(layout, agents, options);
  const { size } = inference.actor.blueprint;
  const weights = {
    actor: Float32Array.from({ length: size }, () => random.range(-0.8, 0.8)),
    shift: new Float32Array(layout.agentSize),
    scale: new Float32Array(layout.agentSize).fill(1),
  };
  weights.shift[0] = 0.5;
  weights.scale[0] = 2;
  inference.setWeights(weights);
  return { inference, weights };
}

type PlainOf = (p: Parameters, raw: RawObservation) => number[];

function plain(
  { inference, weights }: ReturnType<typeof createInference>,
  worlds: readonly ObservedWorld[],
  of: PlainOf,
): number[] {
  const p = new Parameters(inference.actor.blueprint, weights.actor);
  return worlds.flatMap(({ worldRow, agentRows }) =>
    Array.from({ length: agents }, (_, a) => {
      const agentRow = agentRows.subarray(a * layout.agentSize, (a + 1) * layout.agentSize);
      return of(p, { worldRow, agentRow, shift: weights.shift, scale: weights.scale });
    }).flat(),
  );
}

describe('inference', () => {
  it('acts as the actor in plain loops, for any number of worlds, one after another', () => {
    const made = createInference();
    const worlds = Array.from({ length: 4 }, drawWorld);
    for (const count of [4, 1, 3, 4]) {
      const some = worlds.slice(0, count);
      const expected = plain(made, some, (p, raw) => plainAct(p, layout, options, raw).action);
      expectClose(made.inference.act(some), expected);
    }
    made.inference.dispose();
  });

  it('hands out what each sample of the last call attended to', () => {
    const made = createInference();
    const worlds = [drawWorld(), drawWorld()];
    expect(made.inference.attention(0)).toEqual({ sets: [], graphs: [] });
    made.inference.act(worlds);
    for (const [which, width] of [
      ['sets', 3],
      ['graphs', 4],
    ] as const) {
      const expected = plain(made, worlds, (p, raw) =>
        (plainEncode(p, layout, options, raw)[which][0] as number[][]).flat(),
      );
      for (let sample = 0; sample < 4; sample++) {
        const heads = made.inference.attention(sample)[which][0]!;
        expect(heads.map((head) => head.length)).toEqual([width, width]);
        const at = sample * 2 * width;
        expectClose(
          heads.flatMap((head) => [...head]),
          expected.slice(at, at + 2 * width),
        );
      }
    }
    const mean = made.inference.setWeightsOf(0)!;
    for (let sample = 0; sample < 4; sample++) {
      const [first, second] = made.inference.attention(sample).sets[0] as [
        Float32Array,
        Float32Array,
      ];
      expectClose(
        mean.subarray(sample * 3, sample * 3 + 3),
        first.map((x, k) => (x + second[k]!) / 2),
      );
    }
    made.inference.dispose();
  });

  it('makes one arena for so many worlds, whatever is asked, and gives all back in the end', async () => {
    const before = await livingArenas();
    const { inference, weights } = createInference();
    const worlds = [drawWorld(), drawWorld()];
    const use = () => {
      inference.act(worlds);
      inference.attention(1);
      inference.setWeightsOf(0);
      inference.setWeights(weights);
      return livingArenas();
    };
    const burned = await use();
    expect(burned).toBe(before + 1);
    for (let i = 0; i < 5; i++) expect(await use()).toBe(burned);
    // One for a single world, and then no more either.
    for (let i = 0; i < 3; i++) {
      inference.act(worlds.slice(1));
      inference.act(worlds);
    }
    expect(await livingArenas()).toBe(before + 2);
    inference.dispose();
    expect(await livingArenas()).toBe(before);
    expect(inference.attention(0)).toEqual({ sets: [], graphs: [] });
  });

  it('acts by an intervention from the next call on, and without it again', () => {
    const { inference } = createInference();
    const worlds = [drawWorld(), drawWorld()];
    const learned = inference.act(worlds).slice();
    inference.intervention = { uniformAttention: true };
    expect(inference.act(worlds)).not.toEqual(learned);
    for (const head of inference.attention(0).sets[0]!) {
      const present = head.filter((weight) => weight > 0);
      for (const weight of present) expect(weight).toBeCloseTo(1 / present.length, 6);
    }
    inference.intervention = {};
    expect(inference.act(worlds)).toEqual(learned);
    inference.dispose();
  });

  it('with groups, acts for every other agent by other weights, as each alone', () => {
    const groups = [createInference(), createInference()];
    const together = new Inference(layout, 2 * agents, options, groups.length);
    const all = (part: 'actor' | 'shift' | 'scale') =>
      Float32Array.from(groups.flatMap(({ weights }) => [...weights[part]]));
    together.setWeights({ actor: all('actor'), shift: all('shift'), scale: all('scale') });
    // The two groups' agents of a world are told apart by their rows alone: the world is one.
    const halves = Array.from({ length: 3 }, () => {
      const [one, other] = [drawWorld(), drawWorld()];
      return [one, { ...other, worldRow: one.worldRow }];
    });
    const worlds = halves.map(([one, other]) => {
      const agentRows = new Float32Array(2 * agents * layout.agentSize);
      [one, other].forEach((half, group) => {
        for (let a = 0; a < agents; a++) {
          const row = (half as ObservedWorld).agentRows.subarray(a * layout.agentSize);
          const at = (a * groups.length + group) * layout.agentSize;
          agentRows.set(row.subarray(0, layout.agentSize), at);
        }
      });
      return { worldRow: (one as ObservedWorld).worldRow, agentRows };
    });
    const actions = together.act(worlds);
    const means = together.setWeightsOf(0)!;
    groups.forEach(({ inference }, group) => {
      const alone = inference.act(halves.map((half) => half[group] as ObservedWorld));
      const mean = inference.setWeightsOf(0)!;
      for (let sample = 0; sample < worlds.length * agents; sample++) {
        const at = sample * groups.length + group;
        expect(actions.slice(2 * at, 2 * at + 2)).toEqual(alone.slice(2 * sample, 2 * sample + 2));
        expect(together.attention(at)).toEqual(inference.attention(sample));
        expect(means.slice(3 * at, 3 * at + 3)).toEqual(mean.slice(3 * sample, 3 * sample + 3));
      }
      inference.dispose();
    });
    together.dispose();
  });

  it.each([1, 2])(
    'permutes every head’s weights among the present rows, anew at every call, and acts by them, %d groups',
    (groups) => {
      const inference = new Inference(layout, agents, options, groups);
      const { actor, agent } = inference.sizes;
      const draw = (size: number) =>
        Float32Array.from({ length: size }, () => random.range(-0.8, 0.8));
      inference.setWeights({ actor: draw(actor), shift: draw(agent), scale: draw(agent) });
      const worlds = [drawWorld(), drawWorld(), drawWorld()];
      const samples = worlds.length * agents;
      const learned = inference.act(worlds).slice();
      const shares = () =>
        Array.from({ length: samples }, (_, n) => {
          const { sets, graphs } = inference.attention(n);
          return [...sets.flat(), ...graphs.flat()].map((head) => [...head]);
        });
      const before = shares();
      const permuted = (seed: number) => {
        inference.intervention = { permutation: createRandom(seed, 'permutation') };
        return inference.act(worlds).slice();
      };
      const first = permuted(1);
      const after = shares();
      const sorted = (heads: number[][][]) => heads.map((of) => of.map((head) => head.toSorted()));
      expect(sorted(after)).toEqual(sorted(before));
      expect(after).not.toEqual(before);
      // What is absent stays absent.
      const absent = (heads: number[][][]) => heads.flat(2).map((weight) => weight === 0);
      expect(absent(after)).toEqual(absent(before));
      expect(first).not.toEqual(learned);
      const second = inference.act(worlds).slice();
      expect(second).not.toEqual(first);
      expect(permuted(1)).toEqual(first);
      expect(inference.act(worlds)).toEqual(second);
      inference.intervention = {};
      expect(inference.act(worlds)).toEqual(learned);
      inference.dispose();
    },
  );

  it('acts as learned where only one row is present: there is nothing to permute', () => {
    const { inference } = createInference();
    const { worldRow, agentRows } = drawWorld();
    const { size } = layout.agent.find(({ part }) => part.kind === 'set')!;
    const set = layout.agent.find(({ part }) => part.kind === 'set')!.offset;
    for (let a = 0; a < agents; a++) {
      const end = a * layout.agentSize + set + size;
      agentRows.set([1, 0, 0], end - 3);
    }
    // Of the nodes the first alone.
    const graph = layout.world[0]!;
    const mask = graph.offset + graph.part.nodes * graph.part.features.length;
    worldRow.set([1, 0, 0, 0], mask);
    const world = { worldRow, agentRows };
    const learned = inference.act([world]).slice();
    inference.intervention = { permutation: createRandom(1, 'permutation') };
    expectClose(inference.act([world]), learned, { tolerance: 1e-6 });
    inference.dispose();
  });
});
