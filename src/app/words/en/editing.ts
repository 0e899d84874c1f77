/** The hand on the world: the edit bar, what can be carried, and what hinders. */
import type { Look, StepTaken } from '../../../agents/edit-history.ts';
import type { Otherwise } from '../../../explain/reason.ts';
import { sayOtherwise } from '../../../explain/say-why.ts';
import type { AddedLook } from '../../../scene/edit.ts';
import { type Hindrance, hindranceInWords } from '../../../world/fit.ts';

export const editing = {
  title: 'Edit the world',
  name: 'Edit',
  start: 'Change the world they are in (E)',
  stop: 'Stop editing (E)',
  add: 'Add',
  addA: (look: AddedLook) => `Add a ${look}`,
  new: (look: AddedLook) => `new ${look}`,
  turn: (name: string) => `Turn the ${name}`,
  turnHint: 'Turn (R)',
  door: 'Open or close',
  put: 'Put it here',
  putHint: 'Put it here (Enter)',
  remove: (name: string) => `Remove the ${name}`,
  removeHint: 'Remove (Delete)',
  anotherGoal: (robot: string) => `Give ${robot} another goal`,
  anotherGoalHint: 'Another goal (Delete)',
  undo: 'Undo',
  redo: 'Redo',
  undoOf: (step: string) => `Undo: ${step}`,
  redoOf: (step: string) => `Redo: ${step}`,
  noUndo: 'Nothing to undo',
  noRedo: 'Nothing to redo',
  putBack: 'Put back',
  putBackOf: (count: string) => `Put back ${count}`,
  putBackHint: 'Undo them all; new layouts follow again',
  done: 'Done editing',
  doneHint: 'Done (E)',
  count: (changes: number) => (changes === 1 ? '1 change' : `${changes} changes`),

  advice: {
    click: (look: AddedLook) => `Click where the ${look} is to stand.`,
    letGo: 'Let go to put it there.',
    door: 'It stays so.',
    thing: 'Drag it, or press the arrows.',
    stays: 'This layout stays while your changes do.',
    drag: 'Drag a thing or a goal.',
    dragOrDoor: 'Drag a thing or a goal; click a door.',
  },
  /** What the selected robot would do, if what is held stood there. */
  would: {
    asNow: (robot: string) => `Here, ${robot} would go on as now.`,
    otherwise: (robot: string, goes: Otherwise) => `Here, ${robot} would go ${sayOtherwise(goes)}.`,
  },
  hindrance: (hindrance: Hindrance) => hindranceInWords(hindrance),

  /** What a step does: "move the hedge". */
  step({ does, look = 'thing' }: StepTaken) {
    switch (does) {
      case 'move-goal':
        return 'move a goal';
      case 'another-goal':
        return 'give another goal';
      case 'earlier':
        return 'change it back';
      case 'add':
        return `add a ${look}`;
      default:
        return `${does} the ${look}`;
    }
  },
  stepDone: (step: string) => `Done: ${step}`,
  stepUndone: (step: string) => `Undone: ${step}`,
  stepAgain: (step: string) => `Done again: ${step}`,

  spoken: {
    on: 'Edit: brackets choose a thing, arrows move it',
    off: 'Done',
    inHand: (look: AddedLook) =>
      `A ${look} is in your hand: point, or move it with the arrows; Enter puts it down`,
    open: (thing: string) => `${thing}, open`,
    closed: (thing: string) => `${thing}, closed`,
    doorStays: 'A door stays where it hangs; Enter opens and closes it',
    carry: (thing: string) => `You carry ${thing}`,
  },
  doorStays: 'A door stays where it hangs; it can be opened and closed.',
  fixedCases:
    'The cases of this benchmark are fixed, so nothing can be changed here; walk in instead.',
  whileWalking: 'While you walk, your hands are F: pick up, set down, open doors.',
  notKept:
    'What you change here is gone when you leave this page: the browser keeps no more of it. Free some of its storage, or leave the private window.',
  asYouLeftIt: (count: string) => `The world is as you left it: ${count}.`,
  cutOff: (names: readonly string[], more: number) => {
    const all = more > 0 ? [...names, `${more} more`] : names;
    const who = all.length === 1 ? all[0] : `${all.slice(0, -1).join(', ')} and ${all.at(-1)}`;
    return `No way leads ${who} to the goal any more, until time is up or something gives way.`;
  },

  hand: {
    setDown: (thing: string) => `Set down ${thing}`,
    door: (thing: string) => `Open or close ${thing}`,
    pickUp: (thing: string) => `Pick up ${thing}`,
  },

  goalOf: (robot: string) => `${robot}’s goal`,
  /** One of several: "hedge 3". */
  numbered: (look: string, number: number) => `${look} ${number}`,
  /** As it is called by one who stands before it. */
  the: (look: string) => `the ${look}`,
  looks: {
    wall: 'wall',
    hedge: 'hedge',
    bench: 'bench',
    planter: 'planter',
    pillar: 'pillar',
    ramp: 'ramp',
    step: 'step',
    platform: 'platform',
    chair: 'chair',
    lamp: 'lamp',
    plant: 'plant',
    clock: 'clock',
    crate: 'crate',
    barrel: 'barrel',
    door: 'door',
    thing: 'thing',
  } satisfies Record<Look, string> as Readonly<Record<Look, string>>,
};
