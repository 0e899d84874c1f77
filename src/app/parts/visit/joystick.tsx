/**
 * The round pad by which one walks on a touch screen (style/walk.css shows it on coarse pointers only). Those
 * who do not see it have the keys, so it has no name.
 */

import { stickAtRest } from '../../state.ts';
import { stickOf } from '../../visit/walk-keys.ts';
import type { PartProps } from '../part.ts';

export function Joystick({ state }: Pick<PartProps, 'state'>) {
  if (!state.visiting.value) return null;
  const { right, ahead } = state.stick.value;
  const move = (event: PointerEvent) => {
    const pad = event.currentTarget as HTMLElement;
    if (!pad.hasPointerCapture(event.pointerId)) return;
    const { left, top, width, height } = pad.getBoundingClientRect();
    const x = (event.clientX - left - width / 2) / (width / 2);
    const y = (event.clientY - top - height / 2) / (height / 2);
    state.stick.value = stickOf(x, y);
  };
  const rest = () => {
    state.stick.value = stickAtRest;
  };
  return (
    <div
      class="joystick card"
      aria-hidden="true"
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        move(event);
      }}
      onPointerMove={move}
      onPointerUp={rest}
      onPointerCancel={rest}
      onLostPointerCapture={rest}
    >
      <span
        class="joystick-knob"
        style={{ transform: `translate(${right * 34}px, ${ahead * -34}px)` }}
      />
    </div>
  );
}
