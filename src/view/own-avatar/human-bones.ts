/**
 * Which nodes of a model are the bones that walking moves: as its VRM extension says, or by the names that common
 * programs give them. Pure.
 */
import { avatarLimits } from './limits.ts';

export const walkingBones = [
  ...['leftUpperLeg', 'leftLowerLeg', 'rightUpperLeg', 'rightLowerLeg'],
  ...['leftUpperArm', 'leftLowerArm', 'rightUpperArm', 'rightLowerArm'],
] as const;
export type WalkingBone =
  | `${'left' | 'right'}UpperLeg`
  | `${'left' | 'right'}LowerLeg`
  | `${'left' | 'right'}UpperArm`
  | `${'left' | 'right'}LowerArm`;

/** Each bone's names without its side, in letters alone; Mixamo's, Blender's, Unreal's, and those that say it in full. */
const names: ReadonlyMap<string, string> = new Map([
  ['upleg', 'UpperLeg'],
  ['upperleg', 'UpperLeg'],
  ['thigh', 'UpperLeg'],
  ['leg', 'LowerLeg'],
  ['lowerleg', 'LowerLeg'],
  ['shin', 'LowerLeg'],
  ['calf', 'LowerLeg'],
  ['arm', 'UpperArm'],
  ['upperarm', 'UpperArm'],
  ['forearm', 'LowerArm'],
  ['lowerarm', 'LowerArm'],
]);

/** "mixamorig:LeftUpLeg", "thigh.L", "upperarm_r": which bone that is; undefined: none of these. */
export function boneNamed(name: string): WalkingBone | undefined {
  // The patterns below take time by the square of a name's length.
  if (name.length > avatarLimits.nameLetters) return undefined;
  const bare = name.replace(/^.*:/, '').replace(/^(mixamorig\d*|DEF-|Bip0?01)[ _-]*/i, '');
  const parts = /^(left|right)(.+)$/i.exec(bare) ??
    /^([lr])[ ._-](.+)$/i.exec(bare) ?? [
      '',
      ...(/^(.+?)[ ._-]*(left|right|[lr])$/i.exec(bare)?.slice(1).reverse() ?? []),
    ];
  const [, side, rest] = parts;
  if (side === undefined || rest === undefined) return undefined;
  const bone = names.get(rest.toLowerCase().replace(/[^a-z]/g, ''));
  if (bone === undefined) return undefined;
  return `${/^l/i.test(side) ? 'left' : 'right'}${bone}` as WalkingBone;
}

/** Of nodes by their names: the first of each. */
export function bonesByName(nodes: readonly (string | undefined)[]): Map<WalkingBone, number> {
  const bones = new Map<WalkingBone, number>();
  for (const [i, name] of nodes.entries()) {
    const bone = name === undefined ? undefined : boneNamed(name);
    if (bone && !bones.has(bone)) bones.set(bone, i);
  }
  return bones;
}
