/** How learning goes, in Chinese. */
import type { BackendChoice } from '../../../agents/choose-backend.ts';
import { decimals, integer } from '../../format.ts';
import type { MarkKind } from '../../learning/marks.ts';
import type { Words } from '../en.ts';

const backends = { webgpu: 'WebGPU', wasm: 'WebAssembly', tfjs: 'TensorFlow.js' } as const;

function whyBackend({ backend, why, measured }: BackendChoice): string {
  const on = backends[backend];
  switch (why) {
    case 'asked':
      return `按网址的要求，学习在 ${on} 上进行。`;
    case 'software':
      return `学习在 ${on} 上进行：这里的 WebGPU 只有软件实现，反而更慢。`;
    case 'missing':
      return `学习在 ${on} 上进行：此浏览器或机器不提供 WebGPU。`;
    case 'wrong':
      return `学习在 ${on} 上进行：这台机器上的 WebGPU 会算错梯度。`;
    case 'lost':
      return `学习在 ${on} 上进行：显卡连接一再中断。`;
    case 'measured':
      return `学习在 ${on} 上进行：每次更新用 WebGPU 需 ${integer(measured?.webgpu ?? 0)} 毫秒，用 WebAssembly 需 ${integer(measured?.wasm ?? 0)} 毫秒。`;
  }
}

