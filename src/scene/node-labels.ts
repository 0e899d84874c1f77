/** What a person calls the nodes of a scene graph, in the order of its rows; unused rows are ''. */
import type { GraphCapacity } from './graph-capacity.ts';
import type { Layout } from './layout.ts';

export function nodeLabels(layout: Layout, capacity: GraphCapacity): string[] {
  const { regions, portals, landmarks, statics, doors, walkers } = layout;
  const padded = (labels: readonly string[], rows: number) =>
    Array.from({ length: rows }, (_, i) => labels[i] ?? '');
  const regionOf = (index: number) => regions[index]?.label ?? `region ${index + 1}`;
  return [
    ...padded(
      regions.map(({ label }) => label),
      capacity.regions,
    ),
    ...padded(
      portals.map(({ regions: [a, b] }) => `passage ${regionOf(a)} – ${regionOf(b)}`),
      capacity.portals,
    ),
    ...padded(
      landmarks.map(({ body }, i) => `${statics[body]?.look ?? 'landmark'} ${i + 1}`),
      capacity.landmarks,
    ),
    ...capacity.categories.map((name) => `any ${name}`),
    ...padded(
      [...doors.map((_, i) => `door ${i + 1}`), ...walkers.map((_, i) => `walker ${i + 1}`)],
      capacity.movers,
    ),
  ];
}
