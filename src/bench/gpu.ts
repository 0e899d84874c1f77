/**
 * WebGPU in Node, by the package `webgpu` (Dawn over Vulkan). On a machine without a GPU, the software
 * adapter that Chromium brings serves: its folder holds the driver and the loader, which the dynamic
 * linker must know of before a process starts. So the environment is made here, for a child process.
 */
import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { chromium } from 'playwright-core';

const folders = () => [
  '/usr/lib/chromium',
  '/usr/lib64/chromium-browser',
  '/opt/google/chrome',
  dirname(chromium.executablePath()),
];

const driver = 'vk_swiftshader_icd.json';

/** Environment of a process that is to see the software adapter; undefined where there is none. */
export function softwareAdapter(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Record<string, string> | undefined {
  const folder = folders().find((path) => existsSync(join(path, driver)));
  if (folder === undefined) return undefined;
  const libraries = [folder, environment.LD_LIBRARY_PATH].filter(Boolean);
  return {
    VK_ICD_FILENAMES: join(folder, driver),
    LD_LIBRARY_PATH: libraries.join(delimiter),
  };
}

export interface Adapter {
  readonly name: string;
  readonly software: boolean;
}

/** Makes `navigator.gpu` of this process; undefined where no adapter is found. */
export async function provideWebgpu(): Promise<Adapter | undefined> {
  const { create, globals } = await import('webgpu');
  Object.assign(globalThis, globals);
  const gpu = create([]);
  // Newer Nodes have a navigator of their own, which cannot be assigned to; jax-js reads the agent.
  const userAgent = `Node.js/${process.versions.node}`;
  Object.defineProperty(globalThis, 'navigator', { value: { gpu, userAgent }, configurable: true });
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) return undefined;
  const { vendor, device, description } = adapter.info;
  return {
    name: description || device || vendor || 'unnamed adapter',
    software:
      adapter.info.isFallbackAdapter || /swiftshader|llvmpipe/i.test(`${description}${device}`),
  };
}
