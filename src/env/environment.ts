/**
 * One world as a learning environment: all its agents act at once (PettingZoo-parallel semantics), and
 * each starts anew by itself (Gymnasium's next-step autoreset): the row after an episode's end shows its
 * terminal observation; the next step ignores that agent's action, respawns it, and is no transition
 * (flag `respawns`). After `layoutSteps` decisions every open episode is cut (truncated), and the step
 * after that only lays the world out anew; episodes cut so are not reported in `finished`. Where every
 * episode has a layout of its own, a respawn is such a step, and nothing is cut. A layout that a person has
 * changed stays, and its clock stands still, until the changes are taken back (editing.ts).
 *
 * Arrays are made once and rewritten by every step. A step allocates only when an episode ends.
 */
import { InputError } from '../core/input-error.ts';
import { createRandom } from '../core/random.ts';
import type { ActionSpec, ObservationLayout } from '../core/spec.ts';
import { flags } from '../core/transition-row.ts';
import type { Edit } from '../scene/edit.ts';
import { editLayoutBy } from '../scene/edit-layout.ts';
import { layOut } from '../scene/lay-out.ts';
import type { Ground, Layout } from '../scene/layout.ts';
import { checkEdits } from '../world/fit.ts';
import { loadNavigation } from '../world/navigation.ts';
import type { Snapshot } from '../world/snapshot.ts';
import { loadPhysics, type Pose, World } from '../world/world.ts';
import { type Agent, createAgent } from './agent.ts';
import { bindSensors, writeRows } from './bind-sensors.ts';
import type { Curriculum, LayoutRecord } from './curriculum.ts';
import {
  checkBeginnings,
  checkEditable,
  cutOff,
  drawGoal,
  editedWorld,
  moveGoal,
  takeStock,
} from './editing.ts';
import type { EnvironmentState } from './environment-state.ts';
import {
  beginEpisode,
  cutEpisode,
  type EnvironmentData,
  endDecision,
  type FinishedEpisode,
  markRespawn,
  takeField,
} from './episode.ts';
import { createEpisodes, restoreEpisodes, saveEpisodes } from './episodes.ts';
import { isChecked, writeFirstRows } from './first-rows.ts';
import type { Scenario } from './scenario.ts';

export type { EnvironmentState } from './environment-state.ts';

export interface EnvironmentOptions {
  /** Which layouts, starts and goals are drawn (seeds.ts). */
  readonly seed: number;
  /** Seed of the first layout, in place of the one that follows from `seed`; those after it follow from `seed`. */
  readonly firstLayout?: number | undefined;
  /** Whether the layout changes; evaluation keeps it. Default: true. */
  readonly renewLayout?: boolean;
  /**
   * Decisions after which the first layout ends, at most the scenario's `layoutSteps`, which is the
   * default. Worlds that run side by side take different ones: if all were laid out anew at once, the
   * next to finish would all be quick successes, and figures would swing.
   */
  readonly firstLayoutSteps?: number;
  /** Goes on from it, in place of a beginning by the seed; no other layout is made then. */
  readonly state?: EnvironmentState | undefined;
  /** Which layouts are shown again. Default: every layout is fresh. */
  readonly curriculum?: Curriculum | undefined;
}

