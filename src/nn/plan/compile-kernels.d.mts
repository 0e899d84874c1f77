/** Types of compile-kernels.mjs, which is JavaScript because Node runs it as it is (cli/bundle.mjs). */
import type { Plugin } from 'vite';

export function kernels(): Plugin;
