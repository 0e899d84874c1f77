/**
 * What a person changes of a world, step by step, so that each step can be taken back: the layout to the last
 * number, a crate to where it stood when it was taken, a door to its timetable, a goal to where it was. Steps that
 * were taken back can be taken again until another one is taken. A layout that goes takes its steps with it.
 *
 * Everything that is asked for is checked here, against where everybody stands now; what cannot be is refused with
 * one sentence, and nothing has happened.
 */
import { InputError, quoted } from '../core/input-error.ts';
import type { Environment } from '../env/environment.ts';
import {
  type AddedLook,
  addedLooks,
  type Edit,
  idOf,
  listOf,
  mostEdits,
  nextAdded,
  type Place,
  readEdits,
} from '../scene/edit.ts';
import { editLayoutBy, partsOf } from '../scene/edit-layout.ts';
import type { Layout, Prop, Static } from '../scene/layout.ts';
import { hindranceInWords, solidsOf, whoStandsThere, whyNotThere, yawAt } from '../world/fit.ts';
import { createSnapshot } from '../world/snapshot.ts';
import type { Pose } from '../world/world.ts';

/** What may be asked for. */
export type Change =
  | ({ readonly kind: 'move'; readonly thing: string } & Place)
  /** Sets down what was picked up last: one step in place of two. */
  | ({ readonly kind: 'set-down' } & Place)
  | ({ readonly kind: 'add'; readonly look: AddedLook } & Place)
  | { readonly kind: 'remove'; readonly thing: string }
  | { readonly kind: 'hold'; readonly thing: string; readonly as: 'open' | 'shut' }
  | { readonly kind: 'goal'; readonly agent: number; readonly x: number; readonly z: number }
  | { readonly kind: 'another-goal'; readonly agent: number }
  | { readonly kind: 'undo' }
  | { readonly kind: 'redo' }
  | { readonly kind: 'undo-all' };

/** What changes the layout itself. */
export type LayoutChange = Extract<Change, { readonly kind: 'move' | 'add' | 'remove' | 'hold' }>;

/** Where a person has left a scene. */
export interface KeptEdits {
  readonly layoutSeed: number;
  readonly edits: readonly Edit[];
}

/** What a step does, and to a thing of which look: it moves the hedge, it opens the door. */
export interface StepTaken {
  readonly does:
    | 'move'
    | 'carry'
    | 'add'
    | 'remove'
    | 'open'
    | 'close'
    | 'move-goal'
    | 'another-goal'
    /** It was taken in another visit. */
    | 'earlier';
  readonly look?: Look;
}

export type Look = Static['look'] | Prop['look'] | 'door' | 'thing';

/** What stands after a change. */
export interface EditReport extends KeptEdits {
  /** What would be taken back, or taken again. */
  readonly undo: StepTaken | undefined;
  readonly redo: StepTaken | undefined;
  /** Agents from whom no way leads to their goals any more. */
  readonly cutOff: readonly number[];
}

/** What to do about something that stands where another was. */
const again = ' Undo again when the place is free.';

type Step = (EditStep | GoalStep) & { readonly taken: StepTaken };

interface EditStep {
  readonly kind: 'edit';
  readonly edit: Edit;
  /** How the prop that it is about stood before, by its id. */
  readonly poses: ReadonlyMap<string, Pose>;
}

interface GoalStep {
  readonly kind: 'goal';
  readonly agent: number;
  /** Goals are drawn anew with every episode: it is only of this one. */
  readonly episode: number;
  readonly from: readonly [number, number];
  readonly to: readonly [number, number];
}

/** The edit that a change of a layout with these edits would be; throws an InputError for what is none. */
export function editOf(change: LayoutChange, edits: readonly Edit[]): Edit {
  if (change.kind !== 'add') return readEdits([change])[0] as Edit;
  const look = addedLooks.find((known) => known === change.look);
  if (!look) {
    throw new InputError(
      `Expected one of ${addedLooks.join(', ')} to be added, got ${quoted(change.look)}.`,
    );
  }
  return readEdits([{ ...change, thing: nextAdded(edits, look) }])[0] as Edit;
}

export class EditHistory {
  readonly #environment: Environment;
  #done: Step[] = [];
  #undone: Step[] = [];
  /** Whose steps these are: a layout that is laid out anew is another object. */
  #layout: Layout;

  constructor(environment: Environment) {
    this.#environment = environment;
    this.#layout = environment.world.layout;
  }

