/**
 * The parts of a robot, modelled for one body radius and height, in metres, standing on y = 0 and
 * facing −z. Parts above the body are modelled around the joint they turn about.
 */
import { type BufferGeometry, Color, Matrix4 } from 'three';
import type { AgentBody } from '../scene/layout.ts';
import { append, createMeshData, toGeometry } from './mesh-data.ts';
import { material } from './palette.ts';
import { ball, ellipse, type Point2, turned } from './shapes.ts';

/** Those that are `far` are for robots a few pixels tall: the eye is part of the head. */
export const robotPartNames = [
  ...['body', 'head', 'eye', 'lamp', 'foot'],
  ...['far-body', 'far-head', 'far-lamp'],
] as const;
export type RobotPart = (typeof robotPartNames)[number];

export interface RobotAnatomy {
  /** Height of the joint of the head above the ground. */
  readonly headHeight: number;
  /** How far the feet stand from the middle. */
  readonly footApart: number;
  readonly headRadius: number;
  /** Centre of the eye in the head's frame. */
  readonly eye: { readonly y: number; readonly z: number; readonly radius: number };
  /** Height of the lamp in the head's frame. */
  readonly lamp: number;
}

export function robotAnatomy(body: {
  readonly radius: number;
  readonly height: number;
}): RobotAnatomy {
  const headRadius = Math.min(body.radius * 0.86, body.height * 0.25);
  const headHeight = body.height - headRadius * 0.98;
  return {
    headHeight,
    headRadius,
    footApart: body.radius * 0.3,
    eye: { y: headRadius * 0.06, z: -headRadius * 0.5, radius: headRadius * 0.66 },
    lamp: headRadius * 1.5,
  };
}

const at = new Matrix4();
const tilt = new Matrix4();
const grey = new Color();

/** How many segments to make of so many. */
type Round = (segments: number) => number;

/** A shallow dome on y = 0, for buttons, ears and glints. */
function dome(radius: number, height: number, round: Round): BufferGeometry {
  const profile: Point2[] = [
    [radius, -height],
    [radius, 0],
    [radius * 0.92, height * 0.55],
    [radius * 0.7, height * 0.9],
    [0, height],
  ];
  return turned(profile, round(16));
}

/** White times shade: what the instance's colour is multiplied with. */
function shaded(low: number, span: number) {
  return (color: Color, _local: unknown, placed: { y: number }) => {
    color.setScalar(0.66 + 0.34 * Math.min(1, Math.max(0, (placed.y - low) / span)));
  };
}

function bodyGeometry(body: AgentBody, round: Round): BufferGeometry {
  const mesh = createMeshData();
  const { headHeight, headRadius } = robotAnatomy(body);
  const r = body.radius * 0.8;
  const neck = headHeight - headRadius * 0.78;
  const hem = neck * 0.2;
  // Under the hem, where the feet come from.
  append(mesh, ball(round(2)), {
    paint: material.graphite,
    at: at.makeScale(r * 0.66, hem * 0.6, r * 0.66).setPosition(0, hem * 1.25, 0),
  });
  const torso = turned(
    [
      [0, hem],
      [r * 0.72, hem],
      [r * 0.86, hem + neck * 0.02],
      [r * 0.97, hem + neck * 0.12],
      [r, hem + neck * 0.24],
      [r * 0.97, hem + neck * 0.38],
      [r * 0.86, hem + neck * 0.54],
      [r * 0.66, hem + neck * 0.68],
      [r * 0.46, hem + neck * 0.755],
      [r * 0.36, hem + neck * 0.78],
    ],
    round(26),
  );
  append(mesh, torso, { paint: shaded(0, neck), extra: 1 });
  // A pale belt and a dark collar.
  const belt = turned(
    [
      [r * 0.95, hem + neck * 0.13],
      [r * 1.025, hem + neck * 0.15],
      [r * 1.035, hem + neck * 0.2],
      [r * 1.025, hem + neck * 0.25],
      [r * 0.95, hem + neck * 0.27],
    ],
    round(26),
  );
  append(mesh, belt, { paint: material.shell });
  const collar = turned(
    [
      [r * 0.42, neck * 0.93],
      [r * 0.5, neck * 0.95],
      [r * 0.5, neck * 0.99],
      [r * 0.4, neck * 1.03],
    ],
    round(16),
  );
  append(mesh, collar, { paint: material.graphite });
  // A badge on the chest, so that front and back differ even when the eye is out of sight.
  at.makeTranslation(0, hem + neck * 0.47, -r * 0.84).multiply(
    tilt.makeRotationX(-Math.PI / 2 + 0.22),
  );
  append(mesh, dome(r * 0.19, r * 0.12, round), { paint: material.shell, at });
  // Two small arms.
  for (const side of [-1, 1]) {
    const arm = turned(ellipse([r * 0.2, neck * 0.2], 0, undefined, round(10)), round(12));
    at.makeTranslation(side * r * 1.04, hem + neck * 0.42, -r * 0.06);
    at.multiply(tilt.makeRotationZ(side * 0.34));
    append(mesh, arm, { paint: shaded(0, neck), at, extra: 1 });
    append(mesh, ball(round(2)), {
      paint: material.shell,
      at: at
        .makeScale(r * 0.19, r * 0.19, r * 0.19)
        .setPosition(side * r * 1.16, hem + neck * 0.24, -r * 0.08),
    });
  }
  return toGeometry(mesh, 'tint');
}

