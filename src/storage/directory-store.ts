/**
 * Runs as folders on the disk, for Node; never part of the page.
 *
 *     DIRECTORY/RUN/manifest.json      { version, generation, manifest, blobs: [{ name, file, size }] }
 *     DIRECTORY/RUN/7-actor.safetensors
 *
 * A commit writes its blobs as new files that nothing refers to yet, then replaces manifest.json by
 * renaming, then removes the files that no manifest refers to any more. Whatever moment a crash
 * picks, manifest.json names whole files. Two writers of one run are found out, not kept apart.
 */
import { mkdir, readdir, readFile, rm, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '../core/input-error.ts';
import { isCount, isText } from '../core/is.ts';
import {
  checkName,
  createSeenGenerations,
  nothingToKeep,
  seal,
  storageFull,
} from './sealed-checkpoint.ts';
import type { Store } from './store.ts';
import {
  codeOf,
  isDiskFull,
  notWritten,
  replaceFile,
  syncFolder,
  writeThrough,
} from './write-file.ts';

const formatVersion = 1;
const manifestName = 'manifest.json';
/** `7-actor.safetensors`: the generation it was written in, then the blob's name. */
const blobFilePattern = /^\d+-/;

interface StoredBlob {
  readonly name: string;
  readonly file: string;
  readonly size: number;
}

interface RunFile {
  readonly version: typeof formatVersion;
  readonly generation: number;
  readonly manifest: unknown;
  readonly blobs: readonly StoredBlob[];
}

export async function openDirectoryStore(directory: string): Promise<Store> {
  const seen = createSeenGenerations();
  // Commits of one store happen one after another; IndexedDB's transactions do the same.
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const result = last.then(work);
    last = result.catch(() => {});
    return result;
  };
  const folderOf = (run: string) => {
    checkName('run', run);
    return join(directory, run);
  };

  async function commit(run: string, sealed: ReturnType<typeof seal>): Promise<void> {
    const folder = folderOf(run);
    await mkdir(folder, { recursive: true }).catch((error) => {
      throw notWritten(folder, error);
    });
    const old = await readRunFile(folder);
    seen.check(run, old?.generation);
    const generation = (old?.generation ?? 0) + 1;
    const kept = new Map(old?.blobs.map((blob) => [blob.name, blob]));
    const blobs = [...sealed.blobs].map(([name, bytes]): StoredBlob => {
      if (bytes !== 'keep') return { name, file: `${generation}-${name}`, size: bytes.length };
      const blob = kept.get(name);
      if (!blob) throw nothingToKeep(run, name);
      return blob;
    });
    const written: string[] = [];
    try {
      for (const { name, file } of blobs) {
        const bytes = sealed.blobs.get(name);
        if (bytes === undefined || bytes === 'keep') continue;
        written.push(file);
        await writeThrough(join(folder, file), bytes);
      }
      await syncFolder(folder);
      const header = { version: formatVersion, generation };
      const table = { ...header, manifest: JSON.parse(sealed.manifest), blobs };
      await replaceFile(join(folder, manifestName), `${JSON.stringify(table, null, 2)}\n`);
    } catch (error) {
      for (const file of written) await rm(join(folder, file), { force: true }).catch(() => {});
      if (isDiskFull(error)) throw storageFull(run, `Make room on the disk of ${folder}.`);
      throw notWritten(folder, error);
    }
    seen.saw(run, generation);
    const current = new Set(blobs.map(({ file }) => file));
    for (const file of await readdir(folder)) {
      if (!blobFilePattern.test(file) || current.has(file)) continue;
      // A file that cannot be removed costs room, nothing else; the next commit tries again.
      await rm(join(folder, file), { force: true }).catch(() => {});
    }
  }

  return {
    async list() {
      const entries = await readdir(directory, { withFileTypes: true }).catch(absent(directory));
      const runs: string[] = [];
      for (const entry of entries ?? []) {
        const file = join(directory, entry.name, manifestName);
        if (entry.isDirectory() && (await stat(file).catch(absent(file)))) runs.push(entry.name);
      }
      return runs.sort();
    },

    async read(run) {
      const folder = folderOf(run);
      let table = await readRunFile(folder);
      for (;;) {
        seen.saw(run, table?.generation);
        if (!table) return undefined;
        const blobs = await readBlobs(folder, table);
        if (blobs instanceof Map) return { manifest: table.manifest, blobs };
        // Another program has committed in between, and removed what the old manifest named.
        const newer = await readRunFile(folder);
        if (newer?.generation === table.generation) throw blobs;
        table = newer;
      }
    },

    readManifest: async (run) => (await readRunFile(folderOf(run)))?.manifest,

    async size(run) {
      const table = await readRunFile(folderOf(run));
      return (table?.blobs ?? []).reduce((sum, { size }) => sum + size, 0);
    },

    async commit(run, checkpoint) {
      const sealed = seal(run, checkpoint);
      await inTurn(() => commit(run, sealed));
    },

    async remove(run) {
      const folder = folderOf(run);
      await inTurn(async () => {
        // The manifest first: without it, what is left of a crash here is no run.
        await rm(join(folder, manifestName), { force: true });
        const files = (await readdir(folder).catch(absent(folder))) ?? [];
        for (const file of files.filter((file) => blobFilePattern.test(file))) {
          await rm(join(folder, file), { force: true });
        }
        // Files of others (metrics, pictures) stay, and with them the folder.
        if ((await readdir(folder).catch(absent(folder)))?.length === 0)
          await rm(folder, { recursive: true });
        seen.forget(run);
      });
    },

    async usage() {
      const disk = await statfs(directory).catch(absent(directory));
      if (!disk) return undefined;
      const files = await readdir(directory, { recursive: true, withFileTypes: true });
      let used = 0;
      for (const file of files) {
        if (file.isFile()) used += (await stat(join(file.parentPath, file.name))).size;
      }
      return { used, quota: used + disk.bavail * disk.bsize };
    },

    close() {},
  };
}