  /** Throws an InputError for what cannot be. */
  change(change: Change): EditReport {
    this.#forgetOthers();
    switch (change.kind) {
      case 'undo':
        this.#undo();
        break;
      case 'redo':
        this.#redo();
        break;
      case 'undo-all':
        this.#undoAll();
        break;
      case 'goal':
        this.#moveGoal(change.agent, [change.x, change.z], 'move-goal');
        break;
      case 'another-goal':
        this.#moveGoal(change.agent, 'another', 'another-goal');
        break;
      case 'set-down':
        this.#setDown(change);
        break;
      default:
        this.#edit(editOf(change, this.#environment.edits));
    }
    this.#layout = this.#environment.world.layout;
    return this.#report(this.#environment.cutOff());
  }

  /** Shows the scene as it was left; throws an InputError if it cannot be. */
  open(kept: KeptEdits): EditReport {
    if (!Number.isSafeInteger(kept.layoutSeed) || kept.layoutSeed < 0) {
      throw new InputError(`Expected the seed of a layout, got ${quoted(kept.layoutSeed)}.`);
    }
    // Agents learn in what is shown: never in what they are evaluated by.
    if (!this.#environment.scenario.seeds.isTraining(kept.layoutSeed)) {
      throw new InputError(`Expected a layout to train in, got ${kept.layoutSeed}, which is none.`);
    }
    const edits = readEdits(kept.edits);
    this.#environment.showLayout(kept.layoutSeed, edits);
    this.#undone = [];
    this.#done = edits.map((edit) => ({
      ...{ kind: 'edit', edit, poses: new Map(), taken: { does: 'earlier' } },
    }));
    this.#layout = this.#environment.world.layout;
    return this.report();
  }

  /** As it is without a change; nobody is looked for who was cut off. */
  report(): EditReport {
    this.#forgetOthers();
    return this.#report([]);
  }

  #report(cutOff: readonly number[]): EditReport {
    const { edits, world } = this.#environment;
    return {
      layoutSeed: world.layout.seed,
      edits,
      undo: this.#done.at(-1)?.taken,
      redo: this.#undone.at(-1)?.taken,
      cutOff,
    };
  }

  /** A layout that came of itself has none of the changes of the one before. */
  #forgetOthers(): void {
    if (this.#environment.world.layout === this.#layout) return;
    this.#layout = this.#environment.world.layout;
    this.#done = [];
    this.#undone = [];
  }

  #edit(edit: Edit): void {
    const { edits } = this.#environment;
    if (edits.length >= mostEdits) {
      throw new InputError(
        `There are ${mostEdits} changes, which is as many as can be kept: undo some first.`,
      );
    }
    const step = {
      kind: 'edit',
      edit,
      poses: this.#posesFor(edit),
      taken: this.#taken(edit),
    } as const;
    this.#checkFit(edit);
    this.#environment.setEdits([...edits, edit]);
    this.#done.push(step);
    this.#undone = [];
  }

  #setDown({ x, z, yaw }: Place): void {
    const last = this.#done.at(-1);
    if (last?.kind !== 'edit' || last.edit.kind !== 'remove') {
      throw new InputError('There is nothing in your hands to be set down.');
    }
    const [edit] = readEdits([{ kind: 'move', thing: last.edit.thing, x, z, yaw }]) as [Edit];
    const edits = this.#environment.edits.slice(0, -1);
    this.#checkFit(edit, edits);
    this.#environment.setEdits([...edits, edit]);
    this.#done.pop();
    this.#done.push({ ...last, edit, taken: { ...last.taken, does: 'carry' } });
    this.#undone = [];
  }

  /** Whether what the edit puts somewhere can stand there now, in the layout with `edits`. */
  #checkFit(edit: Edit, edits = this.#environment.edits): void {
    if (edit.kind !== 'move' && edit.kind !== 'add') return;
    const { base, scene } = this.#source();
    const movable = edit.kind === 'add' ? { look: edit.look } : { thing: edit.thing };
    const solids = solidsOf(editLayoutBy(scene, base, edits), movable, edit);
    this.#refuse(solids, edit.thing);
  }

  #refuse(solids: Parameters<typeof whyNotThere>[2], thing: string, returns = false): void {
    const { layout } = this.#environment.world;
    const why = whyNotThere(layout, this.#moment(), solids, thing, returns);
    if (why) throw new InputError(`${hindranceInWords(why)}${returns ? again : ''}`);
  }

  #source() {
    const { scenario, base } = this.#environment;
    return { scene: scenario.scene, base };
  }

  #moment() {
    const snapshot = createSnapshot(this.#environment.world.layout);
    this.#environment.writeSnapshot(snapshot);
    return snapshot;
  }

  #posesFor(edit: Edit): ReadonlyMap<string, Pose> {
    const { world } = this.#environment;
    const prop = rowOfProp(world.layout, edit.thing);
    return prop < 0 ? new Map() : new Map([[idOf(edit.thing), world.poseOf(prop)]]);
  }

  #undo(): void {
    const step = this.#done.at(-1);
    if (!step) throw new InputError('There is nothing to undo.');
    if (step.kind === 'goal') this.#bringGoal(step, step.from);
    else {
      const before = this.#environment.edits.slice(0, -1);
      this.#checkReturn(step, before);
      this.#environment.setEdits(before, step.poses);
    }
    this.#done.pop();
    this.#undone.push(step);
  }

  /** A thing that comes back must find its place free. */
  #checkReturn({ edit, poses }: EditStep, before: readonly Edit[]): void {
    if (edit.kind !== 'move' && edit.kind !== 'remove') return;
    const { base, scene } = this.#source();
    const layout = editLayoutBy(scene, base, before);
    const { thing } = edit;
    const pose = poses.get(idOf(thing));
    const place = pose ? placeOf(pose) : standingOf(layout, thing);
    if (!place) return;
    this.#refuse(solidsOf(layout, { thing }, place), thing, true);
  }

  #redo(): void {
    const step = this.#undone.at(-1);
    if (!step) throw new InputError('There is nothing to do again.');
    if (step.kind === 'goal') {
      this.#bringGoal(step, step.to);
      this.#done.push(step);
    } else {
      this.#checkFit(step.edit);
      const poses = this.#posesFor(step.edit);
      this.#environment.setEdits([...this.#environment.edits, step.edit]);
      this.#done.push({ ...step, poses });
    }
    this.#undone.pop();
  }

  /** All of the layout at once. Goals that were moved stay: their episodes will be over soon. */
  #undoAll(): void {
    const { base, edits, world } = this.#environment;
    if (edits.length === 0) throw new InputError('There is nothing to put back.');
    const poses = new Map<string, Pose>();
    for (const step of this.#done.toReversed()) {
      if (step.kind === 'edit') for (const [id, pose] of step.poses) poses.set(id, pose);
    }
    const moment = this.#moment();
    for (const thing of new Set(edits.map((edit) => edit.thing))) {
      if (listOf(thing) === 'doors') continue;
      const pose = poses.get(idOf(thing));
      const place = pose ? placeOf(pose) : standingOf(base, thing);
      if (!place) continue;
      const why = whoStandsThere(world.layout, moment, solidsOf(base, { thing }, place));
      if (why) throw new InputError(`${hindranceInWords(why)}${again}`);
    }
    this.#environment.setEdits([], poses);
    this.#undone.push(...this.#done.toReversed());
    this.#done = [];
  }

  #moveGoal(
    agent: number,
    to: readonly [number, number] | 'another',
    does: 'move-goal' | 'another-goal',
  ): void {
    const { world } = this.#environment;
    const from = goalOf(world.goal, agent);
    this.#environment.setGoal(agent, to);
    const episode = this.#episodeOf(agent);
    this.#done.push({
      ...{ kind: 'goal', agent, episode, from, taken: { does } },
      to: goalOf(world.goal, agent),
    });
    this.#undone = [];
  }

  /** Back to a goal of the same episode; of one that is over there is nothing to bring back. */
  #bringGoal({ agent, episode }: GoalStep, to: readonly [number, number]): void {
    if (this.#episodeOf(agent) === episode) this.#environment.setGoal(agent, to);
  }

  #episodeOf(agent: number): number {
    return this.#moment().episode[agent] as number;
  }

  #taken(edit: Edit): StepTaken {
    if (edit.kind === 'hold') return { does: edit.as === 'open' ? 'open' : 'close', look: 'door' };
    const { layout } = this.#environment.world;
    const look = edit.kind === 'add' ? edit.look : lookOf(layout, edit.thing);
    return { does: edit.kind, look };
  }
}

function goalOf(goal: Float32Array, agent: number): readonly [number, number] {
  return [goal[2 * agent] as number, goal[2 * agent + 1] as number];
}

function rowOfProp({ agents, props }: Layout, thing: string): number {
  if (listOf(thing) !== 'props') return -1;
  const at = props.findIndex(({ id }) => id === idOf(thing));
  return at < 0 ? -1 : agents + at;
}

function lookOf(layout: Layout, thing: string): Look {
  if (listOf(thing) === 'doors') return 'door';
  if (listOf(thing) === 'props') {
    return layout.props.find(({ id }) => id === idOf(thing))?.look ?? 'thing';
  }
  return partsOf(layout, thing)[0]?.look ?? 'thing';
}

/** Where a thing stands in a layout. */
function standingOf(layout: Layout, thing: string): Place | undefined {
  const body =
    listOf(thing) === 'props'
      ? layout.props.find(({ id }) => id === idOf(thing))
      : partsOf(layout, thing)[0];
  return body && { x: body.position[0], z: body.position[2], yaw: body.yaw };
}

function placeOf(pose: Pose): Place {
  const [x = 0, , z = 0, ...rotation] = pose;
  return { x, z, yaw: yawAt({ rotation: Float32Array.from(rotation) }, 0) };
}
