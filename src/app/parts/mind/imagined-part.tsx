/**
 * What it does, and what it would do if some things were not there, elsewhere, or there twice: before anything of it
 * happens. What is elsewhere is moved here by keys and buttons, as it is by the pointer in the world.
 */
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Choice } from '../../../explain/explainer.ts';
import { editKeyOf } from '../../edit/edit-keys.ts';
import { decimals, metresText, signedDecimals } from '../../format.ts';
import { velocityInWords } from '../../mind/directions.ts';
import { imaginingsOf, isAsImagined, isImagining } from '../../mind/influences.ts';
import { sayWould } from '../../mind/supposing.ts';
import type { DisplacedThing } from '../../state.ts';
import { words } from '../../words/index.ts';
import { labelText } from '../../words/name-known.ts';
import type { PartProps } from '../part.ts';

interface ChosenProps {
  readonly title: string;
  readonly choice: Choice;
  /** What is done, beside which this is. */
  readonly beside?: Choice;
}

function Chosen({ title, choice, beside }: ChosenProps) {
  const { action, value } = choice;
  const { expects } = words.value.mind.imagined;
  const before = beside?.value ?? null;
  return (
    <div>
      <dt>{title}</dt>
      <dd>
        {velocityInWords(action)}
        {value !== null && (
          <small>
            {expects(
              decimals(value, 2),
              before === null ? undefined : signedDecimals(value - before, 2),
            )}
          </small>
        )}
      </dd>
    </div>
  );
}

const arrows = [
  { key: 'ArrowLeft', sign: '←', way: 'left' },
  { key: 'ArrowUp', sign: '↑', way: 'ahead' },
  { key: 'ArrowDown', sign: '↓', way: 'back' },
  { key: 'ArrowRight', sign: '→', way: 'right' },
] as const;

type ItemProps = Pick<PartProps, 'state' | 'commands'> & { readonly thing: DisplacedThing };

function Item({ state, commands, thing }: ItemProps) {
  const { key, x, z, copy } = thing;
  const name = labelText(thing.label);
  const { imagined } = words.value.mind;
  const hands = useRef<HTMLFieldSetElement>(null);
  const inHand = state.imaginedInHand.value;
  const held = inHand?.key === key ? inHand : undefined;
  // Whoever has just taken it up, or dragged or clicked it, goes on with the arrows: at once, as the next one pressed would
  // choose another robot.
  useLayoutEffect(() => {
    if (!held || hands.current?.contains(document.activeElement)) return;
    hands.current?.querySelector('button')?.focus({ preventScroll: true });
  }, [held]);
  const press = (pressed: string, shiftKey: boolean): boolean => {
    const does = editKeyOf({
      ...{ key: pressed, shiftKey, focus: 'button' },
      ...{ ctrlKey: false, altKey: false, metaKey: false },
    });
    if (does?.does === 'move') commands.shiftImagined(key, does.right, does.ahead);
    else if (does?.does === 'remove' || does?.does === 'cancel') back();
    else return false;
    return true;
  };
  const back = () => {
    const beside = hands.current?.closest('li')?.parentElement?.querySelectorAll('li');
    commands.putBack(key);
    // This item goes: to another one, or to the view below.
    const others = [...(beside ?? [])].filter((item) => item.dataset.key !== key);
    const next = others.at(-1)?.querySelector<HTMLElement>('button');
    (next ?? document.querySelector<HTMLElement>('.mind-tabs [aria-selected="true"]'))?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (!press(event.key, event.shiftKey)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  const distance = Math.hypot(x, z);
  const metres = metresText(distance, 2);
  const elsewhere = distance < 0.005 ? imagined.here : imagined.elsewhere(metres);
  return (
    <li class={held ? 'displaced held' : 'displaced'} data-key={key} onKeyDown={onKeyDown}>
      <p>
        <strong>{name}</strong>
        <small>{copy ? imagined.beside(metres) : elsewhere}</small>
      </p>
      <fieldset class="displaced-hands" aria-label={imagined.hands(name)} ref={hands}>
        {arrows.map(({ key: arrow, sign, way }) => (
          <button
            key={arrow}
            type="button"
            class="quiet arrow"
            aria-label={imagined.moves[way](name)}
            title={imagined.moveHint}
            onClick={(event) => press(arrow, event.shiftKey)}
          >
            {sign}
          </button>
        ))}
        <button type="button" class="quiet" onClick={() => commands.copyImagined(key)}>
          {imagined.copy}
        </button>
        <button type="button" class="quiet" onClick={back}>
          {copy ? imagined.away : imagined.putBack}
        </button>
      </fieldset>
    </li>
  );
}

export function ImaginedPart({ state, commands }: PartProps) {
  const imaginings = imaginingsOf(state);
  const { absent, displaced } = imaginings;
  const answer = state.answer.value;
  if (!isImagining(imaginings)) return null;
  const explanation = answer && isAsImagined(answer, imaginings) ? answer.explanation : undefined;
  const { imagined } = words.value.mind;
  const { list } = words.value.page;
  return (
    <section class="imagined" aria-label={imagined.title}>
      <p>
        {absent.length > 0 ? (
          <>
            {imagined.without}
            <strong>{list(absent.map(({ label }) => labelText(label)))}</strong>
          </>
        ) : (
          imagined.title
        )}
        <button
          type="button"
          class="plain"
          onClick={() => {
            commands.bringBack();
            // This button goes with what it brings back.
            document.querySelector<HTMLElement>('.mind-tabs [aria-selected="true"]')?.focus();
          }}
        >
          {displaced.length > 0 ? imagined.asItIs : imagined.bringBack}
        </button>
      </p>
      {displaced.length > 0 && (
        <ul>
          {displaced.map((thing) => (
            <Item key={thing.key} {...{ state, commands, thing }} />
          ))}
        </ul>
      )}
      {explanation && (
        <>
          <dl>
            <Chosen title={imagined.does} choice={explanation.actual} />
            <Chosen title={imagined.would} choice={explanation} beside={explanation.actual} />
          </dl>
          {displaced.length > 0 && (
            <p class="would">
              {sayWould(
                { as: explanation.actual.action, would: explanation.action },
                explanation.agent,
                explanation.maxSpeed,
              )}
            </p>
          )}
        </>
      )}
    </section>
  );
}