export interface Environment {
  readonly scenario: Scenario;
  readonly agents: number;
  readonly observationLayout: ObservationLayout;
  readonly action: ActionSpec;
  /** Whether the layout changes with time (`EnvironmentOptions.renewLayout`). */
  readonly renewsLayout: boolean;
  /** The present world; another one after `reset`, `restore` and a new layout. */
  readonly world: World;
  /** [A] named readings, for baselines and overlays. */
  readonly readings: readonly Agent[];
  /** [A, agentSize] current observations. */
  readonly agentRows: Float32Array;
  /** [worldSize] */
  readonly worldRow: Float32Array;
  /** [A, rows] the bodies in the rows of the first set, −1 for absent ones; empty without a set. */
  readonly setBodies: Int32Array;
  /** [A] of the last step. */
  readonly reward: Float32Array;
  /** [A] of the last step: 0 where the episode terminated or the agent respawned, else 1. */
  readonly discount: Float32Array;
  /** [A] of the last step: `flags` of core/transition-row.ts. */
  readonly flag: Uint8Array;
  /** Episodes that ended in the last step. */
  readonly finished: readonly FinishedEpisode[];
  /** Lays out a world from the seed and starts all agents. */
  reset(seed: number): void;
  /** `actions` [A, 2]: desired velocity in the agent frame, m/s; longer ones are cut to maxSpeed. */
  step(actions: Float32Array): void;
  /** The present layout as it was laid out, and what a person has changed of it since, oldest first. */
  readonly base: Layout;
  readonly edits: readonly Edit[];
  /**
   * Shows the layout with these edits in place of those that it has; everything goes on in the changed world, but
   * for props in `poses` (by id), which stand as these say. Throws an InputError, and all stays as it was, where
   * that cannot be. No transition leads from what was observed before to what is observed after.
   */
  setEdits(edits: readonly Edit[], poses?: ReadonlyMap<string, Pose>): void;
  /** Moves an agent's goal, or draws it another; the same holds. */
  setGoal(agent: number, goal: Ground | 'another'): void;
  /**
   * The present world as it would be with these edits in place of its own, in which everything would go on: to be
   * looked at, and disposed of. Throws an InputError where that cannot be; nothing here changes.
   */
  supposed(edits: readonly Edit[]): World;
  /** Agents from whom no way leads to their goals now. */
  cutOff(): number[];
  /**
   * Shows the layout of a seed, with edits, and starts all agents there: where a person left it. Throws an InputError,
   * and all stays as it was, where things could not stand so.
   */
  showLayout(layoutSeed: number, edits: readonly Edit[]): void;
  writeSnapshot(out: Snapshot): void;
  save(): EnvironmentState;
  restore(state: EnvironmentState): void;
  dispose(): void;
}

/** Loads Rapier and recast, once per thread, before the first `createEnvironment`. */
export async function loadEngines(): Promise<void> {
  await Promise.all([loadPhysics(), loadNavigation()]);
}

function makeWorld(scenario: Scenario, layout: Layout): World {
  const { decisionSeconds, substeps } = scenario;
  return new World(layout, { seed: layout.seed, decisionSeconds, substeps });
}

type SavedEnvironment = EnvironmentState['json'];

const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

const noPoses: ReadonlyMap<string, Pose> = new Map();

const noBodies = new Int32Array(0);

