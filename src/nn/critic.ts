/**
 * The action value Q(s, a), or quantiles of the return, whose mean it is: encoder, then hidden ReLU layers
 * over features ⊕ action. In three steps: one encoding of s serves the executed action and the policy's, and
 * so does what the first hidden layer makes of it (its product with features ⊕ action is a sum of two products).
 *
 * Axes: N samples, M quantiles; M = 1 is Q itself.
 */
import type { ObservationLayout } from '../core/spec.ts';
import { finalBound, type NetworkOptions } from './actor.ts';
import { Blueprint } from './blueprint.ts';
import { createEncoder, type Encoded, type Intervention } from './encoder.ts';
import type { Engine, Observation } from './engine.ts';
import { dense, layerNorm, multilayer } from './layers.ts';

export interface CriticOptions extends NetworkOptions {
  /** M */
  readonly quantiles: number;
}

export interface Critic {
  readonly blueprint: Blueprint;
  encode<T>(
    engine: Engine<T>,
    observation: Observation<T>,
    intervention?: Intervention<T>,
  ): Encoded<T>;
  /** features [N, F] → what the first hidden layer makes of them [N, hidden] */
  mix<T>(engine: Engine<T>, features: T): T;
  /** mixed [N, hidden], action [N, 2] → [N, M] */
  value<T>(engine: Engine<T>, mixed: T, action: T): T;
}

export function createCritic(layout: ObservationLayout, options: CriticOptions): Critic {
  const blueprint = new Blueprint();
  const encoder = createEncoder(blueprint, 'encoder', layout, options);
  const [width = 0, ...widths] = options.hidden;
  const initial = { kind: 'fanIn', fanIn: encoder.size + 2 } as const;
  const ofFeatures = dense(blueprint, 'head/0', {
    ...{ inputs: encoder.size, outputs: width, initial },
  });
  const ofAction = dense(blueprint, 'head/0/action', {
    ...{ inputs: 2, outputs: width, bias: false, initial },
  });
  const first = options.layerNorm ? layerNorm(blueprint, 'head/0/norm', width, 'relu') : undefined;
  const rest = multilayer(blueprint, 'head/rest', {
    ...{ inputs: width, widths, layerNorm: options.layerNorm },
  });
  const output = dense(blueprint, 'value', {
    inputs: widths.at(-1) ?? width,
    outputs: options.quantiles,
    initial: { kind: 'uniform', bound: finalBound },
  });
  return {
    blueprint,
    encode: encoder.encode,
    mix: ofFeatures,
    value(engine, mixed, action) {
      const sum = engine.add(mixed, ofAction(engine, action));
      const hidden = first ? first(engine, sum) : engine.relu(sum);
      return output(engine, rest(engine, hidden));
    },
  };
}
