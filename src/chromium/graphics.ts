/** What draws in a browser that is opened: this machine's graphics card, or a program in its place. */

export const graphicsKinds = ['software', 'hardware'] as const;
/** 'software' for the same result everywhere; 'hardware' for timings on a real card. */
export type Graphics = (typeof graphicsKinds)[number];
