/** The frame of the page, in Chinese. */

import type { StoryFacts } from '../../home/story.ts';
import type { Speed } from '../../workers/pacing.ts';
import type { Words } from '../en.ts';

const fractions: Readonly<Record<string, string>> = { 0.125: '⅛', 0.25: '¼', 0.5: '½' };
const slow: Readonly<Record<string, string>> = { 0.25: '四分之一', 0.125: '八分之一' };

const robots = ({ agents }: StoryFacts) => `${agents} 个机器人`;
const them = ({ agents }: StoryFacts) => (agents === 1 ? '它' : '它们');
const now = ({ rate }: StoryFacts) => (rate === undefined ? '' : `当前成功率 ${rate}。`);

/** After “学习…”. */
const aims: Readonly<Record<string, string>> = {
  plaza: '穿过广场',
  crossing: '穿过人流',
  corridor: '在窄道里互相让行',
  rooms: '穿过房间和门找到路',
  'rooms-objects': '在房间里找到指定种类的物品',
  playground: '翻过坡道、穿过杂物',
  crowd: '在数百个同伴中穿过广场',
  crowdnav: '穿过看不见它的人群',
  'crowdnav-plusplus': '在只能看见近处的人群中找到路',
};
const aimOf = ({ scenario, agents }: StoryFacts) =>
  aims[scenario] ?? (agents === 1 ? '到达目标' : '到达各自的目标');

