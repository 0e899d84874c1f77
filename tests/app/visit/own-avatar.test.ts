/** A visitor's own avatar from one visit to the next, also where it is damaged or the page was closed in between. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { addressDefaults } from '../../../src/app/address.ts';
import { createState } from '../../../src/app/state.ts';
import { createOwnAvatars, readAvatar } from '../../../src/app/visit/own-avatar.ts';
import { createMemory, openMemoryStore } from '../../../src/storage/memory-store.ts';
import type { Store } from '../../../src/storage/store.ts';
import { boxPerson } from '../../view/own-avatar/made-up-avatar.ts';
import { noticesOf } from '../in-english.ts';

const open = vi.hoisted(() => vi.fn<() => Promise<Store>>());
vi.mock('../../../src/storage/indexeddb-store.ts', () => ({ openIndexedDbStore: open }));

const key = 'heed avatar';
let local: Map<string, string>;
let memory: ReturnType<typeof createMemory>;

beforeEach(() => {
  local = new Map();
  memory = createMemory();
  open.mockImplementation(async () => openMemoryStore(memory));
  vi.stubGlobal('localStorage', {
    getItem: (name: string) => local.get(name) ?? null,
    setItem: (name: string, value: string) => void local.set(name, value),
    removeItem: (name: string) => void local.delete(name),
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
});

/** The page anew, as after a reload. */
function visit() {
  const state = createState({
    scenes: [{ name: 'plaza', title: 'Plaza', description: '', shipped: true }],
    ...{ address: addressDefaults, now: 0, panelOpen: true },
  });
  return { state, avatars: createOwnAvatars(state) };
}

async function dropOne(bytes = boxPerson()) {
  const { state, avatars } = visit();
  const model = await readAvatar(boxPerson(), 'me.glb');
  await avatars.take({ file: 'me.glb', bytes, model });
  return { state, avatars };
}

/** A store whose act never ends, as that of a page that is closed while it waits. */
function closesAt(act: 'commit' | 'remove') {
  const begun = vi.fn(() => new Promise<never>(() => {}));
  open.mockImplementation(async () => ({ ...openMemoryStore(memory), [act]: begun }));
  return begun;
}

describe('own avatar', () => {
  it('is there again at the next visit', async () => {
    const { state } = await dropOne();
    expect(state.avatar.value?.kept).toBe(true);
    const next = visit();
    await next.avatars.restore();
    expect(next.state.avatar.value).toMatchObject({ file: 'me.glb', wearers: 'nobody' });
    next.avatars.removeAvatar();
    await vi.waitFor(() => expect(local.has(key)).toBe(false));
    expect(memory.runs.size).toBe(0);
  });

  it('that cannot be read any more is said, with how to be rid of it, until it is removed', async () => {
    await dropOne(boxPerson().slice(0, -100));
    const { state, avatars } = visit();
    await avatars.restore();
    expect(state.avatar.value).toBeUndefined();
    expect(state.unreadAvatar.value).toEqual({ file: 'me.glb' });
    expect(noticesOf(state)).toEqual([
      expect.stringMatching(
        /^The file “me.glb” is cut off or damaged: .* remove your avatar among the preferences \(P\)/,
      ),
    ]);
    avatars.removeAvatar();
    expect(state.unreadAvatar.value).toBeUndefined();
    expect(noticesOf(state)).toEqual([]);
    await vi.waitFor(() => expect(memory.runs.size).toBe(0));
    const next = visit();
    await next.avatars.restore();
    expect(noticesOf(next.state)).toEqual([]);
  });

  it('goes also where the database does not open', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {});
    await dropOne();
    open.mockRejectedValue(new Error('broken'));
    const { state, avatars } = visit();
    await avatars.restore();
    expect(state.unreadAvatar.value).toEqual({ file: undefined });
    avatars.removeAvatar();
    await vi.waitFor(() => expect(local.has(key)).toBe(false));
  });

  it('is found again if the page is closed while it is removed', async () => {
    await dropOne();
    const removing = closesAt('remove');
    const { avatars } = visit();
    await avatars.restore();
    avatars.removeAvatar();
    await vi.waitFor(() => expect(removing).toHaveBeenCalled());
    expect(local.has(key)).toBe(true);
  });

  it('leaves no bytes that nobody would find, nor a name without them, if the page is closed while it is kept', async () => {
    const committing = closesAt('commit');
    void dropOne();
    await vi.waitFor(() => expect(committing).toHaveBeenCalled());
    expect(local.has(key)).toBe(true);
    open.mockImplementation(async () => openMemoryStore(memory));
    const { state, avatars } = visit();
    await avatars.restore();
    expect(noticesOf(state)).toEqual([]);
    expect(local.has(key)).toBe(false);
  });

  it('is not kept where there is no room, and then leaves nothing', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {});
    open.mockRejectedValue(new Error('private window'));
    const { state } = await dropOne();
    expect(state.avatar.value?.kept).toBe(false);
    expect(noticesOf(state)).toEqual([expect.stringMatching(/worn until the page is closed/)]);
    expect(local.has(key)).toBe(false);
  });
});
