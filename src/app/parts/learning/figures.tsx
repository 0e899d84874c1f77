/** Figures as the panels show them: the rate that matters, and rows of a name and a value. */
import type { ComponentChildren } from 'preact';
import { figure, percent } from '../../format.ts';
import type { PageState } from '../../state.ts';
import { words } from '../../words/index.ts';

export const unknown = '–';

export function figureOrNone(value: number | null | undefined, write = figure): string {
  return value === null || value === undefined || !Number.isFinite(value) ? unknown : write(value);
}

export function Row({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div class="row">
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

export function SuccessRate({ state }: { state: PageState }) {
  const { learning } = words.value;
  const { success, episodes } = state.summary.value;
  return (
    <p class="success">
      <strong class="success-rate" style={{ '--success': success ?? 0 }}>
        {success === null ? unknown : percent(success)}
      </strong>
      <span class="success-of">{episodes === 0 ? learning.noTry : learning.arrived(episodes)}</span>
    </p>
  );
}
