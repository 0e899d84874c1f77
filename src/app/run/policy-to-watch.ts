/** What a scene opens with, and the trained policy where that is what it is. */
import { batch } from '@preact/signals';
import type { PolicyFromFile } from '../files/file-kind.ts';
import { addNotice, type PageState } from '../state.ts';
import type { Said } from '../words/index.ts';
import { failureOf } from '../workers/failure.ts';
import type { ActingPolicy } from '../workers/protocol.ts';
import { isKept } from './kept-runs.ts';
import { isShipped, loadShippedPolicy, type ShippedPolicy } from './shipped-policy.ts';

/**
 * The person's own run, or else the trained policy where there is one (`auto`); the run, kept or new (`own`); a new one,
 * the kept one forgotten (`fresh`); the trained policy (`shipped`); a policy from a file.
 */
export type Opening = 'auto' | 'own' | 'fresh' | 'shipped' | PolicyFromFile;

/** Undefined: a run. `arriving`: nothing was opened yet, and what the address asks for counts. The state says what it is. */
export async function policyToWatch(
  state: PageState,
  opening: Opening,
  arriving: boolean,
): Promise<ActingPolicy | undefined> {
  const scenario = state.scene.value;
  const show = ({ card, acting }: ShippedPolicy, file: string | undefined, ownRun: boolean) => {
    batch(() => {
      state.watching.value = { card, file, ownRun };
      state.learner.value = { is: 'absent' };
    });
    return acting;
  };
  if (typeof opening === 'object') return show(opening, opening.file, await isKept(scenario));
  if (opening === 'own' || opening === 'fresh' || !isShipped(scenario)) return undefined;
  const { policy } = state.address;
  const asked = opening === 'auto' ? (arriving || policy === 'none' ? policy : 'auto') : 'shipped';
  if (asked === 'none') return undefined;
  const ownRun = await isKept(scenario);
  if (asked === 'auto' && ownRun) return undefined;
  try {
    return show(await loadShippedPolicy(scenario), undefined, ownRun);
  } catch (error) {
    const failure = failureOf(error, 'watching');
    const said: Said = ({ run }) => run.ownInstead(run.failure(failure));
    addNotice(state, 'warning', said, 'policy');
    return undefined;
  }
}
