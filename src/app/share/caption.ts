/** A line under a picture that says what it shows. Draws on the picture itself. */
import { percent } from '../format.ts';
import { words } from '../words/index.ts';

export interface Captioned {
  readonly title: string;
  readonly robots: number;
  /** Of the last tries; null before the first ended. */
  readonly success: number | null;
  /** Updates that whoever acts has seen. */
  readonly updates: number;
}

/** "Plaza · 8 robots · 97 % arrive" */
export function captionText({ title, robots, success, updates }: Captioned): string {
  const { picture } = words.peek().share;
  const who = picture.robots(robots);
  const how =
    updates === 0
      ? picture.nothingLearned
      : success === null
        ? ''
        : picture.arrive(percent(success));
  return [title, who, how].filter((part) => part !== '').join(' · ');
}

const font = 'system-ui, "Segoe UI", Roboto, "Helvetica Neue", sans-serif';

/** At the lower left, `scale` pixels a CSS pixel; shortened where the picture is too narrow. */
export function drawCaption(picture: HTMLCanvasElement, text: string, scale: number): void {
  const context = picture.getContext('2d');
  if (!context) return;
  const unit = (pixels: number) => Math.round(pixels * scale);
  const [left, height, inside] = [unit(14), unit(30), unit(12)];
  const top = picture.height - unit(14) - height;
  const name = 'Heed';
  context.textBaseline = 'middle';
  context.font = `700 ${unit(13)}px ${font}`;
  const nameWidth = context.measureText(name).width + unit(9);
  context.font = `500 ${unit(13)}px ${font}`;
  const room = Math.max(0, picture.width - 2 * left - 2 * inside - nameWidth);
  let shown = text;
  while (shown.length > 1 && context.measureText(shown).width > room) {
    shown = `${shown.replace(/…$/, '').slice(0, -1)}…`;
  }
  const width = inside * 2 + nameWidth + context.measureText(shown).width;
  context.fillStyle = 'rgb(253 251 246 / 90%)';
  context.beginPath();
  context.roundRect(left, top, width, height, unit(9));
  context.fill();
  context.fillStyle = '#25231f';
  context.fillText(shown, left + inside + nameWidth, top + height / 2);
  context.font = `700 ${unit(13)}px ${font}`;
  context.fillStyle = '#5145d6';
  context.fillText(name, left + inside, top + height / 2);
}
