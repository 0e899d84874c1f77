/**
 * Opens a headless Chromium that has WebGPU and WebGL 2 even without a graphics card (SwiftShader,
 * which the browser brings), and that stays quiet on a closed network.
 */
import { type Browser, type BrowserContext, chromium } from 'playwright-core';
import type { Graphics } from './graphics.ts';

const quiet = [
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const softwareGraphics = [
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
  '--enable-features=Vulkan',
  '--enable-unsafe-swiftshader',
  '--ignore-gpu-blocklist',
];
const hardwareGraphics = ['--enable-unsafe-webgpu', '--enable-features=Vulkan'];
// A hidden page is drawn and timed as rarely as possible: a headless one must not count as hidden.
const awake = ['--disable-renderer-backgrounding', '--disable-background-timer-throttling'];

export interface OpenOptions {
  /** Default: software. */
  readonly graphics?: Graphics;
  readonly flags?: readonly string[];
}

export function openBrowser(path: string, options: OpenOptions = {}): Promise<Browser> {
  return chromium.launch({ executablePath: path, args: argumentsOf(options) });
}

/** The same with a profile folder, whose databases are still there when it is opened again. */
export function openProfile(
  path: string,
  profile: string,
  options: OpenOptions = {},
): Promise<BrowserContext> {
  return chromium.launchPersistentContext(profile, {
    executablePath: path,
    args: argumentsOf(options),
  });
}

function argumentsOf({ graphics = 'software', flags = [] }: OpenOptions): string[] {
  return [
    // The sandbox cannot start as root.
    ...(process.geteuid?.() === 0 ? ['--no-sandbox'] : []),
    ...quiet,
    ...awake,
    ...(graphics === 'software' ? softwareGraphics : hardwareGraphics),
    ...flags,
  ];
}
