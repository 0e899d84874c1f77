import { appendFileSync, mkdtempSync, openAsBlob, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { plaza } from '../../../scenes/plaza.ts';
import { sealCard, writePolicyAlone, writePolicyFile } from '../../../src/agents/policy-file.ts';
import { addressDefaults } from '../../../src/app/address.ts';
import type { FileTaker, PolicyFromFile } from '../../../src/app/files/file-kind.ts';
import { fileKinds } from '../../../src/app/files/index.ts';
import { kindOf, openFile } from '../../../src/app/share/opening.ts';
import { createState } from '../../../src/app/state.ts';
import { catalogs } from '../../../src/app/words/index.ts';
import { createNetworks } from '../../../src/rl/learner.ts';
import { writeCheckpointFile } from '../../../src/storage/checkpoint-file.ts';
import { madeUpCard } from '../../agents/made-up-card.ts';
import { tiny } from '../../agents/tiny-run.ts';
import { glbOf, madeUpAvatar } from '../../view/own-avatar/made-up-avatar.ts';
import { noticesOf } from '../in-english.ts';

const { kinds } = catalogs.en.share;

const layout = plaza.observationLayout;
const { actor } = createNetworks(layout, tiny);
const weights = {
  actor: new Float32Array(actor.blueprint.size).fill(0.5),
  ...{ shift: new Float32Array(layout.agentSize), scale: new Float32Array(layout.agentSize) },
};
const run = (scenario: unknown) =>
  writeCheckpointFile({
    manifest: { format: 'heed-checkpoint', scenario },
    blobs: new Map([['actor', new Uint8Array(64)]]),
  });
const policy = (card = madeUpCard) => writePolicyAlone(plaza, card, weights);
const text = (words: string) => new TextEncoder().encode(words);

const opened = (bytes: Uint8Array<ArrayBuffer>, name = 'it.bin') =>
  openedFile(new File([bytes], name));

async function openedFile(file: File) {
  const state = createState({
    scenes: ['plaza', 'rooms'].map((scene) => ({
      ...{ name: scene, title: scene, description: '', shipped: true },
    })),
    ...{ address: addressDefaults, now: 0, panelOpen: true },
  });
  const taken: (string | PolicyFromFile)[] = [];
  const taker: FileTaker = {
    takeRun: async (file, scene) => void taken.push(`${file.name} in ${scene}`),
    takePolicy: async (from) => void taken.push(from),
    takeRecording: async (file, scene) => void taken.push(`${file.name} played in ${scene}`),
    takeAvatar: async ({ file, model }) => void taken.push(`${file} of ${model.triangles} worn`),
  };
  await openFile(state, file, taker);
  return { taken, notices: noticesOf(state) };
}

describe('opening', () => {
  it('knows a run by its first bytes, whatever it is called, and in which scene it is at home', async () => {
    const { taken, notices } = await opened(run('rooms'), 'letter.txt');
    expect([taken, notices]).toEqual([['letter.txt in rooms'], []]);
  });

  it('reads the table of a file once, as it may be long', async () => {
    const parse = vi.spyOn(JSON, 'parse');
    try {
      expect((await opened(run('rooms'))).taken).toEqual(['it.bin in rooms']);
      expect(parse).toHaveBeenCalledTimes(1);
    } finally {
      parse.mockRestore();
    }
  });

  it('knows a recording, and the scene that it plays in', async () => {
    const recording = (scenario: string) =>
      writeCheckpointFile({ manifest: { format: 'heed-recording', scenario }, blobs: new Map() });
    expect(await opened(recording('rooms'))).toEqual({
      ...{ taken: ['it.bin played in rooms'], notices: [] },
    });
    expect((await opened(recording('moon'))).notices[0]).toMatch(
      /is a recording of a scene that is/,
    );
  });

  it('reads an avatar, of GLB and of glTF with all in it', async () => {
    expect(await opened(glbOf(madeUpAvatar()), 'me.vrm')).toEqual({
      ...{ taken: ['me.vrm of 12 worn'], notices: [] },
    });
    const { json, binary } = madeUpAvatar();
    json.buffers[0].uri = `data:;base64,${Buffer.from(binary).toString('base64')}`;
    expect((await opened(text(JSON.stringify(json)))).taken).toEqual(['it.bin of 12 worn']);
  });

  it('reads a policy with its card', async () => {
    const { taken, notices } = await opened(policy(), 'best.safetensors');
    expect(notices).toEqual([]);
    const [from] = taken as [PolicyFromFile];
    expect(from.card).toEqual(sealCard(madeUpCard, weights));
    expect([from.file, from.acting.version]).toEqual(['best.safetensors', madeUpCard.updates]);
    expect(from.acting.weights.length).toBe(actor.blueprint.size + 2 * layout.agentSize);

    // Of a run that went on after its best look.
    const best = { ...madeUpCard, weights: { agentSteps: 640, updates: 40 } };
    const [earlier] = (await opened(policy(best))).taken as [PolicyFromFile];
    expect(earlier.acting.version).toBe(40);
  });

  it.each<[string, Uint8Array<ArrayBuffer>, RegExp]>([
    [
      'a file of another kind',
      text('\x89PNG and what follows'),
      /^The file “it.bin” is none of Heed: expected a run \(\.heed\).* or .*\.$/,
    ],
    [
      'a container of another program',
      writeCheckpointFile({ manifest: { format: 'x' }, blobs: new Map() }),
      /^The file “it.bin” is none of Heed/,
    ],
    ['nothing', new Uint8Array(0), /^The file “it.bin” is empty: expected a run/],
    ['a run that is cut off', run('plaza').slice(0, 40), /no readable file of Heed: it is cut off/],
    [
      'a run of no scene',
      run(7),
      /is a run of a scene that is not here; the page has plaza, rooms/,
    ],
    ['a run of a scene of others', run('moon'), /is a run of a scene that is not here/],
    ['weights without a card', writePolicyFile(plaza, tiny, weights), /these are weights of somet/],
    ['a policy that is cut off', policy().slice(0, -8), /no readable safetensors file/],
    [
      'a policy for a scene of others',
      policy({ ...madeUpCard, scenario: 'moon' }),
      /is a policy for the scene “moon”, which is not here; the page has plaza, rooms/,
    ],
    ['an avatar that is cut off', glbOf(madeUpAvatar()).slice(0, 99), /is cut off or damaged: it/],
    ['JSON of anything', text('{"a": 1}'), /is no glTF: expected an avatar as GLB, glTF or VRM\.$/],
    ['a policy of another network', policy({ ...madeUpCard, agents: 5 }), /does not fit|divisor/],
  ])('%s is one sentence, and nothing is opened', async (_name, bytes, pattern) => {
    const { taken, notices } = await opened(bytes);
    expect(taken).toEqual([]);
    expect(notices).toHaveLength(1);
    expect(notices[0]).toMatch(pattern);
    expect(notices[0]).not.toContain('mistake in Heed');
  });

  it('a file that changes after it was chosen is one sentence with the remedy, and no mistake', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'heed-')), 'me.vrm');
    writeFileSync(path, glbOf(madeUpAvatar()));
    const file = new File([await openAsBlob(path)], 'me.vrm');
    expect((await openedFile(file)).taken).toEqual(['me.vrm of 12 worn']);
    appendFileSync(path, 'more');
    expect(await openedFile(file)).toEqual({
      taken: [],
      notices: [
        '“me.vrm” cannot be read: it is a folder, or it was moved, deleted or changed after it was chosen; choose a file again.',
      ],
    });
  });

  it('what is too large is not read at all', async () => {
    const huge = (head: Uint8Array<ArrayBuffer>, size: number) =>
      ({
        ...{ name: 'huge', size },
        slice: (from: number, to: number) => new Blob([head]).slice(from, to),
        arrayBuffer: () => Promise.reject(new Error('It was read.')),
      }) as unknown as File;
    await expect(kindOf(huge(run('plaza'), 3e9))).rejects.toThrow(
      'The file “huge” has 3.0\u00a0GB: a run has at most 2.1\u00a0GB.',
    );
    await expect(kindOf(huge(policy(), 1e9))).rejects.toThrow(
      'The file “huge” has 1.0\u00a0GB: a policy has at most 67\u00a0MB.',
    );
  });

  it('names all kinds in a row', () => {
    const kind = { name: 'x', ending: '.y' };
    expect(kinds(fileKinds)).toContain('a run (.heed)');
    expect(kinds(fileKinds)).toContain('an avatar (.glb, .gltf, .vrm)');
    expect(kinds([kind] as never)).toBe('a x (.y)');
    expect(kinds([kind, kind, kind] as never)).toBe('a x (.y), a x (.y) or a x (.y)');
  });
});
