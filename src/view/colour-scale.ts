/**
 * Viridis (Smith and van der Walt 2015): from dark to light whatever colours a person can tell apart. Nine of its
 * colours, mixed in between.
 */
const stops = [
  [68, 1, 84],
  [71, 45, 123],
  [59, 82, 139],
  [44, 114, 142],
  [33, 145, 140],
  [40, 174, 128],
  [94, 201, 98],
  [173, 220, 48],
  [253, 231, 37],
] as const;

/** Writes red, green, blue and full opacity of a share in [0, 1] into `out[at …]`. */
export function writeColour(share: number, out: Uint8ClampedArray, at: number): void {
  const place = Math.min(1, Math.max(0, share)) * (stops.length - 1);
  const lower = Math.min(stops.length - 2, Math.floor(place));
  const [from, to] = [stops[lower], stops[lower + 1]] as [
    readonly [number, number, number],
    readonly [number, number, number],
  ];
  for (let i = 0; i < 3; i++) {
    const [a, b] = [from[i] as number, to[i] as number];
    out[at + i] = a + (place - lower) * (b - a);
  }
  out[at + 3] = 255;
}

/** The same as a gradient from left to right, for a legend. */
export const colourGradient = `linear-gradient(to right, ${stops.map((rgb) => `rgb(${rgb.join(' ')})`).join(', ')})`;

/** '#rrggbb' of a share in [0, 1]. */
export function colourOf(share: number): string {
  const rgba = new Uint8ClampedArray(4);
  writeColour(share, rgba, 0);
  return `#${[...rgba.subarray(0, 3)].map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}
