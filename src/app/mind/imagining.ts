/**
 * What a person imagines elsewhere, or twice: taken up in the panel or by the hand on the canvas, moved by pointer or by
 * keys, copied, put back. Nothing of it happens in the world: what the selected robot would do is asked of the
 * simulation (explain/imagined.ts), again for every place.
 *
 * Places are kept as metres from where the one who is there is, so that what is imagined goes as it goes.
 */
import { batch } from '@preact/signals';
import { mostMoved } from '../../explain/imagined.ts';
import type { Layout } from '../../scene/layout.ts';
import type { Graspable, HandHooks, Moment, Stage } from '../../view/stage.ts';
import { bodyCount } from '../../world/snapshot.ts';
import { mostCopies } from '../../world/world.ts';
import { stepAsSeen } from '../edit/step-as-seen.ts';
import { metresText } from '../format.ts';
import { type AbsentThing, addNotice, type DisplacedThing, type PageState } from '../state.ts';
import { words } from '../words/index.ts';
import { labelText } from '../words/name-known.ts';
import { type InfluenceRow, keyOf, labelOf } from './influences.ts';

export interface ImaginingCommands {
  /** To be moved or copied, or, if it was, put back. */
  takeUp(thing: Pick<InfluenceRow, 'key' | 'label' | 'thing'>): void;
  /** So many metres to the right and ahead, as the person looks. */
  shiftImagined(key: string, right: number, ahead: number): void;
  /** Once more, beside it. */
  copyImagined(key: string): void;
  putBack(key: string): void;
}

export interface Imagining extends ImaginingCommands {
  readonly hand: Pick<HandHooks, 'graspable' | 'centreOf' | 'drag' | 'drop' | 'click' | 'cancel'>;
}

/** What the hand calls them. */
const prefix = 'imagined/';

/** Metres between a copy and what it is beside. */
const room = 0.25;

export interface ImaginingHooks {
  readonly stage: () => Stage | undefined;
  /** A robot was clicked, not dragged. */
  readonly select: (agent: number) => void;
}

export function createImagining(state: PageState, { stage, select }: ImaginingHooks): Imagining {
  const { displaced, imaginedInHand } = state;
  let copies = 0;
  /** Before it was dragged: where it goes back to if that is broken off, while the layout lasts. */
  let before:
    | { readonly layout: Layout | undefined; readonly kept: readonly DisplacedThing[] }
    | undefined;

  const say = (text: string) => {
    state.spoken.value = text;
  };
  const phrases = () => words.peek().mind.imagined;
  const find = (key: string) => displaced.peek().find((each) => each.key === key);

  function view() {
    const layout = state.layout.peek();
    const now = stage()?.moment('drawn');
    return layout && now && { layout, now };
  }

  /** Within the border, where the layout has one. */
  function place(key: string, x: number, z: number): void {
    const thing = find(key);
    const seen = view();
    if (!thing || !seen) return;
    const { min, max } = seen.layout;
    const { x: fromX, z: fromZ, radius } = bodyOf(seen.now, thing.body);
    const inside = (at: number, low: number, high: number) =>
      Math.max(low + radius, Math.min(high - radius, at));
    const moved = {
      ...thing,
      x: inside(fromX + x, min[0], max[0]) - fromX,
      z: inside(fromZ + z, min[1], max[1]) - fromZ,
    };
    batch(() => {
      displaced.value = displaced.peek().map((each) => (each.key === key ? moved : each));
      imaginedInHand.value = { key };
    });
  }

  /** Unless there are as many as there may be. */
  function add(thing: DisplacedThing): void {
    const alike = displaced.peek().filter(({ copy }) => copy === thing.copy).length;
    if (alike >= (thing.copy ? mostCopies : mostMoved)) {
      const { enoughCopies, enough } = words.peek().mind.imagined;
      say(thing.copy ? enoughCopies(mostCopies) : enough(mostMoved));
      addNotice(
        state,
        'warning',
        ({ mind: { imagined } }) =>
          thing.copy ? imagined.enoughCopies(mostCopies) : imagined.enough(mostMoved),
        'imagined',
      );
      return;
    }
    say((thing.copy ? phrases().copied : phrases().takenUp)(labelText(thing.label)));
    batch(() => {
      displaced.value = [...displaced.peek(), thing];
      imaginedInHand.value = { key: thing.key };
      // It is somewhere, so it is there.
      state.absent.value = state.absent.peek().filter(({ key }) => key !== thing.key);
    });
  }

  /** What is sensed and could be taken, whether it was or not, as it is called here. */
  function sensed() {
    const { influences } = state.answer.peek()?.explanation ?? { influences: [] };
    return influences.flatMap((influence) => {
      const { thing, kind, copyOf } = influence;
      if (thing?.kind !== 'body' || kind === 'door' || copyOf !== undefined) return [];
      return { key: keyOf(influence), label: labelOf(influence), thing };
    });
  }

  const imagining: Imagining = {
    takeUp({ key, label, thing }) {
      if (find(key)) return imagining.putBack(key);
      if (thing?.kind !== 'body') return;
      add({ key, label, body: thing.index, copy: false, x: 0, z: 0 });
    },
    shiftImagined(key, right, ahead) {
      const thing = find(key);
      if (!thing) return;
      const step = stepAsSeen(stage()?.lookingAt().heading ?? 0, right, ahead);
      place(key, thing.x + step.x, thing.z + step.z);
      const { x, z } = find(key) ?? thing;
      say(phrases().moved(labelText(thing.label), metresText(Math.hypot(x, z), 2)));
    },
    copyImagined(key) {
      const thing = find(key);
      const seen = view();
      const selected = state.selected.peek();
      if (!thing || !seen || selected === undefined) return;
      const { x, z, radius } = bodyOf(seen.now, thing.body);
      const robot = bodyOf(seen.now, selected);
      const [dx, dz] = [x + thing.x - robot.x, z + thing.z - robot.z];
      const distance = Math.max(1e-6, Math.hypot(dx, dz));
      const beside = 2 * radius + room;
      const of = thing.copy ? thing.label : `copy of ${thing.label}`;
      add({
        ...{ key: `copy ${++copies}`, label: of, body: thing.body, copy: true },
        ...{ x: thing.x, z: thing.z },
      });
      // To its right, as the robot sees it.
      place(
        `copy ${copies}`,
        thing.x - (dz / distance) * beside,
        thing.z + (dx / distance) * beside,
      );
    },
    putBack(key) {
      const thing = find(key);
      if (!thing) return;
      batch(() => {
        displaced.value = displaced.peek().filter((each) => each !== thing);
        if (imaginedInHand.peek()?.key === key) imaginedInHand.value = undefined;
      });
      const { isBack, isGone } = phrases();
      say((thing.copy ? isGone : isBack)(labelText(thing.label)));
    },
    hand: {
      graspable() {
        const seen = view();
        if (!seen) return [];
        const { layout, now } = seen;
        const imagined = displaced.peek();
        const free = sensed().filter(({ key }) => !imagined.some((each) => each.key === key));
        const solid = (key: string, body: number, x = 0, z = 0): Graspable => ({
          ...bodyOf(now, body, x, z),
          ...{ thing: prefix + key, height: heightOf(layout, body) },
        });
        return [
          ...imagined.map(({ key, body, x, z }) => solid(key, body, x, z)),
          ...free.map(({ key, thing }) => solid(key, thing.index)),
        ];
      },
      centreOf(thing) {
        return imagining.hand.graspable().find((each) => each.thing === thing);
      },
      drag(thing, x, z) {
        const key = thing.slice(prefix.length);
        const layout = state.layout.peek();
        if (!before || before.layout !== layout) before = { layout, kept: displaced.peek() };
        if (!find(key)) {
          const free = sensed().find((each) => each.key === key);
          if (free) add({ ...free, body: free.thing.index, copy: false, x: 0, z: 0 });
        }
        const known = find(key);
        const seen = view();
        if (!known || !seen) return;
        const from = bodyOf(seen.now, known.body);
        place(key, x - from.x, z - from.z);
      },
      drop() {
        before = undefined;
      },
      click(thing) {
        const key = thing.slice(prefix.length);
        const free = sensed().find((each) => each.key === key);
        const agents = state.layout.peek()?.agents ?? 0;
        if (find(key)) imaginedInHand.value = { key };
        else if (free && free.thing.index < agents) select(free.thing.index);
        else if (free) imagining.takeUp(free);
      },
      cancel() {
        if (before && before.layout === state.layout.peek()) displaced.value = before.kept;
        before = undefined;
      },
    },
  };
  return imagining;
}

