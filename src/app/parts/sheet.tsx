/** The panels on a phone: one sheet at the bottom, one of its two pages open or none. */
import { agentName } from '../../view/names.ts';
import type { SheetPage } from '../state.ts';
import { percent } from '../story.ts';
import { LearningContent } from './learning-content.tsx';
import { MindContent } from './mind-content.tsx';
import type { PartProps } from './part.ts';
import { RobotStrip } from './robot-strip.tsx';

export function Sheet(props: PartProps) {
  const { state } = props;
  const { success } = state.summary.value;
  const { selected, sheet: open } = state;
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
    <aside class={`sheet card ${open.value ? 'open' : 'closed'}`} aria-label="Panels">
      <div class="sheet-tabs">
        {tab('learning', `Learning ${success === null ? '' : percent(success)}`)}
        {tab(
          'attention',
          selected.value === undefined ? 'Robots' : `${agentName(selected.value)}’s mind`,
        )}
      </div>
      <div id="sheet-body" class="sheet-body" hidden={open.value === undefined}>
        {open.value === 'learning' && <LearningContent {...props} />}
        {open.value === 'attention' && (
          <>
            <RobotStrip {...props} />
            {selected.value === undefined ? (
              <p class="none">Choose a robot to see what it has in mind.</p>
            ) : (
              <>
                <h2 class="hidden">What {agentName(selected.value)} has in mind</h2>
                <MindContent {...props} />
              </>
            )}
          </>
        )}
      </div>
    </aside>
  );
}
