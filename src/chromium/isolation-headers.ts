/** They make a page cross-origin isolated, which gives it SharedArrayBuffer. Not every host can send them. */
export const isolationHeaders = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};
