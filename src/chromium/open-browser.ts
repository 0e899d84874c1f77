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
/** What Playwright says of its own accord to the same end. */
const awakeAnyway = [...awake, '--disable-backgrounding-occluded-windows'];

export interface OpenOptions {
  /** Default: software. */
  readonly graphics?: Graphics;
  readonly flags?: readonly string[];
  /** Hidden pages are slowed down, as they are for anybody; a page of Playwright is never hidden. Default: false. */
  readonly drowsy?: boolean;
}

export function openBrowser(path: string, options: OpenOptions = {}): Promise<Browser> {
  return chromium.launch({
    ...{ executablePath: path, args: argumentsOf(options) },
    ...(options.drowsy ? { ignoreDefaultArgs: awakeAnyway } : {}),
  });
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

function argumentsOf({ graphics = 'software', flags = [], drowsy }: OpenOptions): string[] {
  return [
    // The sandbox cannot start as root.
    ...(process.geteuid?.() === 0 ? ['--no-sandbox'] : []),
    ...quiet,
    ...(drowsy ? [] : awake),
    ...(graphics === 'software' ? softwareGraphics : hardwareGraphics),
    ...flags,
  ];
}
