/** What the selected robot has in mind, in Chinese. */
import type { Influence } from '../../../explain/explainer.ts';
import type { Described, Doing, Otherwise, Reason, Side } from '../../../explain/reason.ts';
import { decimals, metresText, secondsText, speedText } from '../../format.ts';
import type { Words } from '../en.ts';

type Naming = (influence: Influence) => string;

const doings: Readonly<Record<Doing, string>> = {
  stands: '站着不动',
  stops: '停下',
  'turns-back': '掉头',
  'turns-left': '向左转',
  'turns-right': '向右转',
  'slows-down': '减速',
  'speeds-up': '加速',
  'straight-on': '直行',
};

const sides: Readonly<Record<Side, string>> = {
  ahead: '前方',
  behind: '后方',
  left: '左侧',
  right: '右侧',
};

function described({ influence, side, is }: Described, nameOf: Naming): string {
  const where = sides[side];
  const how =
    'coming' in is
      ? `从${where}过来，${secondsText(is.coming)}后最近`
      : 'close' in is
        ? `紧挨${where}`
        : `${where} ${metresText(is.metres)}`;
  return `${nameOf(influence)}（${how}）`;
}

export function sayOtherwise({ by, way }: Otherwise): string {
  const much = speedText(by, 1);
  if (way === 'left' || way === 'right') return `会再向${way === 'left' ? '左' : '右'}偏 ${much}`;
  return `会${way === 'faster' ? '快' : '慢'} ${much}`;
}

function because(of: Reason['because'], nameOf: Naming): string {
  switch (of.is) {
    case 'nothing':
      return `：它注意到的事物，没有一个能使动作改变 ${speedText(of.least)}以上`;
    case 'for': {
      const things = of.things.map((each) => described(each, nameOf)).join('，以及');
      return `，${of.mostly ? '主要' : ''}因为${things}`;
    }
    case 'despite':
      return `；影响最大的是${described(of.thing, nameOf)}：没有它，${sayOtherwise(of.otherwise)}`;
  }
}

function attention({ agrees, hardly, inVain }: Reason, nameOf: Naming): string {
  if (agrees) return '它最注意的也正是这个。';
  const little = hardly
    ? `它几乎没有注意${nameOf(hardly.influence)}（${decimals(hardly.weight, 2)}）。`
    : '';
  const most = inVain
    ? `它最注意的是${nameOf(inVain.influence)}（${decimals(inVain.weight, 2)}），但这${
        inVain.changes === 'little' ? '几乎不改变动作' : '影响较小'
      }。`
    : '';
  return little + most;
}

