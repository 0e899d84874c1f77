/** The faithfulness report, in Chinese. */
import type { Estimate } from '../../../core/bootstrap.ts';
import type { Finding, Likeness } from '../../../explain/findings.ts';
import { decimals, speedText } from '../../format.ts';
import type { Words } from '../en.ts';
import { parts } from './names.ts';

const likes: Readonly<Record<Likeness, string>> = {
  unknown: '无法比较',
  none: '没有关系',
  opposite: '大致相反',
  nearly: '几乎一致',
  much: '大体一致',
  weakly: '只有微弱的一致',
};

const tells = {
  less: '注意力对“什么重要”的说明不如梯度',
  more: '注意力对“什么重要”的说明好于梯度',
  'as-much': '注意力对“什么重要”的说明与梯度相当',
} as const;

const spreads = {
  all: '几乎平均地分散在所有事物上',
  most: '分散在大多数事物上',
  few: '集中在少数事物上',
  one: '几乎只集中在一个事物上',
} as const;

const meanings = {
  needs: '策略需要看它所看的地方',
  better: '不看它所看的地方，策略反而更好',
  longer: '未见到达率下降，但按路程加权的成功率（SPL）更低',
  'not-needed': '未见损失：这些案例不需要它看所看的地方',
} as const;

const agreements = {
  same: '：它们看的是同样的东西，因此看哪里主要出于任务，而不是某次训练的偶然',
  partly: '：有些部分它们看的相同，其余则不同',
  apart: '：它们看的是不同的东西，因此如果两者都做得好，其中一个所看的并不是唯一的办法',
  unknown: '',
} as const;

const surgery = { 'as trained': '原样', permuted: '打乱', uniform: '平均' } as const;

const figure = (estimate: Estimate | null) =>
  estimate
    ? `${decimals(estimate.value, 2)}，${decimals(estimate.low, 2)} 至 ${decimals(estimate.high, 2)}`
    : '–';
const percent = (rate: number) => `${decimals(100 * rate, 1)}%`;
const points = (rate: number) => decimals(100 * rate, 1);
const partName = (part: string) => parts[part] ?? part;

function sayFinding(finding: Finding): string {
  switch (finding.is) {
    case 'ranks':
      return `在${partName(finding.part)}上，注意力的排序与“去掉后动作改变多少”的排序${likes[finding.like]}（τ ${figure(finding.tau)}）。`;
    case 'gradient':
      return `梯度的排序与它${likes[finding.like]}（τ ${figure(finding.tau)}）：${tells[finding.tells]}。`;
    case 'best-head':
      return `单独的注意力头 ${finding.head} 比全部合起来更能说明问题（τ ${figure(finding.tau)}）。`;
    case 'top': {
      const than = { more: '高于', less: '低于', 'no-more': '不高于' }[finding.than];
      return `最受注意的正是影响最大的，占决策的 ${percent(finding.share)}，${than}随机水平（${percent(finding.chance)}）。`;
    }
    case 'spread':
      return `注意力${spreads[finding.over]}（熵 ${figure(finding.entropy)}，最大为 1）。`;
    case 'strongest':
      return `影响最大的事物平均使动作改变 ${speedText(finding.change)}。`;
    case 'surgery': {
      const { low, high, value } = finding.difference;
      const change = `${points(value)} 个百分点，${points(low)} 至 ${points(high)}`;
      return `把注意力${surgery[finding.surgery]}后，成功率为 ${percent(finding.rate)}（${change}）：${meanings[finding.means]}。`;
    }
    case 'agreement': {
      const [a, b] = finding.policies;
      const orders = finding.attention.map(
        ({ part, like, tau }) => `${partName(part)}的排序${likes[like]}（τ ${figure(tau)}）`,
      );
      return `策略 ${a} 与 ${b} 的注意力：${orders.join('，')}；动作平均相差 ${figure(finding.action)} 米/秒${agreements[finding.means]}。`;
    }
    case 'no-critic':
      return '该策略没有保存 critic，因此不知道它的预期。';
  }
}

