/**
 * The primitives of nn/engine.ts over one set of weights, recorded: each lays out its result, records its
 * forward and remembers its backward. A new one stands in primitives/.
 */
import type { Engine } from '../engine.ts';
import { attention } from './primitives/attention.ts';
import { distance } from './primitives/distance.ts';
import { graph } from './primitives/graph.ts';
import { rowsAndColumns } from './primitives/rows-and-columns.ts';
import { squash } from './primitives/squash.ts';
import type { Matrix, Recorder, WeightsPlace } from './recorder.ts';

export function createPlanEngine(recorder: Recorder, place: WeightsPlace): Engine<Matrix> {
  const parameters = recorder.parameters(place);
  return {
    ...rowsAndColumns(recorder, parameters),
    ...attention(recorder, parameters),
    ...graph(recorder, parameters),
    ...distance(recorder),
    ...squash(recorder),
  };
}
