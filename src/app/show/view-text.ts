/** How the orbiting camera looks, as text: `1.5,-2,24,20,38`: x, z and distance in metres, turn and height in degrees. */
import type { Outlook } from '../../view/stage.ts';

export type View = Outlook;

const degrees = 180 / Math.PI;
const farthest = 10_000;

const rounded = (value: number, digits: number) => {
  const text = value.toFixed(digits);
  return digits > 0 ? text.replace(/\.?0+$/, '').replace(/^-0$/, '0') : text.replace(/^-0$/, '0');
};

/** To the decimetre and the degree: nobody sees the difference, and the address stays readable. */
export function viewText({ x, z, distance, turn, height }: View): string {
  const metres = [x, z, distance].map((value) => rounded(value, 1));
  const angles = [turn, height].map((value) => rounded(value * degrees, 0));
  return [...metres, ...angles].join(',');
}

/** Undefined if it is none, or one that no camera can have. */
export function parseView(text: string): View | undefined {
  const parts = text.split(',');
  if (parts.length !== 5 || !parts.every((part) => /^-?\d{1,5}(\.\d{1,6})?$/.test(part))) return;
  const [x, z, distance, turn, height] = parts.map(Number) as [
    ...[number, number, number, number, number],
  ];
  if (Math.max(Math.abs(x), Math.abs(z), distance) > farthest || distance <= 0) return;
  if (Math.abs(turn) > 360 || height < 0 || height > 90) return;
  return { x, z, distance, turn: turn / degrees, height: height / degrees };
}