export function createEnvironment(scenario: Scenario, options: EnvironmentOptions): Environment {
  const { agents, observationLayout, seeds, layoutPerEpisode } = scenario;
  const layoutSteps = layoutPerEpisode ? Number.POSITIVE_INFINITY : scenario.layoutSteps;
  const renewLayout = options.renewLayout ?? true;
  let seed = options.seed;
  let layoutIndex = 0;
  /** Episodes on the present layout that count for its record. */
  let counted = 0;
  let succeeded = 0;
  /** What a person has changed of `base`, and whether that was ever anything: then it counts for no record. */
  let edits: readonly Edit[] = [];
  let wasEdited = false;

  const newWorld = (layoutSeed: number) => makeWorld(scenario, layOut(scenario.scene, layoutSeed));
  /** The layout of a saved state without its edits, and a world with them. */
  const openState = ({ layout: { seed: layoutSeed }, edits: kept, doors }: SavedEnvironment) => {
    const laidOut = layOut(scenario.scene, layoutSeed);
    const changed = editLayoutBy(scenario.scene, laidOut, kept ?? []);
    return { laidOut, world: makeWorld(scenario, doors ? { ...changed, doors } : changed) };
  };
  const from = options.state && openState(options.state.json);
  const first = from?.world ?? newWorld(options.firstLayout ?? seeds.layout(seed, 0));
  /** The layout without the edits. */
  let base = from?.laidOut ?? first.layout;
  if (options.state) edits = options.state.json.edits ?? [];
  const data: EnvironmentData = {
    scenario,
    world: first,
    random: createRandom(first.layout.seed, 'episodes'),
    layoutStep: layoutPerEpisode ? 0 : layoutSteps - (options.firstLayoutSteps ?? layoutSteps),
    episodes: createEpisodes(agents),
    fields: [],
    actions: new Float32Array(agents * 2),
    reward: new Float32Array(agents),
    discount: new Float32Array(agents),
    flag: new Uint8Array(agents),
    finished: [],
  };
  const { episodes, actions } = data;
  const readings = Array.from({ length: agents }, (_, index) => createAgent(index, data));
  const agentRows = new Float32Array(agents * observationLayout.agentSize);
  const worldRow = new Float32Array(observationLayout.worldSize);
  const rows = { agentRows, worldRow };
  let bound = bindSensors(scenario, first);

  function enter(world: World): void {
    exchange(world);
    base = world.layout;
    edits = [];
    wasEdited = false;
    data.random = createRandom(world.layout.seed, 'episodes');
    data.layoutStep = 0;
    data.fields.length = 0;
    counted = 0;
    succeeded = 0;
  }

  /** A door that was held may be on its way back to its timetable. */
  const isChanged = () => edits.length > 0 || data.world.layout.doors.some(({ swing }) => swing);

  /** Whether the layout that is shown is the one of a saved state, with the same changes. */
  const isOf = (json: SavedEnvironment) =>
    json.layout.seed === base.seed &&
    isChanged() === (json.version === 3) &&
    (!isChanged() || (isSame(json.edits, edits) && isSame(json.doors, data.world.layout.doors)));

  function exchange(world: World): void {
    data.world.dispose();
    data.world = world;
    bound = bindSensors(scenario, world);
  }

  const record = (): LayoutRecord => ({
    seed: data.world.layout.seed,
    episodes: counted,
    successes: succeeded,
  });

  function nextLayout(): number {
    const again = options.curriculum?.next(record());
    if (again !== undefined) return again;
    layoutIndex++;
    return seeds.layout(seed, layoutIndex);
  }

  /**
   * Of the episodes that ended in this step those that had time to run to their limit before the layout's end:
   * else what succeeds at its end would count, and what takes longer would be cut and would not.
   */
  function count(): void {
    if (wasEdited) return;
    for (let i = 0; i < data.finished.length; i++) {
      const { agent, steps, outcome } = data.finished[i] as FinishedEpisode;
      const begun = data.layoutStep - steps;
      if (begun + (episodes.limitSteps[agent] as number) > layoutSteps) continue;
      counted++;
      if (outcome === 'success') succeeded++;
    }
  }

  function beginAll(): void {
    for (const agent of readings) beginEpisode(data, agent);
    observe();
  }

  /** The first observation of a scenario shows whether its sensors write what they say. */
  let isKnown = isChecked(scenario);
  function observe(): void {
    if (isKnown) writeRows(bound, readings, rows);
    else writeFirstRows(scenario, bound, readings, rows);
    isKnown = true;
  }

  /** Onto the disc |v| ≤ maxSpeed; an agent that waits for its respawn stands still. */
  function limitActions(wanted: Float32Array): void {
    const { maxSpeed } = scenario.action;
    for (let a = 0; a < agents; a++) {
      const forward = wanted[a * 2] as number;
      const left = wanted[a * 2 + 1] as number;
      const length = Math.sqrt(forward * forward + left * left);
      const scale = episodes.over[a] === 1 ? 0 : length > maxSpeed ? maxSpeed / length : 1;
      actions[a * 2] = forward * scale;
      actions[a * 2 + 1] = left * scale;
    }
  }

  const environment: Environment = {
    scenario,
    agents,
    observationLayout,
    action: scenario.action,
    renewsLayout: renewLayout,
    get world() {
      return data.world;
    },
    get setBodies() {
      return bound.find(({ sensor }) => sensor.bodies)?.sensor.bodies ?? noBodies;
    },
    readings,
    agentRows,
    worldRow,
    reward: data.reward,
    discount: data.discount,
    flag: data.flag,
    finished: data.finished,

    reset(newSeed) {
      seed = newSeed;
      layoutIndex = 0;
      episodes.finished.fill(0);
      episodes.begun.fill(0);
      episodes.outcome.fill(0);
      data.finished.length = 0;
      enter(newWorld(seeds.layout(seed, 0)));
      beginAll();
    },

    step(wanted) {
      data.finished.length = 0;
      const isOver = layoutPerEpisode ? episodes.over[0] === 1 : data.layoutStep === layoutSteps;
      if (isOver && (renewLayout || layoutPerEpisode)) {
        enter(newWorld(renewLayout ? nextLayout() : data.world.layout.seed));
        for (let a = 0; a < agents; a++) markRespawn(data, a);
        beginAll();
        return;
      }
      limitActions(wanted);
      data.world.step(actions);
      if (edits.length === 0) data.layoutStep++;
      const lastStep = renewLayout && edits.length === 0 && data.layoutStep === layoutSteps;
      // Two passes: everyone is judged in the world as it was simulated, before anyone is moved.
      for (let a = 0; a < agents; a++) {
        if (episodes.over[a] === 0) {
          endDecision(data, readings[a] as Agent);
          if (lastStep && episodes.over[a] === 0) cutEpisode(data, a);
        } else {
          markRespawn(data, a);
        }
      }
      count();
      for (let a = 0; a < agents; a++) {
        if (data.flag[a] === flags.respawns) beginEpisode(data, readings[a] as Agent);
      }
      observe();
    },

    get base() {
      return base;
    },
    get edits() {
      return edits;
    },

    setEdits(next, poses = noPoses) {
      exchange(editedWorld(data, base, next, poses));
      edits = next;
      wasEdited = true;
      // When the changes are taken back, the layout has its whole time before it again.
      data.layoutStep = 0;
      counted = 0;
      succeeded = 0;
      takeStock(data, readings);
      observe();
    },

    setGoal(agent, goal) {
      const reading = readings[agent];
      if (!reading) {
        throw new InputError(`Expected a robot from 0 to ${agents - 1}, got ${agent}.`);
      }
      if (goal === 'another') drawGoal(data, reading);
      else moveGoal(data, reading, goal[0], goal[1]);
      observe();
    },

    supposed: (next) => editedWorld(data, base, next, noPoses),

    cutOff: () => cutOff(data, readings),

    showLayout(layoutSeed, kept) {
      checkEditable(scenario);
      const layout = layOut(scenario.scene, layoutSeed);
      checkEdits(scenario.scene, layout, kept);
      const world = makeWorld(scenario, editLayoutBy(scenario.scene, layout, kept));
      checkBeginnings(scenario, world);
      enter(world);
      base = layout;
      edits = kept;
      wasEdited = kept.length > 0;
      for (let a = 0; a < agents; a++) markRespawn(data, a);
      beginAll();
    },

    writeSnapshot(out) {
      data.world.writeSnapshot(out);
      for (let a = 0; a < agents; a++) out.episode[a] = (episodes.begun[a] as number) - 1;
      out.outcome.set(episodes.outcome);
    },

    save: () => ({
      json: {
        version: isChanged() ? 3 : 2,
        seed,
        layoutIndex,
        layout: record(),
        layoutStep: data.layoutStep,
        random: data.random.state(),
        episodes: saveEpisodes(episodes),
        ...(isChanged() ? { edits, doors: data.world.layout.doors } : {}),
      },
      world: data.world.save(),
    }),

    restore({ json, world }) {
      if (json.version !== 2 && json.version !== 3) {
        throw new InputError(
          `Expected an environment’s state of version 2 or 3, got version ${json.version}.`,
        );
      }
      seed = json.seed;
      layoutIndex = json.layoutIndex;
      const kept = json.edits ?? [];
      // A world of the same layout is there already: making it again would take a hundred times as long.
      if (!isOf(json)) {
        const { laidOut, world: opened } = openState(json);
        enter(opened);
        base = laidOut;
        edits = kept;
      }
      wasEdited = kept.length > 0;
      counted = json.layout.episodes;
      succeeded = json.layout.successes;
      data.world.restore(world);
      data.layoutStep = json.layoutStep;
      data.random.restore(json.random);
      data.finished.length = 0;
      restoreEpisodes(episodes, json.episodes);
      for (let a = 0; a < agents; a++) {
        data.flag[a] = episodes.over[a] === 1 ? flags.truncated : flags.continues;
      }
      for (const agent of readings) takeField(data, agent);
      observe();
    },

    dispose: () => data.world.dispose(),
  };
  try {
    if (options.state) environment.restore(options.state);
    else beginAll();
  } catch (error) {
    environment.dispose();
    throw error;
  }
  return environment;
}
