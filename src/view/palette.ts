/**
 * Every colour of the view, as sRGB hex. Agents' colours are those of Okabe and Ito (2008), which
 * stay apart for the common kinds of colour blindness, with graphite in place of black; the page
 * uses the same ones for its charts.
 */

const agentColours = [
  '#e69f00', // orange
  '#2f9fe0', // sky blue
  '#00a37a', // bluish green
  '#d9538f', // reddish purple
  '#f2dc3b', // yellow
  '#d9541e', // vermilion
  '#2a5fb8', // blue
  '#4b4f5c', // graphite
] as const;

/** '#rrggbb'; repeats after eight. */
export function agentColour(index: number): string {
  return agentColours[index % agentColours.length] as string;
}

export const material = {
  paving: 0xd3c1a3,
  plaster: 0xe6d3b4,
  plinth: 0xb3a48c,
  coping: 0xc98f68,
  stone: 0xd2c6b2,
  stoneDark: 0xa2968a,
  stoneEdge: 0xefe6d4,
  hedge: 0x6a9a45,
  hedgeDeep: 0x3b6b34,
  leaf: 0x7fad4d,
  leafWarm: 0x9fb851,
  soil: 0x5b4334,
  pot: 0xc2734b,
  wood: 0xc08a55,
  woodDark: 0x8a5a35,
  woodPale: 0xdcae78,
  iron: 0x4b4a4c,
  barrel: 0x5f7f8c,
  door: 0x3f7c85,
  doorPanel: 0x57a0a6,
  blossom: [0xf2a1a8, 0xf6d469, 0xf7f1e3, 0xc9a3dc],
  trunk: 0x7d5b41,
  lawn: 0x86b062,
  lawnFar: 0x9dba79,
  field: 0xc3c06a,
  hill: 0x7fa584,
  mountain: 0x8fa6bd,
  gravel: 0xcabfa8,
  shell: 0xf4efe6,
  graphite: 0x33363d,
  eyeWhite: 0xffffff,
  iris: 0x2d6f86,
  pupil: 0x14161c,
  walkerCoat: 0x8b9bb0,
  walkerLegs: 0x5d6a7e,
  walkerHead: 0xc9d0d8,
} as const;

/** Of the visitor: the indigo of the page, which no agent and no pedestrian wears. */
export const visitorColours = { coat: 0x6a5cf0, legs: 0x2c2a4a, head: 0xf2d2b6 } as const;

/** Of objects that agents are sent to find; each kind is told from the others by its colour. */
export const household = {
  fabric: 0xc6402f,
  timber: 0x6b4a33,
  brass: 0xa9843f,
  shade: 0xf7dd8a,
  glaze: 0x3f6fa5,
  leaf: 0x6fb04a,
  leafDeep: 0x2f6b38,
  walnut: 0x5d3b2a,
  enamel: 0xf8f4e8,
} as const;

export const signal = {
  success: 0x35c46a,
  collision: 0xff9a1f,
  timeout: 0x9fb4c8,
  idle: 0xfff3d6,
  attention: 0x5a4be0,
  attentionNode: 0x0d93a6,
  scan: 0x2f6fd0,
  chosen: 0x2a2740,
  imagined: 0xe08a1e,
  refused: 0xe0352b,
} as const;

/** What is drawn over the world, by day and when its lamps are lit. */
export interface Theme {
  /** By which what is painted on the floor is dimmed. */
  readonly floorLight: number;
  readonly tag: { readonly fill: string; readonly text: string };
}

export const themes = {
  day: { floorLight: 1, tag: { fill: 'rgba(255, 252, 246, 0.92)', text: '#2a2722' } },
  dusk: { floorLight: 0.72, tag: { fill: 'rgba(30, 30, 44, 0.86)', text: '#f6f1e8' } },
} as const satisfies Record<string, Theme>;
