/** Everything that a stage draws, and how finely: on a graphics card, or on the processor. */
import { type BufferGeometry, Group, InstancedMesh, Mesh, type Object3D } from 'three';
import type { Layout } from '../scene/layout.ts';
import { createAvatarMaterials } from './avatar-materials.ts';
import { createBackdrop } from './backdrop.ts';
import { createDaylight, type Daylight } from './daylight.ts';
import { createDisplaced, type DisplacedPart } from './displaced.ts';
import type { Frame, Part } from './frame.ts';
import { createGhost, type GhostPart } from './ghost.ts';
import { createGoalBeams } from './goal-beams.ts';
import { createGround } from './ground.ts';
import { createGroundMarks } from './ground-marks.ts';
import { createLamplight } from './lamplight.ts';
import { createMeadow } from './meadow.ts';
import { createNameTags } from './name-tags.ts';
import { overlays } from './overlays/index.ts';
import { createWornPart, type WornPart } from './own-avatar/worn-part.ts';
import { createProps } from './props.ts';
import type { QualityStep } from './quality.ts';
import { createRobots } from './robots.ts';
import { createScenery } from './scenery.ts';
import { createSky } from './sky.ts';
import { createTagMesh } from './tag-mesh.ts';
import type { Ambience } from './time-of-day.ts';
import { createVisitor } from './visitor.ts';
import { createWalkers } from './walkers.ts';

export interface Detail {
  /** Texels along a side of the sun's shadow map. */
  readonly shadowSize: number;
  readonly softShadows: boolean;
  /** Shadows are drawn anew every so many frames. */
  readonly shadowEvery: number;
  /** Device pixels per CSS pixel at most. */
  readonly pixelRatio: number;
  readonly anisotropy: number;
  /** Share of the leaves on hedges. */
  readonly leafage: number;
  /** Share of the grass on the lawn. */
  readonly grass: number;
  /** Statics beyond this number are all built coarsely. */
  readonly fineStatics: number;
  /** Share of the facets of robots. */
  readonly roundness: number;
  /** Subdivisions of a tree's crown. */
  readonly fineness: number;
}

export const details = {
  high: {
    shadowSize: 2048,
    softShadows: true,
    shadowEvery: 1,
    pixelRatio: 2,
    anisotropy: 8,
    leafage: 1,
    grass: 1,
    fineStatics: 600,
    roundness: 1,
    fineness: 3,
  },
  low: {
    shadowSize: 1024,
    softShadows: false,
    shadowEvery: 2,
    pixelRatio: 1,
    anisotropy: 2,
    leafage: 0.35,
    grass: 0.35,
    fineStatics: 120,
    roundness: 0.7,
    fineness: 2,
  },
} as const satisfies Record<string, Detail>;

export interface StageParts {
  readonly object: Group;
  setLight(ambience: Ambience): void;
  setQuality(step: QualityStep): void;
  readonly daylight: Daylight;
  readonly eyes: () => Float32Array;
  readonly ghost: GhostPart;
  readonly displaced: DisplacedPart;
  readonly worn: WornPart;
  nameVisitor(name: string): void;
  fit(layout: Layout): void;
  update(frame: Frame): void;
  setOverlay(name: string, visible: boolean): void;
  /** Triangles that each overlay has in the picture. Walks through all of them: not for every frame. */
  drawn(): Readonly<Record<string, number>>;
  lines(overlay: string): Float32Array;
  dispose(): void;
}

function trianglesOf(object: Object3D): number {
  let triangles = 0;
  object.traverseVisible((part) => {
    if (!(part instanceof Mesh)) return;
    const { index, attributes, drawRange } = part.geometry as BufferGeometry;
    const corners = Math.min(drawRange.count, index?.count ?? attributes.position?.count ?? 0);
    triangles += (corners / 3) * (part instanceof InstancedMesh ? part.count : 1);
  });
  return triangles;
}

export function createStageParts(detail: Detail, nameTags: number): StageParts {
  const daylight = createDaylight({ softShadows: detail.softShadows });
  const materials = createAvatarMaterials();
  const sky = createSky(daylight, detail.shadowSize);
  const worn = createWornPart();
  const robots = createRobots(materials, detail.roundness, worn.clothing);
  const ghost = createGhost();
  const displaced = createDisplaced();
  const tags = createNameTags(nameTags);
  const lights = createLamplight();
  const meadow = createMeadow(daylight, detail.grass);
  const fixed: Part[] = [
    sky,
    createBackdrop(daylight, detail.fineness),
    createGround(daylight, detail.anisotropy),
    createScenery(daylight, detail),
    meadow,
    lights,
  ];
  const moving: Part[] = [
    robots,
    createProps(daylight),
    createWalkers(daylight),
    createVisitor(daylight, worn.clothing),
    worn,
    createGroundMarks(),
    createGoalBeams(),
    tags,
    ghost,
    displaced,
  ];
  const overlaid = new Map(
    overlays.entries().map(([name, kind]) => {
      const overlay = kind.create({ eyes: robots.eyes, createTags: createTagMesh });
      overlay.object.visible = kind.visible;
      return [name, overlay] as const;
    }),
  );
  const all = [...fixed, ...moving, ...overlaid.values()];

  const object = new Group();
  const movers = new Group();
  for (const part of fixed) object.add(part.object);
  for (const part of [...moving, ...overlaid.values()]) movers.add(part.object);
  object.add(movers);

  return {
    object,
    setLight(ambience) {
      sky.setLight(ambience);
      lights.setLight(ambience);
    },
    setQuality(step) {
      sky.setShadows(step.shadows);
      meadow.setShare(step.grass);
    },
    daylight,
    eyes: robots.eyes,
    ghost,
    displaced,
    worn,
    nameVisitor: tags.nameVisitor,
    fit(layout) {
      for (const part of all) part.fit(layout);
    },
    update(frame) {
      for (const part of fixed) part.update(frame);
      // Before the first snapshot nobody is anywhere.
      movers.visible = frame.track.pushed > 0;
      if (!movers.visible) return;
      for (const part of moving) part.update(frame);
      for (const overlay of overlaid.values()) {
        if (overlay.object.visible) overlay.update(frame);
      }
    },
    setOverlay(name, visible) {
      // An unknown name is refused with the known ones.
      overlays.get(name);
      const overlay = overlaid.get(name);
      if (!overlay) return;
      if (visible && !overlay.object.visible) overlay.begin?.();
      overlay.object.visible = visible;
    },
    drawn: () =>
      Object.fromEntries([...overlaid].map(([name, { object: of }]) => [name, trianglesOf(of)])),
    lines(name) {
      const overlay = overlaid.get(name);
      if (!movers.visible || !overlay?.object.visible) return new Float32Array(0);
      return overlay.lines?.() ?? new Float32Array(0);
    },
    dispose() {
      for (const part of all) part.dispose();
      materials.dispose();
      daylight.dispose();
    },
  };
}