function headGeometry(body: AgentBody, round: Round): BufferGeometry {
  const mesh = createMeshData();
  const { headRadius: r, eye, lamp } = robotAnatomy(body);
  const skull = turned(ellipse([r * 1.04, r * 0.94], 0, undefined, round(14)), round(26));
  // The face is cut flat behind the eye, and dark: it shows when the eye blinks.
  const face = -r * 0.66;
  const position = skull.getAttribute('position');
  for (let i = 0; i < position.count; i++) {
    position.setZ(i, Math.max(face, position.getZ(i)));
  }
  const shade = shaded(-r * 1.4, r * 2);
  append(mesh, skull, {
    paint: (color, local, placed) => {
      if (local.z <= face * 0.999) color.setHex(material.graphite);
      else shade(color, local, placed);
    },
    extra: ({ z }) => (z <= face * 0.999 ? 0 : 1),
  });
  // The socket: a pale ring over the edge of the cut.
  const ring = turned(
    [
      [eye.radius * 0.94, 0],
      [eye.radius * 1.24, 0],
      [eye.radius * 1.31, r * 0.07],
      [eye.radius * 1.26, r * 0.15],
      [eye.radius * 1.14, r * 0.18],
      [eye.radius * 1.02, r * 0.14],
      [eye.radius * 0.96, r * 0.02],
    ],
    round(26),
  );
  at.makeTranslation(0, eye.y, face).multiply(tilt.makeRotationX(-Math.PI / 2));
  append(mesh, ring, { paint: material.shell, at });
  // Ears and the antenna.
  for (const side of [-1, 1]) {
    at.makeTranslation(side * r * 0.97, 0, r * 0.08).multiply(
      tilt.makeRotationZ(-side * Math.PI * 0.5),
    );
    append(mesh, dome(r * 0.3, r * 0.16, round), { paint: material.shell, at });
  }
  const rod = turned(
    [
      [r * 0.17, r * 0.86],
      [r * 0.13, r * 0.97],
      [r * 0.05, r * 1.02],
      [r * 0.045, lamp],
    ],
    10,
  );
  append(mesh, rod, { paint: material.graphite });
  return toGeometry(mesh, 'tint');
}

/** A ball whose front is iris and pupil, with a glint that moves with it. */
function eyeGeometry(body: AgentBody, round: Round): BufferGeometry {
  const mesh = createMeshData();
  const { radius } = robotAnatomy(body).eye;
  const iris = 0.76;
  const pupil = 0.45;
  const rings = [0, pupil - 0.03, pupil, iris - 0.05, iris, iris + 0.04, 0.9, 1.3, 1.7, 2.2];
  const profile = rings.map((a) => [radius * Math.sin(a), -radius * Math.cos(a)] as const);
  const shell = turned(profile, round(28));
  const paint = (color: Color, local: { x: number; y: number; z: number }) => {
    const angle = Math.atan2(Math.hypot(local.x, local.z), -local.y);
    if (angle < pupil - 0.01) color.setHex(material.pupil);
    else if (angle < iris - 0.02) {
      const inward = (iris - angle) / (iris - pupil);
      color.setHex(material.iris).lerp(grey.setHex(0x7fd0da), 0.55 * inward);
    } else if (angle < iris + 0.02) color.setHex(0x1d3c4a);
    else color.setHex(material.eyeWhite).multiplyScalar(angle > 1 ? 0.94 : 1);
  };
  append(mesh, shell, { paint, at: at.makeRotationX(Math.PI / 2) });
  // Two glints, flat on the ball.
  for (const [yaw, pitch, size] of [
    [0.3, 0.34, 0.17],
    [-0.26, -0.2, 0.08],
  ] as const) {
    at.makeRotationY(yaw).multiply(tilt.makeRotationX(pitch));
    at.multiply(tilt.makeTranslation(0, 0, -radius * 0.985));
    at.multiply(tilt.makeRotationX(-Math.PI / 2));
    append(mesh, dome(size * radius, radius * 0.03, round), { paint: 0xffffff, at });
  }
  return toGeometry(mesh, 'tint');
}

