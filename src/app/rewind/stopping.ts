/** The world in view stood still, as was asked for, because somebody met something: whom, and what. */
import { batch } from '@preact/signals';
import type { Contact } from '../../agents/contacts-begun.ts';
import { agentName } from '../../view/names.ts';
import { addNotice, type PageState } from '../state.ts';
import { type Said, words } from '../words/index.ts';

export function showContact(state: PageState, { agent, with: what }: Contact): void {
  const said: Said = ({ run }) => run.stopped(agentName(agent), what);
  batch(() => {
    state.stopping.value = false;
    state.pace.value = { ...state.pace.value, playing: false };
    if (state.selected.value !== agent) state.attention.value = undefined;
    state.selected.value = agent;
    addNotice(state, 'info', said, 'contact');
    state.spoken.value = said(words.peek());
  });
}
