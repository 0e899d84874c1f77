/** Whom the ghosts are of, of which time each is, how it fares, and how often it has arrived. */
import { agentName } from '../../../view/names.ts';
import { roundTime, type ShownGhost } from '../../learning/ghosts.ts';
import { words } from '../../words/index.ts';
import { CloseIcon } from '../icons.tsx';
import type { PartProps } from '../part.ts';

function GhostRow({ seconds, colour, outcome, arrived, tries }: ShownGhost) {
  const { ghosts } = words.value.show;
  return (
    <li>
      <span class="ghost-swatch" style={{ '--colour': colour }} aria-hidden="true" />
      <span>{ghosts.after(roundTime(seconds))}</span>
      <span class={`ghost-outcome ${outcome ?? ''}`}>
        {outcome ? ghosts.outcomes[outcome] : ghosts.onItsWay}
      </span>
      <span class="ghost-tries" title={ghosts.triesMeaning}>
        {tries > 0 && ghosts.tries(arrived, tries)}
      </span>
    </li>
  );
}

export function GhostsLegend({ state, commands }: PartProps) {
  const { on, shown } = state.ghosts;
  if (!on.value) return null;
  const { ghosts } = words.value.show;
  const selected = state.selected.value;
  const all = shown.value;
  return (
    <section class="ghosts-legend card" aria-label={ghosts.title}>
      <h2 class="floor-title">
        {selected === undefined ? ghosts.title : ghosts.of(agentName(selected))}
        <button
          type="button"
          class="quiet"
          aria-label={ghosts.hide}
          title={ghosts.hideHint}
          onClick={commands.toggleGhosts}
        >
          <CloseIcon />
        </button>
      </h2>
      {all.length === 0 ? (
        <p class="none">{selected === undefined ? ghosts.select : ghosts.coming}</p>
      ) : (
        <ul class="ghost-rows">
          {all.map((ghost) => (
            <GhostRow key={ghost.updates} {...ghost} />
          ))}
        </ul>
      )}
      <p class="ghosts-meaning">{ghosts.meaning}</p>
    </section>
  );
}
