/** How much of a model one avatar may be: what a page can draw beside everything else, many times over. */
export const avatarLimits = {
  fileBytes: 20e6,
  /** Of the text that describes the model. */
  jsonBytes: 4e6,
  nodes: 2000,
  /** Nodes below each other. */
  depth: 100,
  /** Parts that are drawn one by one. */
  parts: 100,
  vertices: 200_000,
  triangles: 100_000,
  materials: 64,
  textures: 40,
  /** Pixels along a side of one texture, and of all together. */
  textureSide: 4096,
  texturePixels: 120e6,
  skins: 40,
  joints: 400,
  clips: 100,
  /** Curves of the clips that are played, and moments of all of these curves. */
  curves: 6000,
  moments: 1e6,
  /** Of a name: a longer one is not looked at. */
  nameLetters: 100,
} as const;