/** One hand, which knows by its name whether a thing is changed or imagined. */
export function joinHands(
  editing: Omit<HandHooks, 'graspable'>,
  imagining: Imagining['hand'],
): HandHooks {
  const of = (thing: string) => (thing.startsWith(prefix) ? imagining : editing);
  return {
    ...editing,
    graspable: imagining.graspable,
    hover: (thing) => editing.hover(thing?.startsWith(prefix) ? undefined : thing),
    centreOf: (thing) => of(thing).centreOf(thing),
    drag: (thing, x, z) => of(thing).drag(thing, x, z),
    click: (thing) => of(thing).click(thing),
    drop() {
      editing.drop();
      imagining.drop();
    },
    cancel() {
      editing.cancel();
      imagining.cancel();
    },
  };
}

/** The visitor has left: nothing is imagined of nobody. */
export function forgetVisitor({ absent, displaced }: PageState, row: number): void {
  const stays = ({ thing }: AbsentThing) => thing?.kind !== 'body' || thing.index !== row;
  if (displaced.peek().some(({ body }) => body === row)) {
    displaced.value = displaced.peek().filter(({ body }) => body !== row);
  }
  if (!absent.peek().every(stays)) absent.value = absent.peek().filter(stays);
}

function bodyOf({ position, radius }: Moment, body: number, dx = 0, dz = 0) {
  return {
    x: (position[3 * body] as number) + dx,
    y: position[3 * body + 1] as number,
    z: (position[3 * body + 2] as number) + dz,
    radius: radius[body] as number,
  };
}

function heightOf({ agents, props, doors, walkers, body: of }: Layout, body: number): number {
  const shape = props[body - agents]?.shape;
  if (shape) return shape.type === 'cylinder' ? shape.height : shape.size[1];
  return walkers[body - agents - props.length - doors.length]?.height ?? of.height;
}

/** Whether a row of an answer is of a copy. */
export function isOfCopy(
  { layout }: Pick<PageState, 'layout'>,
  { thing }: Pick<AbsentThing, 'thing'>,
): boolean {
  const of = layout.peek();
  return of !== undefined && thing?.kind === 'body' && thing.index >= bodyCount(of);
}

/** The key of the copy that a row of an answer is of; undefined: it is of no copy. */
export function copyKeyOf(
  { displaced, layout }: Pick<PageState, 'displaced' | 'layout'>,
  { thing }: Pick<AbsentThing, 'thing'>,
): string | undefined {
  const of = layout.peek();
  if (!of || thing?.kind !== 'body') return undefined;
  const copies = displaced.peek().filter(({ copy }) => copy);
  return copies[thing.index - bodyCount(of)]?.key;
}