export const report = {
  title: '注意力能解释它们的行为吗？',
  closes: '报告',
  intro:
    '光线和份额显示策略在看哪里。这也许只是画面，而不是原因。因此逐个去掉事物，看机器人会怎样改变；再打乱它们的注意力，看会失去什么。',
  measuring: ({ when, number, of }, left) =>
    `正在测量${when === undefined ? '' : `训练 ${when}后的权重`}${
      of === 1 ? '' : `（第 ${number} 份，共 ${of} 份）`
    }${left === undefined ? '…' : `：约剩 ${left}`}`,
  measured: '测量进度',
  stop: '停止',
  save: '保存为 JSON',
  measure: '测量',
  again: '重新测量',
  measurePast: (when) => `测量训练 ${when}后的权重`,
  all: (count) => `测量 ${count} 个保存的时刻`,
  nothingLearned: '还没有学到任何东西',
  ready: '忠实度报告已完成',

  notKept: '那一刻的权重已不再保存。',

  of: ({ when, updates, now, decisions, tries }) =>
    `训练 ${when}、${updates} 次更新后的策略${
      now === undefined ? '' : `（现在 ${now} 次）`
    }：训练从未见过的 ${tries} 个回合中的 ${decisions} 次决策。线段为 95% 区间。`,

  over: '训练过程中的变化',
  weights: '训练时间',
  reports: '各份报告，按训练时间；选一份来看',
  tauOf: (part) => `${part}的 τ`,
  plots: {
    tau: '与“去掉”的 τ',
    top: '最受注意的即影响最大的',
    entropy: '熵：1 为均匀',
    success: '成功率',
  },
  chance: '随机水平',
  changed: (what, from, to) => `${what}：从 ${from} 到 ${to}`,
  finding: sayFinding,

  part: (part) => `对${part}的注意力`,
  ranks: '它的排序与影响的排序一致吗？秩相关 τ：1 为顺序相同，0 为无关',
  leftOut: '从世界中去掉',
  leftOutMeaning: '把该事物从所有感知中去掉后，动作如何改变',
  masked: '遮住该行',
  maskedMeaning: '只是不许注意它、其余不变时，动作如何改变',
  gradient: '梯度',
  gradientMeaning: '动作对其输入的梯度，乘以输入本身',
  between: '梯度与去掉之间',
  betweenMeaning: '两种重要性度量彼此有多一致',
  top: (share, chance) => `在 ${share} 的决策中，最受注意的正是影响最大的；随机水平为 ${chance}。`,
  interval: (low, high) => `${low} 至 ${high}`,

  heads: '各注意力头',
  head: '头',
  mean: '平均',
  columns: {
    leftOut: 'τ（去掉）',
    masked: 'τ（遮住）',
    gradient: 'τ（梯度）',
    entropy: '熵',
  },

  seeds: {
    title: '其他训练种子也看同样的东西吗？',
    who: '这里的策略',
    first: '此报告的策略',
    attention: '面对同样的决策，它们注意力的秩相关 τ：1 为顺序相同，0 为无关',
    pair: (a, b, part) => `${a} 与 ${b}：${part}`,
    pairMeaning: (a, b) => `策略 ${a} 与 ${b} 各注意头平均后的排序`,
    action: '它们的动作平均相差，米/秒',
    actionPair: (a, b) => `${a} 与 ${b}`,
    actionMeaning: '面对同样的决策，两个动作之差的长度',
  },

  others: {
    title: '其他训练种子',
    line: '看哪里取决于某一次训练吗？添加此场景其他训练的策略：下一份报告会就同样的决策询问它们。',
    fromFile: '从文件添加…',
    shipped: '添加训练好的策略',
    own: '添加你自己的训练',
    names: { shipped: '页面自带的策略', own: '你自己的训练' },
    named: (name, seed, updates) => `${name}（种子 ${seed}，${updates} 次更新）`,
    remove: '移除',
    removeNamed: (name) => `移除${name}`,
    added: (name) => `已添加${name}`,
    removed: (name) => `已移除${name}`,
  },

  needs: '策略需要看它所看的地方吗？',
  success: '用自己的注意力与用被破坏的注意力时的成功率',
  surgery,
  surgeryMeaning: {
    'as trained': '不作改动',
    permuted: '把每个头的权重在现有事物间随机交换',
    uniform: '每个头平均地注意所有事物',
  },
} satisfies Words['report'];
