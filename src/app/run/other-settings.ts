/**
 * A run that was begun with `--set people=10` goes on here in the scene as it is by default: the page
 * sets nothing of a scene. What follows from it (worlds, demonstrations) is the person's to know.
 */
import { scenarios } from '../../../scenes/index.ts';
import type { PolicyCard } from '../../agents/policy-card.ts';
import { addNotice, type PageState, removeNotice } from '../state.ts';

/** What was set of the scene when a policy was trained, and is not so here: "people 10". */
export function otherSettingsOf({ scenario, settings }: PolicyCard): string[] {
  const { chosen } = scenarios.get(scenario);
  return Object.entries(settings)
    .filter(([name, value]) => chosen[name] !== value)
    .map(([name, value]) => `${name} ${value}`);
}

/** `settings` as the learner tells them: "people 10". */
export function sayOtherSettings(state: PageState, settings: readonly string[]): void {
  removeNotice(state, { topic: 'settings' });
  if (settings.length === 0) return;
  addNotice(state, 'warning', ({ run }) => run.otherSettings(settings), 'settings');
}
