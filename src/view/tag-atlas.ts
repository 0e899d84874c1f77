/**
 * A canvas with the names that are to be seen, each on a pill, at the screen's own resolution. A name
 * is drawn when its tag appears, in the cell of one that has gone: the canvas does not grow with the
 * number of agents.
 */
import type { Theme } from './palette.ts';

/** CSS pixels of a cell of the atlas, and of the pill in it. */
export const cellWidth = 112;
export const cellHeight = 30;
export const columns = 4;
export const rows = 8;
export const cells = columns * rows;
const pillHeight = 22;
const font = '600 12px system-ui, "Segoe UI", Roboto, "Helvetica Neue", sans-serif';

/** Writes the width of the pill of each name, in CSS pixels. */
export function measureTags(
  canvas: HTMLCanvasElement,
  nameOf: (index: number) => string,
  widths: Float32Array,
): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  context.font = font;
  for (let i = 0; i < widths.length; i++) {
    widths[i] = Math.min(cellWidth - 4, Math.ceil(context.measureText(nameOf(i)).width) + 31);
  }
}

/** Empties the canvas and gives it the size for `ratio` device pixels per CSS pixel. */
export function clearTagAtlas(canvas: HTMLCanvasElement, ratio: number): void {
  canvas.width = Math.round(cellWidth * columns * ratio);
  canvas.height = Math.round(cellHeight * rows * ratio);
}

export interface Tag {
  readonly name: string;
  /** Of the dot before it. */
  readonly colour: string;
  readonly cell: number;
  /** CSS pixels. */
  readonly width: number;
}

export function drawTag(
  canvas: HTMLCanvasElement,
  { name, colour, cell, width }: Tag,
  { ratio, theme }: { readonly ratio: number; readonly theme: Theme },
): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.font = font;
  context.textBaseline = 'middle';
  const left = (cell % columns) * cellWidth;
  const top = Math.floor(cell / columns) * cellHeight;
  context.clearRect(left, top, cellWidth, cellHeight);
  const x = left + (cellWidth - width) / 2;
  const y = top + (cellHeight - pillHeight) / 2;
  context.shadowColor = 'rgba(30, 24, 16, 0.28)';
  context.shadowBlur = 3 * ratio;
  context.shadowOffsetY = ratio;
  context.fillStyle = theme.tag.fill;
  context.beginPath();
  context.roundRect(x, y, width, pillHeight, pillHeight / 2);
  context.fill();
  context.shadowColor = 'transparent';
  context.fillStyle = colour;
  context.beginPath();
  context.arc(x + 12, y + pillHeight / 2, 4.5, 0, 2 * Math.PI);
  context.fill();
  context.fillStyle = theme.tag.text;
  context.fillText(name, x + 21, y + pillHeight / 2 + 0.5);
}