export const learning = {
  title: '学习',
  figures: '学习数据',
  noTry: '还没有回合结束',
  arrived: (tries) => `最近 ${tries} 回合的成功率`,

  tiles: {
    return: { name: '回报', meaning: '每回合的折扣奖励总和，最近 100 回合的平均' },
    spl: { name: 'SPL', meaning: '按路径长度加权的成功率：1 表示每次都走最短路' },
    criticLoss: { name: 'Critic 损失', meaning: 'critic 的预测偏差有多大' },
    actorLoss: { name: 'Actor 损失', meaning: 'critic 对 actor 预期值的相反数：越低越好' },
    overTime: (name) => `${name}随训练时间的变化`,
  },

  rows: {
    trainedFor: '训练时长',
    timeToGoal: '到达用时',
    agentSteps: '交互步数',
    updates: '更新次数',
    worldSpeed: '世界速度',
    ofSpeed: (speed) => `/ ${speed}`,
    learnsOn: '运算后端',
    tested: '测试成功率',
  },
  backend: { starting: '正在启动…', none: '未运行' },
  reason: {
    shown: (done, episodes) => `先看示范：已完成 ${done} / ${episodes} 次。`,
    starting: '正在测试这台机器用什么学得最快。',
    nobody: '这里没有机器人在学习。',
    chosen: whyBackend,
  },
  trained(file, cases) {
    const origin = file === undefined ? '事先训练好' : `来自文件“${file}”`;
    const tested =
      cases === undefined
        ? '没有在训练从未见过的案例上测试过'
        : `在训练从未见过的 ${cases} 个案例上测试过`;
    return `${origin}，${tested}。现在不再探索，也不再学习。`;
  },

  stop: '碰撞时停下',
  stopHint: '一旦有机器人碰到什么，就停住眼前的世界（C）',
  kept: {
    new: '尚未保存，马上就会保存。',
    justNow: '刚刚保存在此浏览器中。',
    ago: (time) => `${time}前保存在此浏览器中。`,
  },
  watch: '观看训练好的机器人',

  timeline: {
    title: '训练时间线',
    chart: (rate, marks) => `成功率和回报随训练时间的变化，当前成功率 ${rate}${marks}`,
    unknown: '未知',
    success: '成功率，%',
    return: '回报',
    marks: '途中发生的事',
    scrubber: '用哪一刻的权重驱动眼前的世界',
    watching: '正在观看：',
    asNow: '现在的它们',
    asAfter: (time) => `训练 ${time}后的它们`,
    now: '回到现在',
    stop: (time, success) =>
      `${time === undefined ? '现在' : `训练 ${time}后`}${success === undefined ? '' : `，成功率 ${success}`}`,
    markAt: (time, text) => `${time}：${text}`,
    oneOfMarks: (kind, time) => `；${time}：${kinds[kind]}`,
  },
  marks: {
    saved: '已保存在此浏览器中；重新打开页面会从这里继续',
    best: (share, tries, update) =>
      `目前最好：${tries} 回合成功 ${share}，第 ${update} 次更新；其权重已保留，以备回退`,
    rollback: (reason) => `学习崩溃，已回退。${reason}`,
    stopped: '训练停止',
    again: '训练在此停止，又重新开始',
    toFile: '已保存到文件',
    fromFile: (steps) => `从文件继续，已有 ${steps} 步`,
    world: (changes) => (changes === 1 ? '您改动了世界' : `您改动了世界 ${changes} 次`),
    entered: '您走进了世界',
    left: '您离开了世界',
  },
  collapse(collapse) {
    switch (collapse.is) {
      case 'no-number':
        return collapse.of === 'q' ? 'Q 值已不是数字。' : 'actor 的权重已不是数字。';
      case 'far':
        return `Q 的平均值为 ${collapse.qMean.toPrecision(3)}，而奖励累计起来至多为 ±${collapse.largest.toPrecision(3)}。`;
      case 'fell':
        return `成功率连续两次只有约 ${decimals(collapse.success, 2)}，而第 ${integer(collapse.updates)} 次更新时曾达 ${decimals(collapse.best, 2)}。`;
    }
  },

  compare: {
    with: '对比',
    none: '不对比',
    yours: (scene) => `你在“${scene}”的训练`,
    before: (scene) => `${scene}（之前）`,
    file: '文件…',
  },

  settings: {
    title: '设置',
    when: '改动从下一次更新起生效。权重和已有的经验都会保留。',
    fixed: '需要重新开始的设置',
    fixedReason: '网络、回放缓冲区或世界由这些决定，可在命令行中设置：--set name=value。',
    yes: '是',
    no: '否',
    of: {
      noise: {
        title: '探索噪声',
        meaning: '为了找到更好的做法，动作偏离原本选择的程度；1 为最高速度。',
      },
      stepsPerUpdate: {
        title: '每次更新的步数',
        meaning: '两次更新之间经历的步数：越少，每一步利用得越充分。',
      },
      actorRate: {
        title: 'Actor 学习率',
        meaning: '每次更新对行为的改变幅度。过高会忘掉所学；0 则保持不变。',
      },
      criticRate: {
        title: 'Critic 学习率',
        meaning: '每次更新对动作预期价值的改变幅度。',
      },
      batch: { title: '批大小', meaning: '每次更新所学的样本数。越多越稳，也越慢。' },
      gamma: {
        title: '折扣因子 γ',
        meaning: '晚一步得到的奖励值多少：0.9 约看前 10 步，0.99 约看前 100 步。',
      },
      nStep: {
        title: '回报步数',
        meaning: '先累计这么多步的真实奖励，其余由 critic 估计。',
      },
      tau: { title: '目标网络速度 τ', meaning: '目标网络跟随最新网络的快慢。' },
      reachPenalty: { title: '极端动作惩罚', meaning: '让动作留在仍可微调的范围内。' },
    },
    change: (title, from, to) => `${title} ${from} → ${to}`,
    changes: (changes) => changes.join('，'),
  },

  cases: {
    label: '公开案例',
    title: (cases) => `${cases} 个公开案例`,
    trained: '训练时长',
    updates: '更新次数',
    interval: (from, to) => `95% 区间（Wilson）：${from} 至 ${to}`,
    intervalSpoken: '95% 区间 ',
    minutes: (minutes) => `${minutes} 分`,
    now: '正在运行',
    next: '下一次',
    run: '已运行的案例',
    of: (done, all) => `${done} / ${all}`,
    ask: (cases) => `运行这 ${cases} 个案例`,
    resumes: '继续训练后',
    firstMinute: '训练一分钟后',
    later: '再训练一段时间后',
    newest: '只看最新',
    all: (rows) => `全部 ${rows} 行`,
    published: '已发表的结果',
    honest: '如果按测试案例挑选权重，报告的成绩会虚高。',
    unseen: '训练从未见过这些案例，也不用它们挑选权重。',
    sources: (sources) =>
      `${sources.map(({ methods, of }) => `${methods.join('、')}：${of}`).join('；')}。`,
  },
} satisfies Words['learning'];

const kinds: Readonly<Record<MarkKind, string>> = {
  saved: '已保存',
  best: '最佳权重',
  rollback: '已回退',
  setting: '改动设置',
  training: '训练停止或开始',
  file: '保存或载入文件',
  world: '改动世界',
  visit: '您走进或离开',
};
