/** What `train` writes and `evaluate` reads: a directory store with one run under this name. */
export const runName = 'run';
