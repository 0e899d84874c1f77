/**
 * What a flat row reads in a mirror that exchanges left and right (the world's x and −x): number i of the
 * reflected row is `sign[i]` times number `from[i]`. Reflected twice, a row is itself.
 */
import { graphBlocks, type Part, sizeOf } from './spec.ts';
import type { RowLayout } from './transition-row.ts';

export interface Reflection {
  readonly from: Int32Array;
  /** 1 or −1. */
  readonly sign: Float32Array;
}

/** How an observation's two rows read in the mirror. */
export interface ObservationReflection {
  readonly agent: Reflection;
  readonly world: Reflection;
}

/** Nothing changes. */
export function unchanged(size: number): Reflection {
  return {
    from: Int32Array.from({ length: size }, (_, i) => i),
    sign: new Float32Array(size).fill(1),
  };
}

/** Of a part: every feature stays where it is, and those in `turned`, of nodes, rows and edges, change sign. */
export function turnedFeatures(part: Part, turned: readonly string[]): Reflection {
  const reflection = unchanged(sizeOf(part));
  const turn = (offset: number, rows: number, features: readonly string[]) => {
    for (let row = 0; row < rows; row++) {
      features.forEach((name, f) => {
        if (turned.includes(name)) reflection.sign[offset + row * features.length + f] = -1;
      });
    }
  };
  switch (part.kind) {
    case 'vector':
    case 'anchor':
      turn(0, 1, part.features);
      break;
    case 'set':
      turn(0, part.rows, part.features);
      break;
    case 'graph':
      turn(0, part.nodes, part.features);
      turn(graphBlocks(part).edges, part.edges, part.edgeFeatures);
  }
  return reflection;
}

/** One after the other. */
export function joined(reflections: readonly Reflection[]): Reflection {
  const all = unchanged(reflections.reduce((sum, { from }) => sum + from.length, 0));
  let offset = 0;
  for (const { from, sign } of reflections) {
    all.from.set(
      from.map((i) => offset + i),
      offset,
    );
    all.sign.set(sign, offset);
    offset += from.length;
  }
  return all;
}

/** Of a whole transition row: observations and actions (forward, left); what they gave is the same. */
export function rowReflection(
  { agents, size, actionOffset }: RowLayout,
  { agent, world }: ObservationReflection,
): Reflection {
  const actions = unchanged(2 * agents);
  for (let i = 1; i < 2 * agents; i += 2) actions.sign[i] = -1;
  const observed = [world, ...Array.from({ length: agents }, () => agent)];
  const rest = unchanged(size - actionOffset - 2 * agents);
  return joined([...observed, actions, rest]);
}

/** Reflects the row at `values[offset]` in place; `scratch` has room for it. */
export function reflect(
  { from, sign }: Reflection,
  values: Float32Array,
  offset: number,
  scratch: Float32Array,
): void {
  const size = from.length;
  for (let i = 0; i < size; i++) scratch[i] = values[offset + i] as number;
  for (let i = 0; i < size; i++) {
    values[offset + i] = (sign[i] as number) * (scratch[from[i] as number] as number);
  }
}
