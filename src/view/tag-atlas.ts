/** A canvas with every agent's name on a pill, at the screen's own resolution. */
import { agentName } from './names.ts';
import { agentColour, type Theme } from './palette.ts';

/** CSS pixels of a cell of the atlas, and of the pill in it. */
export const cellWidth = 112;
export const cellHeight = 30;
export const columns = 4;
const pillHeight = 22;

/** Draws `count` names and writes the width of each pill, in CSS pixels, to `widths`. */
export function drawTagAtlas(
  canvas: HTMLCanvasElement,
  widths: Float32Array,
  count: number,
  { ratio, theme }: { readonly ratio: number; readonly theme: Theme },
): void {
  const rows = Math.ceil(count / columns);
  canvas.width = Math.round(cellWidth * columns * ratio);
  canvas.height = Math.round(cellHeight * rows * ratio);
  const context = canvas.getContext('2d');
  if (!context) return;
  context.scale(ratio, ratio);
  context.font = '600 12px system-ui, "Segoe UI", Roboto, "Helvetica Neue", sans-serif';
  context.textBaseline = 'middle';
  for (let i = 0; i < count; i++) {
    const name = agentName(i);
    const width = Math.min(cellWidth - 4, Math.ceil(context.measureText(name).width) + 31);
    widths[i] = width;
    const x = (i % columns) * cellWidth + (cellWidth - width) / 2;
    const y = Math.floor(i / columns) * cellHeight + (cellHeight - pillHeight) / 2;
    context.shadowColor = 'rgba(30, 24, 16, 0.28)';
    context.shadowBlur = 3 * ratio;
    context.shadowOffsetY = ratio;
    context.fillStyle = theme.tag.fill;
    context.beginPath();
    context.roundRect(x, y, width, pillHeight, pillHeight / 2);
    context.fill();
    context.shadowColor = 'transparent';
    context.fillStyle = agentColour(i);
    context.beginPath();
    context.arc(x + 12, y + pillHeight / 2, 4.5, 0, 2 * Math.PI);
    context.fill();
    context.fillStyle = theme.tag.text;
    context.fillText(name, x + 21, y + pillHeight / 2 + 0.5);
  }
}
