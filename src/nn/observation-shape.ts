/** Which parts of an observation a network reads, and the constants of how it reads them. */
import type { ObservationLayout, PlacedPart, SetPart } from '../core/spec.ts';

/** A node's pose relative to an agent: forward, left (tenths of metres), nearness e^(−distance / 3 m). */
export const poseFeatures = 3;
export const poseScale = 0.1;
export const nearnessLength = 3;
/** Normalised observations are cut at ± this. */
export const clip = 5;

/** Worlds times agents of a world is the number of samples N. */
export interface BatchShape {
  readonly worlds: number;
  readonly agents: number;
  /** From one of these agents to the next among a world's agent rows. Default: 1. */
  readonly stride?: number;
}

export function vectorSize(layout: ObservationLayout): number {
  return layout.agent.reduce((sum, at) => sum + (at.part.kind === 'vector' ? at.size : 0), 0);
}

export function setParts(layout: ObservationLayout): PlacedPart<SetPart>[] {
  return layout.agent.filter((at): at is PlacedPart<SetPart> => at.part.kind === 'set');
}
