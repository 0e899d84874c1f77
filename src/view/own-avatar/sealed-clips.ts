/** The clips of a model that are played: the first that is called a walk, and the first in which it stands. Pure. */
import type { Fields } from '../../core/is.ts';
import { type FieldReader, fieldsOf } from './fields.ts';
import { avatarLimits } from './limits.ts';
import type { ElementType, SealedData } from './sealed-data.ts';

export type ClipName = 'walk' | 'idle';

const called: Readonly<Record<ClipName, RegExp>> = {
  walk: /walk(?!.*(back|left|right))/i,
  idle: /idle|breath|stand(?!.*up)/i,
};
const paths: ReadonlyMap<unknown, ElementType> = new Map([
  ['translation', 'VEC3'],
  ['rotation', 'VEC4'],
  ['scale', 'VEC3'],
]);

/** The patterns take time by the square of a name's length. */
function isCalled(name: unknown, clip: ClipName): boolean {
  return (
    typeof name === 'string' && name.length <= avatarLimits.nameLetters && called[clip].test(name)
  );
}

interface Sums {
  curves: number;
  moments: number;
}

function sealClip(clip: Fields, nodes: number, data: SealedData, read: FieldReader, sums: Sums) {
  const { curves, moments } = avatarLimits;
  const samplers = read.list(clip, 'samplers', curves, 'curves in a clip').map((sampler) => {
    const { interpolation } = sampler;
    return {
      input: read.index(sampler, 'input', data.accessors().length),
      output: read.index(sampler, 'output', data.accessors().length),
      interpolation:
        interpolation === 'STEP' || interpolation === 'CUBICSPLINE' ? interpolation : 'LINEAR',
    };
  });
  const channels = read.list(clip, 'channels', curves, 'curves in a clip').flatMap((channel) => {
    const target = fieldsOf(channel.target);
    const node = read.index(target, 'node', nodes);
    const sampler = read.index(channel, 'sampler', samplers.length);
    const used = samplers[sampler ?? -1];
    const values = paths.get(target.path);
    if (node === undefined || !used || !values) return [];
    if (used.input === undefined || used.output === undefined) {
      throw read.damaged('a curve of a clip has no values');
    }
    const per = used.interpolation === 'CUBICSPLINE' ? 3 : 1;
    const count = data.useAccessor(used.input, 'SCALAR');
    if (data.useAccessor(used.output, values) !== per * count) {
      throw read.damaged('a curve of a clip has not one value for each time');
    }
    sums.curves++;
    if (sums.curves > curves) throw read.tooMany('curves', curves, sums.curves);
    sums.moments += per * count;
    if (sums.moments > moments) throw read.tooMany('moments in its clips', moments, sums.moments);
    return [{ sampler, target: { node, path: target.path } }];
  });
  return { samplers, channels };
}

export function sealClips(json: Fields, nodes: number, data: SealedData, read: FieldReader) {
  const given = read.list(json, 'animations', avatarLimits.clips, 'clips');
  const sums = { curves: 0, moments: 0 };
  return (Object.keys(called) as ClipName[]).flatMap((name) => {
    const clip = given.find((one) => isCalled(one.name, name));
    if (!clip) return [];
    const sealed = sealClip(clip, nodes, data, read, sums);
    return sealed.channels.length > 0 ? [{ name, ...sealed }] : [];
  });
}
