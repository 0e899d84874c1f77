/**
 * All that it could do, seen from above with straight ahead up: the direction is that of the action, the distance
 * from the middle its speed, the colour what its critic expects of it. What it chooses is marked, how it moves now,
 * what the critic would like best, and what it would choose if what is imagined away were not there.
 */
import { useSignalEffect } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { paintField } from '../../mind/action-field.ts';
import type { Velocity } from '../../mind/directions.ts';
import type { PartProps } from '../part.ts';

/** Pixels that are painted, and units of the drawing. */
const painted = 112;
const radius = 100;

export interface ActionDiscProps extends Pick<PartProps, 'state'> {
  /** All in units of top speed. */
  readonly chosen: Velocity;
  readonly moving: Velocity;
  readonly favourite: Velocity | undefined;
  readonly imagined: Velocity | undefined;
  readonly label: string;
}

const x = ({ left }: Velocity) => -left * radius;
const y = ({ forward }: Velocity) => -forward * radius;

function Arrow({ to, kind }: { to: Velocity; kind: 'chosen' | 'imagined' }) {
  return (
    <g class={`disc-${kind}`}>
      {/* Twice, a light line round a dark one: it stands out from every colour. */}
      {['halo', 'core'].map((part) => (
        <g key={part} class={part}>
          <line x1="0" y1="0" x2={x(to)} y2={y(to)} />
          <circle cx={x(to)} cy={y(to)} r="6" />
        </g>
      ))}
    </g>
  );
}

export function ActionDisc({ state, chosen, moving, favourite, imagined, label }: ActionDiscProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useSignalEffect(() => {
    const values = state.answer.value?.actionValues;
    const drawing = canvas.current?.getContext('2d');
    if (!drawing) return;
    drawing.clearRect(0, 0, painted, painted);
    if (!values) return;
    const image = drawing.createImageData(painted, painted);
    paintField(values, painted, image.data);
    drawing.putImageData(image, 0, 0);
  });
  return (
    <div class="disc" role="img" aria-label={label}>
      <canvas ref={canvas} width={painted} height={painted} />
      <svg viewBox="-112 -112 224 224" aria-hidden="true">
        <circle class="disc-ring" r={radius} />
        <circle class="disc-ring" r={radius / 2} />
        <path class="disc-cross" d="M0-100V100M-100 0H100" />
        {favourite && (
          <path
            class="disc-favourite"
            d="M0-8 2.3-2.6 8-2.5 3.5 1.2 5 7 0 3.7-5 7-3.5 1.2-8-2.5-2.3-2.6Z"
            transform={`translate(${x(favourite)} ${y(favourite)})`}
          />
        )}
        <path
          class="disc-moving"
          d="M0-7 7 0 0 7-7 0Z"
          transform={`translate(${x(moving)} ${y(moving)})`}
        />
        {imagined && <Arrow to={imagined} kind="imagined" />}
        <Arrow to={chosen} kind="chosen" />
      </svg>
    </div>
  );
}
