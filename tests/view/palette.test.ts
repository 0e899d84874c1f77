/**
 * Colours of the view for those who see fewer of them. How each is seen is computed with the matrices of Machado,
 * Oliveira and Fernandes (2009) at full severity, in linear light; how far two are apart, by CIEDE2000.
 *
 * 2 is just seen where two lie side by side. 5 is asked for between things that also differ in form or bear a name;
 * 12 between the ghosts, which are alike but for their colour.
 */
import { describe, expect, it } from 'vitest';
import { ghostColours } from '../../src/app/learning/ghosts.ts';
import { colourOf } from '../../src/view/colour-scale.ts';
import { agentColour, signal } from '../../src/view/palette.ts';

type Triple = readonly [number, number, number];

const sights = {
  'as most people see': [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
} satisfies Record<string, readonly [Triple, Triple, Triple]>;

type Sight = keyof typeof sights;
const everySight = Object.keys(sights) as Sight[];

/** 0xrrggbb in linear light, as it is seen. */
function seen(hex: number, sight: Sight): Triple {
  const linear = [hex >> 16, (hex >> 8) & 255, hex & 255].map((byte) => {
    const value = byte / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  const [red, green, blue] = sights[sight].map((row) =>
    Math.min(
      1,
      Math.max(
        0,
        (row as readonly number[]).reduce((sum, m, i) => sum + m * (linear[i] as number), 0),
      ),
    ),
  );
  return [red as number, green as number, blue as number];
}

const luminance = ([red, green, blue]: Triple) =>
  0.2126729 * red + 0.7151522 * green + 0.072175 * blue;

/** CIE L*a*b* under D65. */
function labOf(colour: Triple): Triple {
  const [red, green, blue] = colour;
  const x = (0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047;
  const z = (0.0193339 * red + 0.119192 * green + 0.9503041 * blue) / 1.08883;
  const f = (t: number) => (t > 216 / 24389 ? Math.cbrt(t) : ((24389 / 27) * t + 16) / 116);
  const y = f(luminance(colour));
  return [116 * y - 16, 500 * (f(x) - y), 200 * (y - f(z))];
}

/** CIEDE2000 (Sharma, Wu and Dalal 2005). */
function apart([l1, a1, b1]: Triple, [l2, a2, b2]: Triple): number {
  const [cos, sin] = [
    (degrees: number) => Math.cos((degrees * Math.PI) / 180),
    (degrees: number) => Math.sin((degrees * Math.PI) / 180),
  ];
  const grey = (c: number) => Math.sqrt(c ** 7 / (c ** 7 + 25 ** 7));
  const g = 0.5 * (1 - grey((Math.hypot(a1, b1) + Math.hypot(a2, b2)) / 2));
  const [c1, c2] = [Math.hypot(a1 * (1 + g), b1), Math.hypot(a2 * (1 + g), b2)];
  const hue = (a: number, b: number) => ((Math.atan2(b, a * (1 + g)) * 180) / Math.PI + 360) % 360;
  const [h1, h2] = [hue(a1, b1), hue(a2, b2)];
  const isGrey = c1 * c2 === 0;
  const turned = Math.abs(h1 - h2) > 180;
  const dh = isGrey ? 0 : h2 - h1 - (turned ? 360 * Math.sign(h2 - h1) : 0);
  const [dl, dc, dH] = [l2 - l1, c2 - c1, 2 * Math.sqrt(c1 * c2) * sin(dh / 2)];
  const [l, c] = [(l1 + l2) / 2, (c1 + c2) / 2];
  const h = isGrey ? h1 + h2 : (h1 + h2 + (turned ? (h1 + h2 < 360 ? 360 : -360) : 0)) / 2;
  const t =
    1 - 0.17 * cos(h - 30) + 0.24 * cos(2 * h) + 0.32 * cos(3 * h + 6) - 0.2 * cos(4 * h - 63);
  const sl = 1 + (0.015 * (l - 50) ** 2) / Math.sqrt(20 + (l - 50) ** 2);
  const [sc, sh] = [1 + 0.045 * c, 1 + 0.015 * c * t];
  const rt = -2 * grey(c) * sin(60 * Math.exp(-(((h - 275) / 25) ** 2)));
  return Math.sqrt((dl / sl) ** 2 + (dc / sc) ** 2 + (dH / sh) ** 2 + (rt * dc * dH) / (sc * sh));
}

/** The two that are hardest to tell apart. */
function closest(colours: readonly number[], sight: Sight): number {
  const labs = colours.map((colour) => labOf(seen(colour, sight)));
  return Math.min(...labs.flatMap((one, i) => labs.slice(i + 1).map((other) => apart(one, other))));
}

const hexOf = (css: string) => Number.parseInt(css.slice(1), 16);

it('measures as the pairs do that the formula was published with', () => {
  expect(apart([50, 2.6772, -79.7751], [50, 0, -82.7485])).toBeCloseTo(2.0425, 4);
  expect(apart([50, -1, 2], [50, 0, 0])).toBeCloseTo(2.3669, 4);
  expect(apart([60.2574, -34.0099, 36.2677], [60.4626, -34.1751, 39.4387])).toBeCloseTo(1.2644, 4);
  expect(apart([22.7233, 20.0904, -46.694], [23.0331, 14.973, -42.5619])).toBeCloseTo(2.0373, 4);
});

it('red and green of one lightness are alike where they should be, and not elsewhere', () => {
  const pair = [0xc04040, 0x707000];
  expect(closest(pair, 'deuteranopia')).toBeLessThan(8);
  expect(closest(pair, 'as most people see')).toBeGreaterThan(30);
  expect(closest(pair, 'tritanopia')).toBeGreaterThan(20);
});

describe.each(everySight)('colours, %s', (sight) => {
  const { success, collision, timeout, attention, attentionNode, scan, chosen, imagined, refused } =
    signal;

  it('of the eight robots are told apart, whose names stand over them', () => {
    const robots = Array.from({ length: 8 }, (_, agent) => hexOf(agentColour(agent)));
    expect(closest(robots, sight)).toBeGreaterThan(5);
  });

  it.each([
    ['how an episode ended', [success, collision, timeout]],
    ['what is attended to, its passages and what is scanned', [attention, attentionNode, scan]],
    ['what is done and what would be', [chosen, imagined]],
    ['what fits and what does not', [attention, refused]],
  ] as const)('of %s are told apart, which differ in form too', (_, colours) => {
    expect(closest(colours, sight)).toBeGreaterThan(5);
  });

  it('of the ghosts are told apart by colour alone', () => {
    expect(closest(ghostColours(4).map(hexOf), sight)).toBeGreaterThan(12);
  });

  it('on the floor are the lighter the more there is, in steps that are seen', () => {
    const labs = Array.from({ length: 9 }, (_, i) => labOf(seen(hexOf(colourOf(i / 8)), sight)));
    for (const [i, [lightness]] of labs.entries()) {
      if (i > 0) expect(lightness - (labs[i - 1] as Triple)[0]).toBeGreaterThan(4);
    }
  });
});