export const page = {
  canvas: '三维世界',
  building: (scene) => `正在搭建“${scene}”…`,
  messages: '消息',
  putAway: '关闭这条消息',
  close: (what) => `关闭${what}`,
  sceneIs: '场景：',
  scenes: '场景',
  panels: '面板',
  list: (names) => names.join('、'),
  withKey: (name, key) => `${name}（${key}）`,

  story: {
    title: '这里在发生什么',
    hide: '隐藏这段文字',
    hint: '点击一个机器人，看看它在注意什么。',
    trained: (of) => ({
      headline: `${of.agents === 1 ? '这个' : '这些'}机器人已经训练了 ${of.minutes}。`,
      line: `看${them(of)}${aimOf(of)}，${
        of.ownRun ? '或回到你自己训练的机器人' : '或让一个全新的大脑从零开始学习'
      }。${now(of)}`,
    }),
    failed: (of) => ({
      headline: `${robots(of)}正试着${aimOf(of)}。`,
      line: `学习未能启动。${now(of)}`,
    }),
    off: (of) => ({
      headline: `${robots(of)}正在展示学到的本领。`,
      line: `训练已关闭：不再探索，也不再学习。${now(of)}`,
    }),
    starting: (of) => ({
      headline: `${robots(of)}即将学习${aimOf(of)}。`,
      line: `没有人教${them(of)}怎么做。学习马上开始。`,
    }),
    trying: (of) => ({
      headline: `${robots(of)}正在学习${aimOf(of)}。`,
      line: `没有人教${them(of)}怎么做：先胡乱尝试，再从结果中学习。`,
    }),
    learned: (of) => ({
      headline: `${robots(of)}已经学会${aimOf(of)}。`,
      line: `没有人教过${them(of)}。${now(of)}`,
    }),
    learning: (of) => ({
      headline: `${robots(of)}正在学习${aimOf(of)}。`,
      line: `没有人教${them(of)}怎么做。${now(of)}`,
    }),
  },

  past: {
    title: '过去的一刻',
    headline: (time) => `训练 ${time}后的样子。`,
    arrived: (rate) => `当时有 ${rate} 的回合到达目标。`,
    unseen: '最新的权重仍在后台继续训练。',
    back: '回到现在',
  },

  camera: {
    title: '视角',
    names: { orbit: '环绕', follow: '跟随', 'first-person': '第一视角' },
  },

  walk: {
    enter: '走进去',
    leave: '离开',
    enterHint: '走到机器人中间（V）',
    leaveHint: '离开这个世界（V 或 Esc）',
  },

  time: {
    title: '时间与训练',
    play: '播放',
    pause: '暂停',
    playHint: '播放（空格）',
    pauseHint: '暂停眼前的世界（空格）',
    step: '前进一个决策',
    stepHint: '前进一个决策（J）',
    speed: '速度',
    speedName(speed: Speed) {
      if (typeof speed === 'number') return `${fractions[speed] ?? speed}×`;
      return speed === 'max' ? '最快' : '极速';
    },
    speedSpoken(speed: Speed) {
      if (speed === 'turbo') return '极速：只训练，不绘制';
      return speed === 'max' ? '这台机器的最快速度' : `实时的 ${speed} 倍`;
    },
    slowMotion: (speed: Speed) =>
      slow[speed] ? `慢动作，实时速度的${slow[speed]}` : '慢动作已关闭',
    learn: '从零开始学习',
    backToRun: '回到你的训练',
    training: '训练',
    trainingHint: '训练：机器人探索并学习（T）',
    startOver: '重新开始',
  },

  turbo: {
    title: '极速模式',
    meaning: '后台训练中：不绘制画面，把时间全部留给学习。',
    hint: '只训练，不绘制（U）',
    back: '继续观看',
  },

  startOver: {
    title: '重新开始？',
    question: (scene, steps, time) =>
      `“${scene}”中的机器人会忘掉学到的一切：${steps} 步，训练 ${time}。除非先把训练保存到文件，否则无法撤销。`,
    keep: '继续学习',
    confirm: '重新开始',
  },

  leaveRun: {
    title: '离开这次训练？',
    question: (scene, steps, time) =>
      `此浏览器没有保存“${scene}”中机器人学到的内容：${steps} 步，训练 ${time}。请先保存到文件，否则就会丢失。`,
    save: '保存到文件',
    saving: '正在保存…',
    stay: '留在这里',
    confirm: '离开',
  },

  help: {
    name: '帮助',
    hint: '帮助（?）',
    title: '你看到的是什么',
    closes: '帮助',
    paragraphs: [
      '每个机器人都有自己的目标（一圈与它同色的光）和有限的时间。没有人教它们怎么走。它们不断尝试，做对了就得到奖励；一个网络从所有尝试中一起学习，就在你的浏览器里。',
      '点击一个机器人：光线指向它注意的东西，越粗表示越注意；一条光带画出它将要走的路。面板会说明原因，以及哪些注意力真正起作用；点事物旁边的眼睛，可以想象它不存在。',
      '眼前的世界之外，还有看不见的副本以机器的最快速度同时运行，好让它们学得更快。暂停只停住眼前的世界；训练开关才会停止学习。',
      '走进去，你就成为它们中的一员：它们能感知到你，有的会绕开你。用下面的按键、手柄或触屏上的圆形摇杆移动；拖动或按方括号可以环顾四周。把 glTF 或 VRM 模型拖到页面上，它就是你的身体。',
      '“编辑”可以改变它们的世界：把东西或目标拖到别处，点击门来开关，添加木箱、绿篱等。它们会立刻感知到。只要改动还在，这个布局就会保留，下次打开也一样；全部撤销后，又会出现新的布局。',
      '“回看”可以一步一步重看最近一分钟，连同它们注意了什么、为什么。期间世界停住，之后从那里继续。录像可以保存，并像训练文件一样打开。',
    ],
    keys: '快捷键',
    space: '空格',
    does: {
      play: '播放或暂停',
      'one-decision': '暂停，并逐个决策前进',
      training: '开启或关闭训练',
      'next-agent': '下一个机器人',
      'previous-agent': '上一个机器人',
      visit: '走进去，或离开',
      edit: '编辑世界，或停止编辑',
      deselect: '离开，或取消选择机器人',
      faster: '加快',
      slower: '放慢',
      'slow-motion': '慢动作：¼、⅛、关闭',
      turbo: '极速：只训练，不绘制',
      earlier: '看更早时的它们',
      later: '往后，直到现在',
      ghosts: '幻影：从前的它，与现在的它并排',
      rewind: '重看最近 10 秒',
      stopping: '下一次碰撞时停下',
      orbit: '视角：环绕',
      follow: '视角：跟随',
      'first-person': '视角：第一视角',
      trails: '机器人身后的轨迹',
      map: '地图',
      floor: '地面着色：足迹、碰撞、价值',
      daytime: '早晨、正午、傍晚、夜晚',
      panel: '显示或隐藏学习面板',
      preferences: '偏好设置：语言、颜色、存储',
      share: '分享：链接、图片、视频、文件',
      link: '复制当前画面的链接',
      help: '本帮助',
    },
    camera: {
      turn: '焦点在世界上时：转动视角',
      pan: '焦点在世界上时：平移视角',
      zoom: '焦点在世界上时：拉近、拉远',
    },
    rewound: {
      back: '回看时：再后退 10 秒',
      step: '回看时：后退或前进一步',
      now: '回看时：回到现在',
    },
    walking: {
      walk: '走进去之后行走；方向键也可以',
      faster: '走得更快',
      turn: '行走时：向左看、向右看',
      tilt: '行走时：向上看、向下看',
      use: '行走时：拿起面前的东西、放下、开门',
    },
    pad: {
      title: '手柄',
      parts: {
        walk: '左摇杆',
        look: '右摇杆',
        use: 'A 或 ✕',
        undo: 'B 或 ○',
        camera: 'Y 或 △',
        visit: 'Start 或 ☰',
      },
      does: {
        walk: '行走，推得越远越快',
        look: '环顾四周',
        use: '拿起面前的东西、放下、开门',
        undo: '撤销改动',
        camera: '从身后看，或用自己的眼睛看',
        visit: '走进去，或离开',
      },
    },
    editing: {
      choose: '编辑时：上一个、下一个物件；, 和 . 也可以',
      move: '编辑时：移动；按住 Shift 微调',
      turn: '编辑时：转动；按住 Shift 反向',
      act: '编辑时：放在这里，或开关门',
      remove: '编辑时：移除；对目标则换一个',
      undo: '撤销改动；按住 Shift 重做',
    },
  },
} satisfies Words['page'];
