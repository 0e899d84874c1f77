/**
 * The deterministic policy μ(s): encoder, hidden ReLU layers, then a point on the unit disc,
 * a = u · tanh|u| / |u| (a smooth squash, not a clip after the actor, which would have no gradient).
 *
 * Axes: N samples. Actions are [N, 2] = (forward, left) in units of the agent's top speed.
 */
import type { ObservationLayout } from '../core/spec.ts';
import { Blueprint } from './blueprint.ts';
import { createEncoder, type Encoded, type EncoderOptions, type Intervention } from './encoder.ts';
import type { Engine, Observation } from './engine.ts';
import { dense, multilayer } from './layers.ts';

export interface NetworkOptions extends EncoderOptions {
  /** Hidden widths after the encoder. */
  readonly hidden: readonly number[];
  /** Layer norm in the hidden layers. */
  readonly layerNorm: boolean;
}

/** Final layers start small, so that first actions and values are near 0 (Lillicrap et al. 2016). */
export const finalBound = 3e-3;

export interface Acted<T> {
  /** [N, 2] on the unit disc */
  readonly action: T;
  /** [N, 1] length of u, before the squash */
  readonly reach: T;
  readonly encoded: Encoded<T>;
}

export interface Actor {
  readonly blueprint: Blueprint;
  act<T>(engine: Engine<T>, observation: Observation<T>, intervention?: Intervention<T>): Acted<T>;
}

export function createActor(layout: ObservationLayout, options: NetworkOptions): Actor {
  const blueprint = new Blueprint();
  const encoder = createEncoder(blueprint, 'encoder', layout, options);
  const hidden = multilayer(blueprint, 'head', {
    inputs: encoder.size,
    widths: options.hidden,
    layerNorm: false,
  });
  const output = dense(blueprint, 'action', {
    inputs: options.hidden.at(-1) ?? encoder.size,
    outputs: 2,
    initial: { kind: 'uniform', bound: finalBound },
  });
  return {
    blueprint,
    act(engine, observation, intervention) {
      const encoded = encoder.encode(engine, observation, intervention);
      const u = output(engine, hidden(engine, encoded.features));
      return { ...engine.squash(u), encoded };
    },
  };
}
