/** The panels on a phone: one sheet at the bottom, one of its two pages open or none. */
import { agentName } from '../../view/names.ts';
import type { SheetPage } from '../state.ts';
import { percent } from '../story.ts';
import { AttentionContent } from './attention-content.tsx';
import { LearningContent } from './learning-content.tsx';
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
          selected.value === undefined ? 'Robots' : `What ${agentName(selected.value)} attends to`,
        )}
      </div>
      <div id="sheet-body" class="sheet-body" hidden={open.value === undefined}>
        {open.value === 'learning' && <LearningContent {...props} />}
        {open.value === 'attention' && (
          <>
            <RobotStrip {...props} />
            {selected.value === undefined ? (
              <p class="none">Choose a robot to see what it pays attention to.</p>
            ) : (
              <AttentionContent {...props} />
            )}
          </>
        )}
      </div>
    </aside>
  );
}