/** undefined for what is not there; whoever may not read what is there is told so. */
const absent = (path: string) => (error: unknown) => {
  const code = codeOf(error);
  if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
  if (!['EACCES', 'EPERM', 'EISDIR'].includes(code)) throw error;
  throw new InputError(
    `Cannot read ${path} (${code}): expected a file that you may read; mend it, or name another folder.`,
  );
};

async function readRunFile(folder: string): Promise<RunFile | undefined> {
  const path = join(folder, manifestName);
  const text = await readFile(path, 'utf8').catch(absent(path));
  if (text === undefined) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new InputError(`${path} is not JSON: it was not written by this program, or is damaged.`);
  }
  return checkRunFile(path, value);
}

function checkRunFile(path: string, value: unknown): RunFile {
  const { version, generation, manifest, blobs } = (value ?? {}) as Partial<RunFile>;
  if (version !== formatVersion) {
    throw new InputError(
      `${path}: expected version ${formatVersion}, but got ${JSON.stringify(version)}.`,
    );
  }
  if (!Number.isSafeInteger(generation) || manifest === undefined || !Array.isArray(blobs)) {
    throw new InputError(`${path}: expected generation, manifest and blobs, but one is missing.`);
  }
  for (const blob of blobs as Partial<StoredBlob>[]) {
    const { name, file, size } = blob ?? {};
    const right = isText(name) && isText(file) && file.replace(blobFilePattern, '') === name;
    if (!right || !isCount(size)) {
      throw new InputError(`${path}: expected blobs of name, file and size, but one is not.`);
    }
    checkName('blob', name);
  }
  return value as RunFile;
}

/** The blobs, or the error of the first one that is not as the manifest says. */
async function readBlobs(folder: string, table: RunFile) {
  const blobs = new Map<string, Uint8Array>();
  for (const { name, file, size } of table.blobs) {
    const path = join(folder, file);
    const bytes = await readFile(path).catch(absent(path));
    if (bytes?.length !== size) {
      const got = bytes ? `${bytes.length}` : 'no file';
      return new InputError(`${path}: expected ${size} bytes, but got ${got}: it is damaged.`);
    }
    blobs.set(name, new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length));
  }
  return blobs;
}
