/** What Adam (Kingma and Ba 2015, algorithm 1) remembers of one network, flat. */

export interface AdamOptions {
  /** τ in (0, 1]: the share of the online weights that moves into the target at each step. */
  readonly tau: number;
  readonly beta1?: number;
  readonly beta2?: number;
  readonly epsilon?: number;
}

export const adamDefaults = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };

/** [size] each, in the blueprint's order. */
export interface OptimiserState {
  readonly step: number;
  readonly online: Float32Array;
  readonly target: Float32Array;
  readonly first: Float32Array;
  readonly second: Float32Array;
}

export function initialState(values: Float32Array): OptimiserState {
  return {
    step: 0,
    online: values.slice(),
    target: values.slice(),
    first: new Float32Array(values.length),
    second: new Float32Array(values.length),
  };
}

/** Step size and epsilon of step number `step` (from 1) with the bias corrections in them. */
export function adamRates(
  step: number,
  rate: number,
  { beta1, beta2, epsilon }: Required<Omit<AdamOptions, 'tau'>>,
): { readonly size: number; readonly epsilon: number } {
  const correct1 = 1 - beta1 ** step;
  const correct2 = Math.sqrt(1 - beta2 ** step);
  return { size: (rate * correct2) / correct1, epsilon: epsilon * correct2 };
}
