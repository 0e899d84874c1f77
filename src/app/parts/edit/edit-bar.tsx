/** While the hand is out: what can be added, what is in the hand and what can be done with it, undo and redo. */
import type { ComponentChildren } from 'preact';
import { type AddedLook, addedLooks } from '../../../scene/edit.ts';
import { agentName } from '../../../view/names.ts';
import { sayWould } from '../../mind/supposing.ts';
import { agentOf, isDoor, isGoal, nameOf } from '../../mind/things.ts';
import { words } from '../../words/index.ts';
import { CheckIcon, CloseIcon } from '../icons.tsx';
import type { PartProps } from '../part.ts';
import { RedoIcon, RemoveIcon, ThingIcon, TurnIcon, UndoIcon } from './edit-icons.tsx';

/** Radians of a turn by button. */
const turned = Math.PI / 12;

/** Keys go to the world after a press, so that arrows and Enter place what was chosen. */
function backToView(): void {
  document.getElementById('view')?.focus({ preventScroll: true });
}

function Palette({ state, commands }: PartProps) {
  const ghost = state.edit.ghost.value;
  const { editing } = words.value;
  const inHand = ghost && 'look' in ghost.held ? ghost.held.look : undefined;
  const choose = (look: AddedLook) => {
    if (look === inHand) commands.letGo();
    else commands.add(look);
    backToView();
  };
  return (
    <fieldset class="palette">
      <legend class="hidden">{editing.add}</legend>
      {addedLooks.map((look) => (
        <button
          key={look}
          type="button"
          class="palette-choice"
          aria-pressed={look === inHand}
          aria-label={editing.addA(look)}
          onClick={() => choose(look)}
        >
          <ThingIcon look={look} />
          <span aria-hidden="true">{editing.looks[look]}</span>
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
  const { editing } = words.value;
  const name = held && 'look' in held ? editing.new(held.look) : nameOf(layout, thing ?? '');
  const isFree = thing === undefined || (!isDoor(thing) && !isGoal(thing));
  const placing = ghost.value !== undefined && ghost.value.by !== 'drag';
  return (
    <div class="in-hand">
      <span class="in-hand-name">{name}</span>
      {isFree && (
        <Action
          name={editing.turn(name)}
          hint={editing.turnHint}
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
          {editing.door}
        </button>
      )}
      {placing && (
        <Action name={editing.put} hint={editing.putHint} onClick={commands.act}>
          <CheckIcon />
        </Action>
      )}
      {thing !== undefined && !isDoor(thing) && !placing && (
        <Action
          name={
            isGoal(thing) ? editing.anotherGoal(agentName(agentOf(thing))) : editing.remove(name)
          }
          hint={isGoal(thing) ? editing.anotherGoalHint : editing.removeHint}
          onClick={commands.removeChosen}
        >
          <RemoveIcon />
        </Action>
      )}
    </div>
  );
}

/** What the selected robot would do, if what is held stood there. */
function wouldOf({ path, answer, selected }: PartProps['state']): string | undefined {
  const choices = path.value?.supposed;
  const maxSpeed = answer.value?.explanation.maxSpeed;
  if (!choices || selected.value === undefined || maxSpeed === undefined) return undefined;
  return sayWould(choices, selected.value, maxSpeed);
}

/** One line: what does not fit, what there is to do, or what stands. */
function Advice({ state }: Pick<PartProps, 'state'>) {
  const { ghost, report, chosen } = state.edit;
  const { advice, hindrance } = words.value.editing;
  const thing = chosen.value;
  const why = ghost.value?.why;
  if (why) return <p class="advice refused">{hindrance(why)}</p>;
  const held = ghost.value?.held;
  const would = ghost.value && wouldOf(state);
  if (would !== undefined) return <p class="advice would">{would}</p>;
  if (ghost.value?.by === 'point' && held && 'look' in held) {
    return <p class="advice">{advice.click(held.look)}</p>;
  }
  if (ghost.value) return <p class="advice">{advice.letGo}</p>;
  if (thing !== undefined) {
    return <p class="advice">{isDoor(thing) ? advice.door : advice.thing}</p>;
  }
  const changes = report.value?.edits.length ?? 0;
  if (changes > 0) return <p class="advice">{advice.stays}</p>;
  const doors = state.layout.value?.doors.length ?? 0;
  return <p class="advice">{doors > 0 ? advice.dragOrDoor : advice.drag}</p>;
}

export function EditBar(props: PartProps) {
  const { state, commands } = props;
  const { on, report } = state.edit;
  if (!on.value) return null;
  const known = report.value;
  const changes = known?.edits.length ?? 0;
  const { editing } = words.value;
  const undo = known?.undo && editing.undoOf(editing.step(known.undo));
  const redo = known?.redo && editing.redoOf(editing.step(known.redo));
  const { withKey } = words.value.page;
  return (
    <section class="edit-bar card" aria-label={editing.title}>
      <Palette {...props} />
      <div class="edit-row">
        <Action
          name={undo ?? editing.undo}
          hint={undo ? withKey(undo, 'Ctrl+Z') : editing.noUndo}
          disabled={undo === undefined}
          onClick={commands.undo}
        >
          <UndoIcon />
        </Action>
        <Action
          name={redo ?? editing.redo}
          hint={redo ? withKey(redo, 'Ctrl+Shift+Z') : editing.noRedo}
          disabled={redo === undefined}
          onClick={commands.redo}
        >
          <RedoIcon />
        </Action>
        <div class="edit-middle">
          <InHand {...props} />
          <Advice state={state} />
        </div>
        {changes > 0 && (
          <button
            type="button"
            class="plain small put-back"
            onClick={commands.undoAll}
            aria-label={editing.putBackOf(editing.count(changes))}
            title={editing.putBackHint}
          >
            {editing.putBack}
            <span class="put-back-count"> {editing.count(changes)}</span>
          </button>
        )}
        <Action name={editing.done} hint={editing.doneHint} onClick={commands.toggleEditing}>
          <CloseIcon />
        </Action>
      </div>
    </section>
  );
}
