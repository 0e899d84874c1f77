/** What the colours on the floor mean: from what to what, in which unit, of whom. */
import { fadeSeconds } from '../../../agents/floor-counts.ts';
import { colourGradient } from '../../../view/colour-scale.ts';
import { agentName } from '../../../view/names.ts';
import { decimals } from '../../format.ts';
import type { PageState } from '../../state.ts';
import { words } from '../../words/index.ts';
import type { FloorKind, FloorReport } from '../../workers/floor.ts';
import type { PartProps } from '../part.ts';

/** Title and meaning. */
function wordsOf(kind: FloorKind, selected: number | undefined): readonly [string, string] {
  const { legend } = words.value.show;
  switch (kind) {
    case 'visits':
      return [legend.visits, legend.visitsMeaning(fadeSeconds.visits / 60)];
    case 'collisions':
      return [legend.collisions, legend.collisionsMeaning(fadeSeconds.collisions / 60)];
    case 'value':
      return [
        legend.value(selected === undefined ? undefined : agentName(selected)),
        legend.valueMeaning,
      ];
  }
}

/** Why there is nothing on the floor, or not all of it yet; undefined: there is. */
function lackOf(state: PageState, report: FloorReport | undefined): string | undefined {
  const { legend } = words.value.show;
  if (state.show.floor.value !== 'value') return report ? undefined : legend.counting;
  if (state.selected.value === undefined) return legend.select;
  if (!report) return legend.asking;
  if (report.values.length > 0) return undefined;
  return state.watching.value ? legend.noCritic : legend.criticComes;
}

export function FloorLegend({ state }: PartProps) {
  const { floor, current, painted } = state.show;
  const kind = floor.value;
  if (!kind) return null;
  const report = current.value;
  const lack = lackOf(state, report);
  const [title, meaning] = wordsOf(kind, state.selected.value);
  const paint = painted.value;
  const digits = paint && paint.most - paint.least < 1 ? 2 : 1;
  return (
    <section class="floor-legend card" aria-label={words.value.show.legend.label}>
      <h2 class="floor-title">{title}</h2>
      {lack ? (
        <p class="none">{lack}</p>
      ) : (
        paint && (
          <p class="disc-scale">
            <span>
              {kind === 'value' && '≤ '}
              {decimals(paint.least, digits)}
            </span>
            <span class="disc-colours" style={{ '--colours': colourGradient }} />
            <span>≥ {decimals(paint.most, digits)}</span>
            <small>{meaning}</small>
          </p>
        )
      )}
    </section>
  );
}
