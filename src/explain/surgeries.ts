/** How attention is spoilt at test time (surgery.ts); by itself, for whoever only shows what came of it. */
export const surgeries = ['as trained', 'permuted', 'uniform'] as const;
export type Surgery = (typeof surgeries)[number];
