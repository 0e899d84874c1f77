/** What the rays measure, seen from above with the robot in the middle, looking up. */
import { agentColour } from '../../../view/palette.ts';
import { metresText } from '../../format.ts';
import { words } from '../../words/index.ts';

export interface ScanDrawingProps {
  readonly agent: number;
  /** Radians, 0 forward, counter-clockwise. */
  readonly angles: readonly number[];
  /** Metres. */
  readonly distances: readonly number[];
}

const size = 132;
const radius = 60;

export function ScanDrawing({ agent, angles, distances }: ScanDrawingProps) {
  const reach = Math.max(1, ...distances);
  const tip = (index: number) => {
    const angle = angles[index] as number;
    const length = ((distances[index] as number) / reach) * radius;
    return `${(-Math.sin(angle) * length).toFixed(1)},${(-Math.cos(angle) * length).toFixed(1)}`;
  };
  const tips = distances.map((_, index) => tip(index));
  return (
    <svg
      class="scan"
      viewBox={`${-size / 2} ${-size / 2} ${size} ${size}`}
      width={size}
      height={size}
      role="img"
      aria-label={words.value.mind.senses.scan(metresText(reach, 0))}
    >
      <circle class="scan-ring" r={radius} />
      <circle class="scan-ring" r={radius / 2} />
      <polygon class="scan-free" points={tips.join(' ')} />
      {tips.map((point, index) => {
        const [x, y] = point.split(',');
        return <circle key={index} class="scan-tip" cx={x} cy={y} r="1.6" />;
      })}
      <path d="M0-7 5 5 0 2.4-5 5Z" fill={agentColour(agent)} class="scan-self" />
    </svg>
  );
}
