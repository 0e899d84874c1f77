/**
 * Opens a headless Chromium that has WebGPU and WebGL 2 even without a graphics card (SwiftShader,
 * which the browser brings), and that stays quiet on a closed network.
 */
import { type Browser, chromium } from 'playwright-core';

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
// A hidden page is drawn and timed as rarely as possible: a headless one must not count as hidden.
const awake = ['--disable-renderer-backgrounding', '--disable-background-timer-throttling'];

export interface OpenOptions {
  /** 'software' (default) for the same result everywhere; 'hardware' for timings on a real card. */
  readonly graphics?: 'software' | 'hardware';
  readonly flags?: readonly string[];
}

export function openBrowser(path: string, options: OpenOptions = {}): Promise<Browser> {
  const { graphics = 'software', flags = [] } = options;
  return chromium.launch({
    executablePath: path,
    args: [
      // The sandbox cannot start as root.
      ...(process.geteuid?.() === 0 ? ['--no-sandbox'] : []),
      ...quiet,
      ...awake,
      ...(graphics === 'software'
        ? softwareGraphics
        : ['--enable-unsafe-webgpu', '--enable-features=Vulkan']),
      ...flags,
    ],
  });
}
