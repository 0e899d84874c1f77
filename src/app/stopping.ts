/** The world in view stood still, as was asked for, because somebody met something: whom, and what. */
import { batch } from '@preact/signals';
import type { Contact } from '../agents/contacts-begun.ts';
import { agentName } from '../view/names.ts';
import { addNotice, type PageState } from './state.ts';

const met: Readonly<Record<Contact['with'], string>> = {
  agent: 'touches another robot',
  walker: 'touches a person',
  static: 'touches something that stands there',
  anything: 'has collided, and begins again',
};

export function showContact(state: PageState, { agent, with: what }: Contact): void {
  const sentence = `${agentName(agent)} ${met[what]}.`;
  batch(() => {
    state.stopping.value = false;
    state.pace.value = { ...state.pace.value, playing: false };
    if (state.selected.value !== agent) state.attention.value = undefined;
    state.selected.value = agent;
    addNotice(state, 'info', `Stopped: ${sentence}`, 'contact');
    state.spoken.value = `Stopped: ${sentence}`;
  });
}