/** A boot around the origin of its sole, toe forward. */
function footGeometry(body: AgentBody, round: Round): BufferGeometry {
  const mesh = createMeshData();
  const { headHeight, headRadius } = robotAnatomy(body);
  const r = body.radius * 0.8;
  const hem = (headHeight - headRadius * 0.78) * 0.2;
  const boot = turned(ellipse([1, 1], 0, [-0.5, Math.PI / 2], round(8)), round(14));
  append(mesh, boot, {
    paint: (color, { y }) => color.setHex(y < -0.2 ? material.graphite : material.shell),
    at: at.makeScale(r * 0.32, hem * 0.62, r * 0.46).setPosition(0, hem * 0.3, -r * 0.1),
  });
  const ankle = turned(
    [
      [r * 0.15, hem * 0.5],
      [r * 0.15, hem * 1.35],
    ],
    round(10),
  );
  append(mesh, ankle, { paint: material.graphite });
  return toGeometry(mesh, 'tint');
}

function lampGeometry(body: AgentBody, fineness: number): BufferGeometry {
  const mesh = createMeshData();
  const size = robotAnatomy(body).headRadius * 0.135;
  append(mesh, ball(fineness), { paint: 0xffffff, at: at.makeScale(size, size, size) });
  return toGeometry(mesh, 'tint');
}

/** The outline, the belt and the arms of the body. */
function farBodyGeometry(body: AgentBody): BufferGeometry {
  const mesh = createMeshData();
  const { headHeight, headRadius } = robotAnatomy(body);
  const r = body.radius * 0.8;
  const neck = headHeight - headRadius * 0.78;
  const hem = neck * 0.2;
  const wheel = turned(ellipse([r * 0.62, hem], hem, undefined, 3), 7);
  append(mesh, wheel, { paint: material.graphite });
  const shade = shaded(0, neck);
  const torso = (from: number, to: number, radii: readonly [number, number]) =>
    [
      [r * radii[0], hem + neck * from],
      [r * radii[1], hem + neck * to],
    ] as const;
  append(mesh, turned([[0, hem], ...torso(0, 0.13, [0.76, 0.97])], farSegments), {
    paint: shade,
    extra: 1,
  });
  append(mesh, turned(torso(0.13, 0.27, [1, 1]), farSegments), { paint: material.shell });
  append(
    mesh,
    turned([...torso(0.27, 0.5, [1, 0.9]), ...torso(0.68, 0.78, [0.66, 0.4])], farSegments),
    {
      paint: shade,
      extra: 1,
    },
  );
  for (const side of [-1, 1]) {
    const arm = turned(ellipse([r * 0.22, neck * 0.24], 0, undefined, 3), 5);
    at.makeTranslation(side * r * 1.04, hem + neck * 0.38, -r * 0.06);
    at.multiply(tilt.makeRotationZ(side * 0.34));
    append(mesh, arm, { paint: shade, at, extra: 1 });
  }
  return toGeometry(mesh, 'tint');
}
const farSegments = 10;

function farHeadGeometry(body: AgentBody): BufferGeometry {
  const mesh = createMeshData();
  const { headRadius: r, eye, lamp } = robotAnatomy(body);
  const skull = turned(ellipse([r * 1.04, r * 0.94], 0, undefined, 6), farSegments);
  append(mesh, skull, { paint: shaded(-r * 1.4, r * 2), extra: 1 });
  // The eye stands out of the skull: rings of white, iris and pupil, which is what one sees of it.
  const rings = [0, 0.45, 0.46, 0.8, 0.81, 1.3];
  const { radius } = eye;
  const ball = turned(
    rings.map((a) => [radius * Math.sin(a), -radius * Math.cos(a)] as const),
    farSegments,
  );
  at.makeTranslation(0, eye.y, eye.z * 1.1).multiply(tilt.makeRotationX(Math.PI / 2));
  append(mesh, ball, {
    paint: (color, local) => {
      const angle = Math.atan2(Math.hypot(local.x, local.z), -local.y);
      if (angle < 0.455) color.setHex(material.pupil);
      else color.setHex(angle < 0.805 ? material.iris : material.eyeWhite);
    },
    at,
  });
  append(
    mesh,
    turned(
      [
        [r * 0.08, r * 0.9],
        [r * 0.05, lamp],
      ],
      4,
    ),
    { paint: material.graphite },
  );
  return toGeometry(mesh, 'tint');
}

const geometries: Record<RobotPart, (body: AgentBody, round: Round) => BufferGeometry> = {
  body: bodyGeometry,
  head: headGeometry,
  eye: eyeGeometry,
  lamp: (body) => lampGeometry(body, 2),
  foot: footGeometry,
  'far-body': farBodyGeometry,
  'far-head': farHeadGeometry,
  'far-lamp': (body) => lampGeometry(body, 0),
};

/** `roundness` in (0, 1] scales the number of facets: every vertex counts where a processor draws. */
export function robotGeometry(part: RobotPart, body: AgentBody, roundness: number): BufferGeometry {
  return geometries[part](body, (segments) => Math.max(1, Math.round(segments * roundness)));
}
