/** While the hand is out: what can be added, what is in the hand and what can be done with it, undo and redo. */
import type { ComponentChildren } from 'preact';
import { type AddedLook, addedLooks } from '../../scene/edit.ts';
import { countOf } from '../change-taken.ts';
import { isDoor, isGoal, nameOf } from '../things.ts';
import { RedoIcon, RemoveIcon, ThingIcon, TurnIcon, UndoIcon } from './edit-icons.tsx';
import { CheckIcon, CloseIcon } from './icons.tsx';
import type { PartProps } from './part.ts';

/** Radians of a turn by button. */
const turned = Math.PI / 12;

/** Keys go to the world after a press, so that arrows and Enter place what was chosen. */
function backToView(): void {
  document.getElementById('view')?.focus({ preventScroll: true });
}

function Palette({ state, commands }: PartProps) {
  const ghost = state.edit.ghost.value;
  const inHand = ghost && 'look' in ghost.held ? ghost.held.look : undefined;
  const choose = (look: AddedLook) => {
    if (look === inHand) commands.letGo();
    else commands.add(look);
    backToView();
  };
  return (
    <fieldset class="palette">
      <legend class="hidden">Add</legend>
      {addedLooks.map((look) => (
        <button
          key={look}
          type="button"
          class="palette-choice"
          aria-pressed={look === inHand}
          aria-label={`Add a ${look}`}
          onClick={() => choose(look)}
        >
          <ThingIcon look={look} />
          <span aria-hidden="true">{look}</span>
        </button>
      ))}
    </fieldset>
  );
}

interface ActionProps {
  readonly name: string;
  readonly hint?: string;
  readonly disabled?: boolean;
  readonly onClick: () => void;
  readonly children: ComponentChildren;
}

function Action({ name, hint = name, disabled = false, onClick, children }: ActionProps) {
  return (
    <button
      type="button"
      class="quiet edit-action"
      aria-label={name}
      title={hint}
      disabled={disabled}
      onClick={onClick}
    >
      {children}
    </button>
  );
}

/** What is chosen, and what can be done with it. */
function InHand({ state, commands }: PartProps) {
  const { chosen, ghost } = state.edit;
  const layout = state.layout.value;
  const held = ghost.value?.held;
  const thing = held && 'thing' in held ? held.thing : held ? undefined : chosen.value;
  if (!layout || (thing === undefined && !held)) return null;
  const name = held && 'look' in held ? `new ${held.look}` : nameOf(layout, thing ?? '');
  const isFree = thing === undefined || (!isDoor(thing) && !isGoal(thing));
  const placing = ghost.value !== undefined && ghost.value.by !== 'drag';
  return (
    <div class="in-hand">
      <span class="in-hand-name">{name}</span>
      {isFree && (
        <Action
          name={`Turn the ${name}`}
          hint="Turn (R)"
          onClick={() => {
            commands.turn(turned);
            backToView();
          }}
        >
          <TurnIcon />
        </Action>
      )}
      {thing !== undefined && isDoor(thing) && (
        <button type="button" class="plain small" onClick={commands.act}>
          Open or close
        </button>
      )}
      {placing && (
        <Action name="Put it here" hint="Put it here (Enter)" onClick={commands.act}>
          <CheckIcon />
        </Action>
      )}
      {thing !== undefined && !isDoor(thing) && !placing && (
        <Action
          name={
            isGoal(thing)
              ? `Give ${name.replace('’s goal', '')} another goal`
              : `Remove the ${name}`
          }
          hint={isGoal(thing) ? 'Another goal (Delete)' : 'Remove (Delete)'}
          onClick={commands.removeChosen}
        >
          <RemoveIcon />
        </Action>
      )}
    </div>
  );
}

/** One line: what does not fit, what there is to do, or what stands. */
function Advice({ state }: Pick<PartProps, 'state'>) {
  const { ghost, report, chosen } = state.edit;
  const thing = chosen.value;
  const why = ghost.value?.why;
  if (why) return <p class="advice refused">{why}</p>;
  const held = ghost.value?.held;
  if (ghost.value?.by === 'point' && held && 'look' in held) {
    return <p class="advice">Click where the {held.look} is to stand.</p>;
  }
  if (ghost.value) return <p class="advice">Let go to put it there.</p>;
  if (thing !== undefined) {
    return <p class="advice">{isDoor(thing) ? 'It stays so.' : 'Drag it, or press the arrows.'}</p>;
  }
  const changes = report.value?.edits.length ?? 0;
  if (changes > 0) return <p class="advice">This layout stays while your changes do.</p>;
  const doors = state.layout.value?.doors.length ?? 0;
  return <p class="advice">Drag a thing or a goal{doors > 0 ? '; click a door' : ''}.</p>;
}

export function EditBar(props: PartProps) {
  const { state, commands } = props;
  const { on, report } = state.edit;
  if (!on.value) return null;
  const known = report.value;
  const changes = known?.edits.length ?? 0;
  return (
    <section class="edit-bar card" aria-label="Edit the world">
      <Palette {...props} />
      <div class="edit-row">
        <Action
          name={known?.undo ? `Undo: ${known.undo}` : 'Undo'}
          hint={known?.undo ? `Undo: ${known.undo} (Ctrl+Z)` : 'Nothing to undo'}
          disabled={known?.undo === undefined}
          onClick={commands.undo}
        >
          <UndoIcon />
        </Action>
        <Action
          name={known?.redo ? `Redo: ${known.redo}` : 'Redo'}
          hint={known?.redo ? `Redo: ${known.redo} (Ctrl+Shift+Z)` : 'Nothing to redo'}
          disabled={known?.redo === undefined}
          onClick={commands.redo}
        >
          <RedoIcon />
        </Action>
        <div class="edit-middle">
          <InHand {...props} />
          <Advice state={state} />
        </div>
        {changes > 0 && known && (
          <button
            type="button"
            class="plain small put-back"
            onClick={commands.undoAll}
            aria-label={`Put back ${countOf(known)}`}
            title="Undo them all; new layouts follow again"
          >
            Put back<span class="put-back-count"> {countOf(known)}</span>
          </button>
        )}
        <Action name="Done editing" hint="Done (E)" onClick={commands.toggleEditing}>
          <CloseIcon />
        </Action>
      </div>
    </section>
  );
}
