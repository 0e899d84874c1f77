/**
 * A run that was begun with `--set people=10` goes on here in the scene as it is by default: the page
 * sets nothing of a scene. What follows from it (worlds, demonstrations) is the person's to know.
 */
import { addNotice, type PageState, removeNotice } from './state.ts';

/** `settings` as the learner tells them: "people 10". */
export function sayOtherSettings(state: PageState, settings: readonly string[]): void {
  removeNotice(state, { topic: 'settings' });
  if (settings.length === 0) return;
  const sentence = `The run was begun with ${settings.join(', ')}; here it goes on in the scene as it is without.`;
  addNotice(state, 'warning', sentence, 'settings');
}
