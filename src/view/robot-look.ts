/**
 * What tells one robot from another besides its colour: something that it wears, and a build of its own. By its
 * number, so that a robot looks the same whenever it is met; of thirty-two, no two have colour and wear in common.
 * Shapes differ in outline, which is told from afar and by every eye.
 */
import { type BufferGeometry, Color, Matrix4 } from 'three';
import { append, createMeshData, type MeshData, toGeometry } from './mesh-data.ts';
import { agentColour, material } from './palette.ts';
import { ball, turned } from './shapes.ts';

export const wears = ['sprout', 'hat', 'bow', 'bobble'] as const;
export type Wear = (typeof wears)[number];

export interface RobotLook {
  readonly colour: Color;
  /** Row of `wears`. */
  readonly wear: number;
  /** Of its build, around 1. */
  readonly wide: number;
  readonly tall: number;
}

/** In [−1, 1], the same for a number whenever it is asked. */
function vary(index: number, salt: number): number {
  return Math.sin(index * 12.9898 + salt * 78.233);
}

export function lookOf(index: number): RobotLook {
  return {
    colour: new Color(agentColour(index)),
    wear: (index + Math.floor(index / 8)) % wears.length,
    wide: 1 + 0.06 * vary(index, 1),
    tall: 1 + 0.05 * vary(index, 2),
  };
}

const at = new Matrix4();
const turn = new Matrix4();

const builders: Record<Wear, (mesh: MeshData, r: number) => void> = {
  /** Two leaves on a stalk. */
  sprout(mesh, r) {
    for (const side of [-1, 1]) {
      at.makeTranslation(side * r * 0.34, r * 1.12, r * 0.1);
      at.multiply(turn.makeRotationZ(side * -0.5)).multiply(
        turn.makeScale(r * 0.4, r * 0.1, r * 0.2),
      );
      append(mesh, ball(1), { paint: side < 0 ? material.leaf : material.leafWarm, at });
    }
  },
  /** A round hat with a brim, worn far back. */
  hat(mesh, r) {
    const hat = turned(
      [
        [r * 0.98, 0],
        [r * 1, r * 0.07],
        [r * 0.6, r * 0.12],
        [r * 0.55, r * 0.44],
        [r * 0.4, r * 0.54],
        [0, r * 0.55],
      ],
      12,
    );
    at.makeTranslation(0, r * 0.62, r * 0.22).multiply(turn.makeRotationX(0.3));
    append(mesh, hat, {
      paint: (color, { y }) => {
        const band = y > r * 0.1 && y < r * 0.3;
        color.setHex(band ? material.coping : 0xf0dcae);
      },
      at,
    });
  },
  /** A bow at the back of the head. */
  bow(mesh, r) {
    for (const side of [-1, 1]) {
      at.makeTranslation(side * r * 0.42, r * 0.84, r * 0.44);
      at.multiply(turn.makeRotationZ(side * 0.35)).multiply(
        turn.makeScale(r * 0.42, r * 0.3, r * 0.14),
      );
      append(mesh, ball(1), { paint: material.shell, at });
    }
    at.makeScale(r * 0.15, r * 0.15, r * 0.15).setPosition(0, r * 0.84, r * 0.44);
    append(mesh, ball(0), { paint: 0xe8584f, at });
  },
  /** A woollen hat with a bobble. */
  bobble(mesh, r) {
    const wool = turned(
      [
        [r * 1.05, r * 0.3],
        [r * 1.09, r * 0.42],
        [r * 1.02, r * 0.54],
        [r * 0.9, r * 0.66],
        [r * 0.62, r * 0.94],
        [0, r * 1.06],
      ],
      14,
    );
    at.makeTranslation(0, 0, r * 0.1).multiply(turn.makeRotationX(0.34));
    append(mesh, wool, {
      paint: (color, { y }) => color.setHex(y < r * 0.56 ? material.shell : 0xffffff),
      at,
      extra: ({ y }) => (y > r * 0.6 ? 1 : 0),
    });
  },
};

/** Modelled in the head's frame, for a head of that radius; `tint` takes the robot's colour. */
export function wearGeometry(wear: Wear, headRadius: number): BufferGeometry {
  const mesh = createMeshData();
  builders[wear](mesh, headRadius);
  return toGeometry(mesh, 'tint');
}
