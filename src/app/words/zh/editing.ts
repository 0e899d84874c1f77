/** The hand on the world, in Chinese. */
import type { Look } from '../../../agents/edit-history.ts';
import type { Words } from '../en.ts';
import { sayOtherwise } from './mind.ts';

const looks: Readonly<Record<Look, string>> = {
  wall: '墙',
  hedge: '绿篱',
  bench: '长椅',
  planter: '花坛',
  pillar: '柱子',
  ramp: '坡道',
  step: '台阶',
  platform: '平台',
  chair: '椅子',
  lamp: '灯',
  plant: '盆栽',
  clock: '时钟',
  crate: '木箱',
  barrel: '木桶',
  door: '门',
  thing: '物件',
};

const taken = {
  move: '移动',
  carry: '搬运',
  add: '添加',
  remove: '移除',
  open: '打开',
  close: '关闭',
} as const;

export const editing = {
  title: '编辑世界',
  name: '编辑',
  start: '改变它们所在的世界（E）',
  stop: '停止编辑（E）',
  add: '添加',
  addA: (look) => `添加${looks[look]}`,
  new: (look) => `新${looks[look]}`,
  turn: (name) => `转动${name}`,
  turnHint: '转动（R）',
  door: '开门或关门',
  put: '放在这里',
  putHint: '放在这里（Enter）',
  remove: (name) => `移除${name}`,
  removeHint: '移除（Delete）',
  anotherGoal: (robot) => `给 ${robot} 换一个目标`,
  anotherGoalHint: '换一个目标（Delete）',
  undo: '撤销',
  redo: '重做',
  undoOf: (step) => `撤销：${step}`,
  redoOf: (step) => `重做：${step}`,
  noUndo: '没有可撤销的改动',
  noRedo: '没有可重做的改动',
  putBack: '恢复原状',
  putBackOf: (count) => `恢复原状：${count}`,
  putBackHint: '全部撤销；之后会出现新的布局',
  done: '完成编辑',
  doneHint: '完成（E）',
  count: (changes) => `${changes} 处改动`,

  advice: {
    click: (look) => `点击要放${looks[look]}的位置。`,
    letGo: '松开即可放在那里。',
    door: '门会保持这样。',
    thing: '拖动它，或按方向键。',
    stays: '只要改动还在，这个布局就会保留。',
    drag: '拖动物件或目标。',
    dragOrDoor: '拖动物件或目标；点击门。',
  },
  would: {
    asNow: (robot) => `放在这里，${robot} 会照常前进。`,
    otherwise: (robot, goes) => `放在这里，${robot} ${sayOtherwise(goes)}。`,
  },
  hindrance(hindrance) {
    switch (hindrance) {
      case 'end of the world':
        return '那里在世界之外。';
      case 'sliding door':
        return '门会滑到那里。';
      case 'robot':
        return '那里有一个机器人。';
      case 'visitor':
        return '你自己就站在那里。';
      case 'pedestrian':
        return '那里有行人走过。';
      case 'goal':
        return '有机器人正要去那里。';
      default:
        return `那里已有${looks[hindrance]}。`;
    }
  },

  step({ does, look = 'thing' }) {
    switch (does) {
      case 'move-goal':
        return '移动目标';
      case 'another-goal':
        return '更换目标';
      case 'earlier':
        return '先前的改动';
      default:
        return `${taken[does]}${looks[look]}`;
    }
  },
  stepDone: (step) => `已完成：${step}`,
  stepUndone: (step) => `已撤销：${step}`,
  stepAgain: (step) => `已重做：${step}`,

  spoken: {
    on: '编辑：用方括号选择物件，用方向键移动',
    off: '已完成',
    inHand: (look) => `手中有${looks[look]}：指向位置，或用方向键移动；按 Enter 放下`,
    open: (thing) => `${thing}，开着`,
    closed: (thing) => `${thing}，关着`,
    doorStays: '门不能移动；按 Enter 开关',
    carry: (thing) => `你拿着${thing}`,
  },
  doorStays: '门不能移动，但可以打开和关闭。',
  fixedCases: '这个基准测试的案例是固定的，不能改动；可以走进去看看。',
  whileWalking: '行走时用 F 动手：拿起、放下、开门。',
  notKept:
    '离开此页面后，这里的改动就会消失：浏览器无法再保存更多。请清理一些存储空间，或退出无痕窗口。',
  asYouLeftIt: (count) => `世界和你离开时一样：${count}。`,
  cutOff: (names, more) =>
    `${names.join('、')}${more > 0 ? `等 ${names.length + more} 个机器人` : ' '}已无路可到目标，直到时间用完或障碍移开。`,

  hand: {
    setDown: (thing) => `放下${thing}`,
    door: (thing) => `开关${thing}`,
    pickUp: (thing) => `拿起${thing}`,
  },

  goalOf: (robot) => `${robot} 的目标`,
  numbered: (look, number) => `${look} ${number}`,
  the: (look) => look,
  looks,
} satisfies Words['editing'];
