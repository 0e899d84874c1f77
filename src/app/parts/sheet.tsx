/** The panels on a phone: one sheet at the bottom, one of its two pages open or none. */
import { agentName } from '../../view/names.ts';
import { percent } from '../format.ts';
import type { SheetPage } from '../state.ts';
import { words } from '../words/index.ts';
import { LearningContent } from './learning/learning-content.tsx';
import { MindContent } from './mind/mind-content.tsx';
import type { PartProps } from './part.ts';
import { RobotStrip } from './robot-strip.tsx';

export function Sheet(props: PartProps) {
  const { state } = props;
  const { success } = state.summary.value;
  const { selected, sheet: open } = state;
  const { learning, mind, page: frame } = words.value;
  const toggle = (page: SheetPage) => {
    open.value = open.value === page ? undefined : page;
  };
  const tab = (page: SheetPage, text: string) => (
    <button
      type="button"
      class="sheet-tab"
      aria-expanded={open.value === page}
      aria-controls="sheet-body"
      onClick={() => toggle(page)}
    >
      {text}
    </button>
  );
  return (
    <aside class={`sheet card ${open.value ? 'open' : 'closed'}`} aria-label={frame.panels}>
      <div class="sheet-tabs">
        {tab('learning', `${learning.title} ${success === null ? '' : percent(success)}`)}
        {tab(
          'attention',
          selected.value === undefined ? mind.robots.title : mind.tab(agentName(selected.value)),
        )}
      </div>
      <div id="sheet-body" class="sheet-body" hidden={open.value === undefined}>
        {open.value === 'learning' && <LearningContent {...props} />}
        {open.value === 'attention' && (
          <>
            <RobotStrip {...props} />
            {selected.value === undefined ? (
              <p class="none">{mind.choose}</p>
            ) : (
              <>
                <h2 class="hidden">{mind.title(agentName(selected.value))}</h2>
                <MindContent {...props} />
              </>
            )}
          </>
        )}
      </div>
    </aside>
  );
}
