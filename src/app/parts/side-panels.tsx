/** The two panels beside the view on a wide window: learning right, attention left. */
import { agentName } from '../../view/names.ts';
import { percent } from '../format.ts';
import { words } from '../words/index.ts';
import { ChevronIcon, CloseIcon } from './icons.tsx';
import { LearningContent } from './learning/learning-content.tsx';
import { MindContent } from './mind/mind-content.tsx';
import type { PartProps } from './part.ts';
import { RobotStrip } from './robot-strip.tsx';

export function LearningPanel(props: PartProps) {
  const { state, commands } = props;
  const open = state.panelOpen.value;
  const { learning } = words.value;
  const { success } = state.summary.value;
  return (
    <aside class={`learning panel card ${open ? 'open' : 'closed'}`} aria-label={learning.title}>
      <h2 class="panel-title">
        <button
          type="button"
          class="panel-toggle"
          aria-expanded={open}
          onClick={commands.togglePanel}
        >
          {learning.title}
          {!open && success !== null && <span class="panel-peek">{percent(success)}</span>}
          <ChevronIcon />
        </button>
      </h2>
      {open && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region must be reachable by key.
        <section class="panel-body" tabIndex={0} aria-label={learning.figures}>
          <LearningContent {...props} />
        </section>
      )}
    </aside>
  );
}

export function AttentionPanel(props: PartProps) {
  const { state, commands } = props;
  const { selected } = state;
  if (state.agents.value === 0) return null;
  const { mind } = words.value;
  if (selected.value === undefined) {
    return (
      <aside class="attention panel card closed" aria-label={mind.robots.title}>
        <RobotStrip {...props} />
      </aside>
    );
  }
  const name = agentName(selected.value);
  return (
    <aside class="attention panel card open" aria-label={mind.title(name)}>
      <h2 class="panel-title">
        {mind.title(name)}
        <button
          type="button"
          class="quiet"
          onClick={() => commands.select(undefined)}
          aria-label={mind.letGo(name)}
        >
          <CloseIcon />
        </button>
      </h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region must be reachable by key. */}
      <section class="panel-body" tabIndex={0} aria-label={mind.body}>
        <MindContent {...props} />
      </section>
      <RobotStrip {...props} />
    </aside>
  );
}
