import { afterEach, describe, expect, it, vi } from 'vitest';
import { addressDefaults } from '../../../src/app/address.ts';
import { emptyProgress } from '../../../src/app/learning/progress.ts';
import { captionText } from '../../../src/app/share/caption.ts';
import { fileName } from '../../../src/app/share/file-name.ts';
import { createSharing } from '../../../src/app/share/sharing.ts';
import { createState } from '../../../src/app/state.ts';
import { InputError } from '../../../src/core/input-error.ts';
import { evaluationSeed } from '../../../src/env/index.ts';
import type { Layout } from '../../../src/scene/layout.ts';
import { writeCheckpointFile } from '../../../src/storage/checkpoint-file.ts';
import { noticesOf } from '../in-english.ts';

const now = new Date(2026, 10, 26, 9, 5, 7).getTime();

function open() {
  const state = createState({
    scenes: ['plaza', 'rooms'].map((name) => ({
      ...{ name, title: name, description: '', shipped: true },
    })),
    ...{ address: addressDefaults, now, panelOpen: true },
  });
  const files: { name: string; content: Blob | Uint8Array }[] = [];
  const done: string[] = [];
  const sharing = createSharing(state, {
    ...{ stage: () => undefined, clock: () => now, chooseFile() {} },
    address: () => 'https://example.org/?scene=plaza&backend=wasm',
    canvas: () => ({}) as HTMLCanvasElement,
    download: (content, name) => files.push({ content, name }),
    run: {
      policy: () => Promise.reject(new InputError('There is no policy yet.')),
      loadFile: async ({ name }, scene) => {
        if (scene === 'plaza') throw new InputError('The file cannot go on.');
        done.push(`load ${name} in ${scene}`);
        state.scene.value = scene;
      },
      watchPolicy: async () => {},
      openRecording: async () => {},
    },
    takeAvatar: async ({ file }) => void done.push(`wear ${file}`),
  });
  return {
    state,
    sharing,
    files,
    done,
    notices: () => noticesOf(state),
  };
}

const runFile = (scenario: string) =>
  new File(
    [writeCheckpointFile({ manifest: { format: 'heed-checkpoint', scenario }, blobs: new Map() })],
    'a.heed',
  );

afterEach(() => vi.unstubAllGlobals());

describe('sharing', () => {
  it('copies the link to what is in view, and says so', async () => {
    const copied: string[] = [];
    vi.stubGlobal('navigator', {
      clipboard: { writeText: async (text: string) => copied.push(text) },
    });
    const { state, sharing, notices } = open();
    state.selected.value = 2;
    await sharing.copyLink();
    expect(copied).toEqual(['https://example.org/?scene=plaza&policy=none&robot=3']);
    expect(notices()).toEqual(['The link to what you see is copied.']);
    expect(state.dialog.value).toBeUndefined();
  });

  it('a link has the layout in view or the case, but none that a recording shows of an evaluation', async () => {
    const { state, sharing } = open();
    const linkOf = (scene: string, seed: number) => {
      state.scene.value = scene;
      state.layout.value = { seed } as Layout;
      sharing.showShare();
      return new URL(state.share.link.value).search;
    };
    expect(linkOf('plaza', 123)).toBe('?scene=plaza&policy=none&layout=123');
    expect(linkOf('plaza', evaluationSeed(0, 0))).toBe('?scene=plaza&policy=none');
    expect(linkOf('crowdnav', 4711)).toBe('?scene=crowdnav&policy=none&case=4711');
    expect(linkOf('crowdnav', 1200)).toBe('?scene=crowdnav&policy=none');
  });

  it('where the clipboard is refused, or there is none, the link is shown to be copied by hand', async () => {
    for (const navigator of [{}, { clipboard: { writeText: () => Promise.reject(new Error()) } }]) {
      vi.stubGlobal('navigator', navigator);
      const { state, sharing } = open();
      await sharing.copyLink();
      expect([state.dialog.value, state.share.copied.value]).toEqual(['share', 'refused']);
      expect(state.share.link.value).toContain('scene=plaza');
    }
  });

  it('saves results under the scene and the time', () => {
    const { state, sharing, files } = open();
    const point = {
      ...{ seconds: 1, agentSteps: 10, updates: 1, success: 1, return: 1, spl: 1 },
      ...{ criticLoss: 0.5, actorLoss: null, q: 0.25 },
    };
    state.progress.value = { ...emptyProgress, points: [point] };
    for (const kind of ['csv', 'jsonl', 'tensorboard'] as const) sharing.saveResults(kind);
    expect(files.map(({ name }) => name)).toEqual([
      ...['heed-plaza-20261126-090507.csv', 'heed-plaza-20261126-090507.jsonl'],
      `events.out.tfevents.${Math.floor(now / 1000)}.heed`,
    ]);
    expect(new TextDecoder().decode(files[0]?.content as Uint8Array)).toBe(
      'agentSteps,seconds,success,return,spl,criticLoss,q,updates,marks\r\n10,1,1,1,1,0.5,0.25,1,\r\n',
    );
  });

  it('what cannot be made is one sentence', async () => {
    const { sharing, notices } = open();
    await sharing.savePicture();
    expect(notices()).toEqual(['There is no picture yet: wait until the world is shown.']);
    await sharing.savePolicy();
    expect(notices()).toEqual(['There is no policy yet.']);
    sharing.toggleVideo();
    expect(notices()).toHaveLength(1);
    expect(notices()[0]).toMatch(/^This browser cannot record a video of the page: use/);
  });

  it('a run from a file opens in its scene, but never in the place of what was trained unasked', async () => {
    const { state, sharing, done } = open();
    await sharing.openFile(runFile('rooms'));
    expect(done).toEqual(['load a.heed in rooms']);
    state.resumed.value = { agentSteps: 100, updates: 10 };
    await sharing.openFile(runFile('rooms'));
    expect(state.dialog.value).toBe('replace-run');
    expect(done).toHaveLength(1);
    await sharing.replaceRun();
    expect(done.slice(1)).toEqual(['load a.heed in rooms']);
    expect([state.dialog.value, state.share.waiting.value]).toEqual([undefined, undefined]);
  });

  it('a run that takes the place of one and is refused then is one sentence', async () => {
    const { state, sharing, notices } = open();
    state.resumed.value = { agentSteps: 100, updates: 10 };
    await sharing.openFile(runFile('plaza'));
    expect([state.dialog.value, notices()]).toEqual(['replace-run', []]);
    await sharing.replaceRun();
    expect(notices()).toEqual(['The file cannot go on.']);
  });
});

describe('names and captions', () => {
  it('are short and say what there is', () => {
    expect(fileName('rooms', now, '.png')).toBe('heed-rooms-20261126-090507.png');
    const plaza = { title: 'Plaza', robots: 8, success: 0.97, updates: 5 };
    expect(captionText(plaza)).toBe('Plaza · 8 robots · 97\u00a0% arrive');
    expect(captionText({ ...plaza, robots: 1, success: null })).toBe('Plaza · 1 robot');
    expect(captionText({ ...plaza, updates: 0 })).toBe('Plaza · 8 robots · nothing learned yet');
  });
});
