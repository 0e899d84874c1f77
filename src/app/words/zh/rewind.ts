/** Another moment in view than now, in Chinese. */
import { decimals } from '../../format.ts';
import type { Words } from '../en.ts';

export const rewind = {
  name: '回看',
  hint: '重看最近 10 秒（R）',
  title: '已录下的内容',
  rewound: '回看',
  met: '有机器人碰到了什么',
  back: '后退一步',
  backHint: '后退一步（,）',
  forward: '前进一步',
  forwardHint: '前进一步（.）',
  slider: (seconds) => `最近 ${seconds} 秒中的时刻`,
  save: '保存录像',
  toNow: '回到现在',
  ofFile: (at, all) => `${at} / ${all}`,
  now: '现在',
  ago: (time) => `${time}前`,
  differs: (seconds) => `从第 ${decimals(seconds, 1)} 秒起，重放与录下的不同。`,
  spokenBack: (seconds) => `后退 ${seconds} 秒`,
} satisfies Words['rewind'];
