/**
 * Generator `scatter`: bars (hedges, benches, walls) and rounds (planters, pillars) strewn over the
 * ground. Larger kinds should come first in the file: what comes later fits into what is left.
 * Bars lie along x and z in turn, so that both directions are barred alike.
 */
import type { Random } from '../core/random.ts';
import { type Draft, findPlace, freeId, type Plot, takenGround } from './draft.ts';
import { circle, type Footprint, rectangle } from './footprint.ts';
import type { OptionsOf } from './generator-schema.ts';
import type { Static } from './layout.ts';
import { take } from './taken.ts';

type Bar = Extract<OptionsOf<'scatter'>['obstacles'][number], { form: 'bar' }>;

interface Candidate {
  readonly parts: readonly Footprint[];
}

export function scatter(options: OptionsOf<'scatter'>, draft: Draft, random: Random): void {
  const plot: Plot = {
    min: draft.min,
    max: draft.max,
    gap: options.gap,
    attempts: options.attempts,
  };
  const taken = takenGround(draft);
  for (const kind of options.obstacles) {
    for (let i = 0; i < kind.count; i++) {
      const build = kind.form === 'bar' ? barBuilder(kind, i, random) : undefined;
      const radius = kind.form === 'round' ? random.range(...kind.radius) : 0;
      const place = findPlace<Candidate>(
        plot,
        taken,
        random,
        build ?? ((x, z) => ({ parts: [circle(x, z, radius)] })),
      );
      if (!place) continue;
      take(taken, place.parts);
      addObstacle(draft, kind.look, kind.height, place.parts);
    }
  }
}

/** Draws a bar's measures once; gives its outline, of one to three boxes, for a centre. */
function barBuilder(bar: Bar, index: number, random: Random) {
  const length = random.range(...bar.length);
  const alongX = index % 2 === 0;
  const lipped = random.uniform() < (bar.lips?.share ?? 0);
  const lip = lipped && bar.lips ? random.range(...bar.lips.length) : 0;
  const both = lip > 0 && random.uniform() < (bar.lips?.bothShare ?? 0);
  const end = random.integer(2) === 0 ? -1 : 1;
  const side = random.integer(2) === 0 ? -1 : 1;
  const ends = lip === 0 ? [] : both ? [end, -end] : [end];
  return (x: number, z: number): Candidate => {
    const parts = [box(x, z, length, bar.thickness, alongX)];
    for (const at of ends) {
      const along = (at * (length - bar.thickness)) / 2;
      const across = (side * (lip + bar.thickness)) / 2;
      const [dx, dz] = alongX ? [along, across] : [across, along];
      parts.push(box(x + dx, z + dz, bar.thickness, lip, alongX));
    }
    return { parts };
  };
}

function box(x: number, z: number, along: number, across: number, alongX: boolean): Footprint {
  return alongX ? rectangle(x, z, along, across) : rectangle(x, z, across, along);
}

/** The first part is the main one: it gets the landmark. */
export function addObstacle(
  draft: Draft,
  look: Static['look'],
  height: number,
  parts: readonly Footprint[],
): void {
  const body = draft.statics.length;
  const id = freeId(draft.statics, look, body);
  for (const [index, part] of parts.entries()) {
    const round = part.radius > 0;
    draft.statics.push({
      id: `${id}${index === 0 ? '' : `-lip-${index}`}`,
      look,
      position: [part.x, height / 2, part.z],
      yaw: 0,
      shape: round
        ? { type: 'cylinder', radius: part.radius, height }
        : { type: 'box', size: [part.halfX * 2, height, part.halfZ * 2] },
    });
  }
  const main = parts[0] as Footprint;
  draft.landmarks.push({
    id,
    position: [main.x, main.z],
    radius: Math.hypot(main.halfX, main.halfZ) + main.radius,
    body,
  });
}
