/**
 * What the selected robot has in mind: why it does what it does in a sentence, and three views to look closer,
 * one at a time: what it attends to and what of that matters, what it could do, what it senses.
 */
import { useSignalEffect } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { AttentionHistory } from '../../mind/attention-history.ts';
import { type MindView, mindViews } from '../../state.ts';
import { words } from '../../words/index.ts';
import type { PartProps } from '../part.ts';
import { ActionsView } from './actions-view.tsx';
import { AttendsView } from './attends-view.tsx';
import { ImaginedPart } from './imagined-part.tsx';
import { SensesView } from './senses-view.tsx';
import { WhyPart } from './why-part.tsx';

function Tabs({ state }: PartProps) {
  const line = useRef<HTMLDivElement>(null);
  const chosen = state.mindView.value;
  const move = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const at = mindViews.indexOf(chosen) + step + mindViews.length;
    state.mindView.value = mindViews[at % mindViews.length] as MindView;
    line.current?.querySelectorAll('button')[at % mindViews.length]?.focus();
  };
  return (
    <div class="mind-tabs" role="tablist" aria-label={words.value.mind.tabs} ref={line}>
      {mindViews.map((view) => (
        <button
          key={view}
          type="button"
          role="tab"
          id={`mind-tab-${view}`}
          aria-selected={view === chosen}
          aria-controls="mind-view"
          tabIndex={view === chosen ? 0 : -1}
          onClick={() => {
            state.mindView.value = view;
          }}
          onKeyDown={move}
        >
          {words.value.mind.views[view]}
        </button>
      ))}
    </div>
  );
}

export function MindContent(props: PartProps) {
  const { state } = props;
  const history = useMemo(() => new AttentionHistory(), []);
  useEffect(() => {
    // Nobody is explained whom nobody looks at.
    state.mindShown.value = true;
    return () => {
      state.mindShown.value = false;
    };
  }, [state]);
  // Strips add what they draw; this is for while none is seen.
  useSignalEffect(() => {
    const report = state.attention.value;
    if (report) history.add(report);
    else history.clear();
  });
  const view = state.mindView.value;
  return (
    <>
      <WhyPart {...props} />
      <ImaginedPart {...props} />
      <Tabs {...props} />
      <div id="mind-view" role="tabpanel" aria-labelledby={`mind-tab-${view}`} class="mind-view">
        {view === 'attends' && <AttendsView {...props} history={history} />}
        {view === 'actions' && <ActionsView {...props} />}
        {view === 'senses' && <SensesView {...props} />}
      </div>
    </>
  );
}
