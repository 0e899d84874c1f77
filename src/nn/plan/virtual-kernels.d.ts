/** Made by compile-kernels.mjs. */
declare module 'virtual:kernels' {
  /** Two wasm modules in base64, without and with relaxed multiply-add. */
  export const plain: string;
  export const relaxed: string;
}

/** The same, for a memory that threads share. */
declare module 'virtual:kernels/shared' {
  export const plain: string;
  export const relaxed: string;
}
