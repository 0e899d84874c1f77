/** Names that come from elsewhere are English already. */
import type { KnownNames } from '../known.ts';

export const names: KnownNames = {
  ...{ scenes: {}, overlays: {}, parts: {}, features: {}, hyperparameters: {} },
  columns: {},
  label: (label) => label,
};
