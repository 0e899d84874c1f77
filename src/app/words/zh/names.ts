/** Names that come from elsewhere, in Chinese. */
import type { KnownNames } from '../known.ts';
import { editing } from './editing.ts';

const scenes: KnownNames['scenes'] = {
  plaza: { title: '广场', description: '穿过开阔的广场，绕过障碍和彼此，到达各自的目标。' },
  rooms: { title: '房间', description: '穿过门洞和滑动门，找到去另一个房间目标的路。' },
  'rooms-objects': {
    title: '找东西',
    description: '在不断重新布置的房间里，找到任意一件指定种类的物品。',
  },
  crossing: { title: '过街', description: '穿过街上的行人流，一个也不碰到。' },
  corridor: { title: '走廊', description: '从窄道走到另一个厅，同时有别人迎面而来。' },
  playground: { title: '游乐场', description: '越过坡道和台阶到达目标，推开挡路的东西。' },
  crowd: { title: '人潮', description: '穿过数百个同伴来往的大广场，到达自己的目标。' },
  crowdnav: {
    title: 'CrowdNav',
    description: '穿过一圈看不见你的人：Chen 等人（2019）的基准测试。',
  },
  'crowdnav-plusplus': {
    title: 'CrowdNav++',
    description: '在二十个只有近处才看得见的人中穿行：Liu 等人（2023）的基准测试。',
  },
};

const overlays = {
  'attention-rays': '注意力',
  'scan-rays': '距离扫描',
  path: '前方路线',
  'choice-arrows': '选择',
  'graph-edges': '地点间的消息',
  trails: '轨迹',
  'past-selves': '幻影',
  floor: '地面着色',
};

export const parts: KnownNames['parts'] = {
  ego: '自身',
  proprioception: '本体感觉',
  goalCategory: '目标种类',
  nearbyEntities: '附近的事物',
  rememberedEntities: '记住的事物',
  rangeScan: '距离扫描',
  sceneGraph: '场景图',
};

const features = {
  velocityForward: '速度（前）',
  velocityLeft: '速度（左）',
  goalForward: '目标（前）',
  goalLeft: '目标（左）',
  goalDistance: '目标距离',
  goalNearness: '目标接近度',
  actionForward: '动作（前）',
  actionLeft: '动作（左）',
  timeLeft: '剩余时间',
  touching: '接触',
  forward: '前',
  left: '左',
  gap: '间距',
  radius: '半径',
  agent: '机器人',
  prop: '物件',
  walker: '行人',
  visitor: '访客',
  timeToClosest: '最近时刻',
  closestGap: '最近间距',
  seen: '看得见',
  x: 'x',
  z: 'z',
  halfX: '半宽 x',
  halfZ: '半宽 z',
  distance0: '路程 0',
  distance1: '路程 1',
  distance2: '路程 2',
  open: '开启',
  region: '区域',
  portal: '通道',
  landmark: '地标',
  mover: '会动',
  category: '类别',
  contains: '包含',
  connects: '连接',
  near: '邻近',
  sees: '可见',
  instance: '实例',
  age: '时隔',
  ...editing.looks,
};

const hyperparameters = {
  attention: '注意力类型',
  channels: '通道数',
  heads: '注意力头数',
  setGraphRounds: '集合图轮数',
  setBlocks: '集合模块数',
  graphRounds: '场景图轮数',
  goalRounds: '目标距离轮数',
  hidden: '隐藏层宽度',
  decayUpdates: '衰减更新数',
  replaySize: '回放缓冲区大小',
  warmup: '预热步数',
  finalNoise: '最终噪声比例',
  noiseCorrelation: '噪声相关性',
  noiseSpread: '噪声分布',
  layerNorm: '层归一化',
  normalise: '观测归一化',
  twin: '双 critic',
  quantiles: '分位数',
  actorDelay: 'actor 延迟',
  targetSmoothing: '目标平滑',
  hindsight: '事后目标比例',
  mirror: '镜像增广',
  replayedLayouts: '重现布局比例',
  layoutBuffer: '布局缓冲区',
  worlds: '世界数',
  groups: '分组数',
  demonstrations: '示范次数',
  demonstrationShare: '示范比例',
  demonstrationUpdates: '示范更新数',
};

const columns = {
  success: '成功',
  collision: '碰撞',
  time: '时间，秒',
  return: '回报',
  danger: '危险频率',
  minimumGap: '最小间距，米',
  returnNoDiscomfort: '不计不适的回报',
  path: '路程，米',
  successPath: '成功路程，米',
  intrusion: '侵入率，%',
  socialDistance: '社交距离，米',
  throughput: '每分钟到达数',
  agentContact: '机器人间接触',
  staticContact: '与墙和物件接触',
};

/** Words of which labels are made, as they are written in the scenes. */
const words: Readonly<Record<string, string>> = {
  ...editing.looks,
  agent: '机器人',
  prop: '物件',
  walker: '行人',
  visitor: '访客',
  landmark: '地标',
  region: '区域',
  node: '节点',
  You: '你',
  Room: '房间',
  Passage: '过道',
  'West hall': '西厅',
  'East hall': '东厅',
  'North-west quarter': '西北区',
  'North-east quarter': '东北区',
  'South-west quarter': '西南区',
  'South-east quarter': '东南区',
  'North pavement': '北侧人行道',
  'South pavement': '南侧人行道',
  'West end of the street': '街道西端',
  'Middle of the street': '街道中段',
  'East end of the street': '街道东端',
};

function label(text: string): string {
  const known = words[text];
  if (known !== undefined) return known;
  const numbered = /^(.+) (\d+)$/.exec(text);
  const [, name = '', number = ''] = numbered ?? [];
  if (words[name] !== undefined) return `${words[name]} ${number}`;
  const original = /^copy of (.+)$/.exec(text)?.[1];
  if (original !== undefined) return `${label(original)}的副本`;
  const any = /^any (.+)$/.exec(text)?.[1];
  if (any !== undefined) return `任意${label(any)}`;
  const [, from, to] = /^passage (.+) – (.+)$/.exec(text) ?? [];
  if (from !== undefined && to !== undefined) return `通道 ${label(from)} – ${label(to)}`;
  return text;
}

export const names: KnownNames = {
  ...{ scenes, overlays, parts, features, hyperparameters, columns, label },
};