export const mind = {
  title: (robot) => `${robot} 在想什么`,
  tab: (robot) => `${robot} 的想法`,
  letGo: (robot) => `取消选择 ${robot}`,
  body: '原因、动作和感知',
  choose: '选择一个机器人，看看它在想什么。',
  views: { attends: '注意', actions: '动作', senses: '感知' },
  tabs: '看什么',
  robots: {
    title: '机器人',
    previous: '上一个机器人',
    next: '下一个机器人',
    place: (at, of) => `${at} / ${of}`,
  },
  nothing: '暂时没有可看的内容。',
  inSight: '视野内没有事物',

  why: {
    looking: '正在读取它的想法…',
    wanders: '随机走动：还什么都没有学到。',
    reason: (reason, nameOf) =>
      `${doings[reason.doing]}${because(reason.because, nameOf)}。${attention(reason, nameOf)}`,
    without: (things, said) => `假如没有${things.join('和')}，它会${said}`,
    asImagined: (said) => `照此想象，它会${said}`,
    thing: (label) => label,
    you: '你',
  },

  imagined: {
    title: '想象',
    without: '假如没有 ',
    bringBack: '恢复',
    does: '实际动作',
    would: '假想动作',
    expects: (value, change) =>
      change === undefined ? `预期 ${value}` : `预期 ${value}（${change}）`,
    asItIs: '恢复原状',
    here: '在原处',
    elsewhere: (metres) => `移动了 ${metres}`,
    beside: (metres) => `在其旁 ${metres}`,
    hands: (thing) => `想象${thing}在别处`,
    moves: {
      left: (thing) => `把${thing}移向左边`,
      right: (thing) => `把${thing}移向右边`,
      ahead: (thing) => `把${thing}移远`,
      back: (thing) => `把${thing}移近`,
    },
    moveHint: '方向键移动，按住 Shift 移得更少；也可在世界中拖动',
    copy: '复制',
    away: '移除',
    putBack: '放回',
    takenUp: (thing) => `${thing}：用方向键移动，或在世界中拖动。`,
    moved: (thing, metres) => `${thing}：移动了 ${metres}。`,
    copied: (thing) => `又有了${thing}：用方向键移动。`,
    isBack: (thing) => `${thing}回到了原处。`,
    isGone: (thing) => `${thing}已移除。`,
    enough: (most) => `一次最多可以想象 ${most} 个在别处。`,
    enoughCopies: (most) => `一次最多可以想象 ${most} 个副本。`,
  },

  attends: {
    things: '附近的事物',
    places: '地点',
    order: '排序',
    by: '按',
    orders: { influence: '影响', attention: '注意力' },
    orderBy: { influence: '按影响排序', attention: '按注意力排序' },
    most: '最受注意',
    matters: '影响最大',
    whatIf: (thing) => `假如没有${thing}？`,
    whatIfHint: '假如没有它？',
    bringBackHint: '恢复它',
    whatIfElse: (thing) => `假如${thing}在别处，或有两个？`,
    whatIfElseHint: '假如它在别处，或有两个？',
    putBackHint: '放回原处',
    gone: '想象它不存在',
    saidAttention: '注意力 ',
    saidLeftOut: '若它消失，动作改变 ',
    saidMasked: '若只是不注意它，改变 ',
    saidValue: '，价值 ',
    fewer: '收起',
    all: (count) => `全部 ${count} 项`,
    explain: '注意力能解释行为吗？',
  },

  legend: {
    weight: '注意力',
    leftOut: '若消失',
    masked: '若不注意',
    weightMeaning: '它分给该事物的注意力份额：各注意力头的平均，在附近事物或地点之中。',
    leftOutMeaning: '假如该事物不存在，把射线、场景图等全部重新感知一遍，动作会改变多少（米/秒）。',
    maskedMeaning:
      '只是不许它注意该事物、其余不变时，动作会改变多少。第二条比它多出的部分来自其他途径，如射线。',
    judged: '第二个数字是 critic 对前路的预期因此增减多少。',
    unjudged: '没有它的 critic，因此无法给出预期。',
    oneByOne:
      '事物是逐个去掉的：作用相同的两个事物，可能看起来都不重要，直到你想象其中一个不存在。',
  },

  heads: {
    title: '各注意力头与最近十秒',
    thing: '事物',
    head: '注意力头 ',
    seconds: '10 秒',
    strip: (thing, head) =>
      `最近十秒${head === undefined ? '' : `注意力头 ${head} `}对${thing}的注意力`,
    weights: '各注意力头的权重',
    meaning: '每个头的注意力百分比，在附近事物或地点之中。十秒历史属于标出的头，否则为各头的平均。',
    shown: {
      by: '射线取自',
      all: '所有头',
      mean: '所有头的平均',
      head: (head) => `注意力头 ${head}`,
      over: { things: '指向附近事物的射线', places: '指向地点的射线' },
      hint: '世界中的射线和最近十秒显示哪个头的注意力',
    },
  },

  actions: {
    disc: (velocity, most) => `选择 ${velocity}，最高 ${most}`,
    chosen: '选择',
    imagined: '假想选择',
    moving: '当前运动',
    favourite: 'Critic 最看好',
    scale: 'critic 对走向那里的预期（回报）',
    noCritic: (version) =>
      `不知道 critic 的看法：该策略保存时没有带上它（文件版本 ${version}）。从零开始学习即可看到。`,
    criticComes: '还不知道 critic 的看法：正从学习线程传来。',
    noise: '学习期间，会在它的选择上加一些噪声。',
    still: '静止',
    velocity: (speed, way) => `${speed}，${way}`,
    ahead: '正前方',
    back: '正后方',
    aside: (degrees, side) => `偏${side === 'left' ? '左' : '右'} ${degrees}°`,
  },

  senses: {
    looking: '正在查看…',
    drawn: '在世界中画出',
    rays: (rays) => `空旷程度（${rays} 条射线）`,
    scan: (reach) => `周围的空旷程度，最远 ${reach}`,
    feature: '特征',
    numbers: (part) => `${part}的数值`,
    among: { title: '它们彼此之间的注意力（百分比）' },
    graph: {
      title: '场景图',
      size: (nodes, edges) => `${nodes} 个地点，其间 ${edges} 条边`,
      nodes: '各地点的数值',
      place: '地点',
      kind: '种类',
      forward: '在其前方',
      left: '在其左侧',
      edges: '地点之间传递的消息',
      between: '接收 ← 发送',
      hears: (hearer, sender) => `${hearer} ← ${sender}`,
      length: '长度',
      share: '份额',
      round: '轮',
      head: '注意力头',
      mean: '平均',
      unread: '它的策略不读取场景图。',
    },
  },
} satisfies Words['mind'];
