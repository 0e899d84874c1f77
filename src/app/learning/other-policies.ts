/**
 * Policies of other trainings of the scene, with which the next faithfulness reports compare the one that they are
 * of: from files, the trained policy of the page, the run that the browser keeps. Each is checked when it is added.
 */
import { InputError } from '../../core/input-error.ts';
import { type ComparedPolicy, mostCompared } from '../../explain/moment-reports.ts';
import { readCheckpointFile } from '../../storage/checkpoint-file.ts';
import { readPolicy } from '../files/policy-file.ts';
import { readFile as bytesOf } from '../files/read-file.ts';
import { withStore } from '../run/kept-store.ts';
import { loadShippedPolicy } from '../run/shipped-policy.ts';
import { kindOf } from '../share/opening.ts';
import type { PageState } from '../state.ts';
import { words } from '../words/index.ts';
import { failureOf, isMistake } from '../workers/failure.ts';
import type { ActingPolicy } from '../workers/protocol.ts';

export interface OtherPolicy extends ComparedPolicy {
  readonly acting: ActingPolicy;
}

export interface OtherPolicies {
  /** A policy or a run. */
  addPolicyFile(file: File): Promise<void>;
  /** The one that comes with the page. */
  addShippedPolicy(): Promise<void>;
  /** Of the run that the browser keeps. */
  addOwnPolicy(): Promise<void>;
  removePolicy(policy: OtherPolicy): void;
}

/** Of what kinds a file may be, by their names. */
export const policyKinds: readonly string[] = ['policy', 'run'];

const sameWeights = ({ weights: a }: ActingPolicy, { weights: b }: ActingPolicy) =>
  a.length === b.length && a.every((value, i) => value === b[i]);

/** As the sentences have it, with a file or without. */
export function comparedName({ from, file }: ComparedPolicy): string {
  return from === 'file' ? file : words.value.report.others.names[from];
}

/** `run` says what acts here. */
export function createOtherPolicies(
  state: PageState,
  run: { policy(): Promise<ActingPolicy> },
): OtherPolicies {
  const { otherPolicies, otherRefused } = state;

  /** `where` names it in errors. */
  async function add(where: string, read: (scene: string) => Promise<OtherPolicy>): Promise<void> {
    const scene = state.scene.peek();
    otherRefused.value = undefined;
    try {
      const policy = await read(scene);
      // Where nothing is learned yet, nobody acts.
      const here = await run.policy().catch(() => undefined);
      if (state.scene.peek() !== scene) return;
      const others = otherPolicies.peek();
      const known = [...(here ? [here] : []), ...others.map(({ acting }) => acting)];
      if (known.some((acting) => sameWeights(acting, policy.acting))) {
        throw new InputError(
          `${where} is the policy that acts here, or was added already: choose one of another training.`,
        );
      }
      if (others.length >= mostCompared) {
        throw new InputError(
          `At most ${mostCompared} policies can be compared with: remove one of them first.`,
        );
      }
      otherPolicies.value = [...others, policy];
      state.spoken.value = words.peek().report.others.added(comparedName(policy));
    } catch (error) {
      if (isMistake(error)) console.error(error);
      const failure = failureOf(error, 'policy');
      otherRefused.value = (of) => of.run.failure(failure);
    }
  }

  async function readFile(file: File, where: string, scene: string): Promise<OtherPolicy> {
    const { kind, manifest } = await kindOf(file);
    const from = { from: 'file', file: file.name } as const;
    if (kind.name === 'run') {
      checkScene(where, `${manifest.scenario}`, scene);
      const { policyOfRun } = await import('../files/policy-of-run.ts');
      const kept = readCheckpointFile(await bytesOf(file), where);
      const { seed, acting } = policyOfRun(kept, scene, where);
      return { ...from, seed, updates: acting.version, acting };
    }
    if (kind.name !== 'policy') {
      throw new InputError(
        `${where} is no policy: expected a policy (.safetensors) or a run (.heed).`,
      );
    }
    const { card, acting } = await readPolicy(
      file,
      state.scenes.map(({ name }) => name),
    );
    checkScene(where, card.scenario, scene);
    return { ...from, seed: card.seed, updates: acting.version, acting };
  }

  return {
    addPolicyFile(file) {
      const where = `The file “${file.name}”`;
      return add(where, (scene) => readFile(file, where, scene));
    },
    addShippedPolicy: () =>
      add('The trained policy of this page', async (scene) => {
        const { card, acting } = await loadShippedPolicy(scene);
        return { from: 'shipped', file: '', seed: card.seed, updates: acting.version, acting };
      }),
    addOwnPolicy() {
      const where = 'Your own run';
      return add(where, async (scene) => {
        const [kept, { policyOfRun }] = await Promise.all([
          withStore((store) => store.read(scene)),
          import('../files/policy-of-run.ts'),
        ]);
        if (!kept) {
          throw new InputError('Your run of this scene is not kept in this browser any more.');
        }
        const { seed, acting } = policyOfRun(kept, scene, where);
        return { from: 'own', file: '', seed, updates: acting.version, acting };
      });
    },
    removePolicy(policy) {
      otherRefused.value = undefined;
      otherPolicies.value = otherPolicies.peek().filter((other) => other !== policy);
      state.spoken.value = words.peek().report.others.removed(comparedName(policy));
    },
  };
}

function checkScene(where: string, scenario: string, scene: string): void {
  if (scenario === scene) return;
  throw new InputError(
    `${where} is of the scene “${scenario}”, and this is “${scene}”: only policies of one scene can be compared.`,
  );
}
