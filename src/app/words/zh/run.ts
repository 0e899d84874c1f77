/** What the page says at its moments, in Chinese. */

import type { Contact } from '../../../agents/contacts-begun.ts';
import type { Part } from '../../workers/failure.ts';
import type { Words } from '../en.ts';
import { refusal } from './refusals.ts';

const parts: Readonly<Record<Part, string>> = {
  page: '页面',
  drawing: '画面',
  simulation: '模拟',
  learning: '学习',
  saving: '保存',
  setting: '设置',
  file: '文件处理',
  comparison: '对比',
  watching: '播放训练好的机器人',
  examiner: '公开案例的运行',
  report: '忠实度报告',
  edit: '改动',
  picture: '图片',
  video: '视频',
  policy: '策略',
  rewinding: '回看',
  recording: '录像的打开',
  avatar: '你的形象',
  'kept-edits': '恢复你的改动',
};

const met: Readonly<Record<Contact['with'], string>> = {
  agent: '碰到了另一个机器人',
  walker: '碰到了行人',
  static: '碰到了障碍物',
  anything: '发生碰撞，重新开始',
};

export const run = {
  failure(failure) {
    switch (failure.is) {
      case 'refused':
        return refusal(failure.sentence) ?? `${parts[failure.what]}未能完成：${failure.sentence}`;
      case 'full':
        return '浏览器的存储空间已满，训练无法保存；请清理空间，或先保存到文件。';
      case 'lost':
        return `显卡连接中断，${parts[failure.what]}已停止。请重新载入页面；已保存的内容仍在。`;
      case 'gone':
        return `${parts[failure.what]}无法载入或已停止；请重新载入页面。`;
      case 'failed':
        return `${parts[failure.what]}失败。`;
      case 'mistake':
        return `Heed 出错，${parts[failure.what]}已停止。请重新载入页面；已保存的内容仍在。`;
    }
  },

  address: {
    value: (name, asked, used, known) =>
      `网址中 ${name} 的值“${asked}”无法识别，改用 ${used}。可用值：${known}。`,
    parameter: (name, known) => `网址中的“${name}”无法识别，已忽略。可用参数：${known}。`,
    autoOrCount: (most) => `auto，或 1 到 ${most} 的整数`,
    wholeNumbers: (least, most) => `${least} 到 ${most} 的整数`,
    edits: '对所给布局的改动（取自本页的链接）',
    view: 'x,z,distance,turn,height（单位为米和度）',
  },
  browser: {
    simd: 'Heed 需要 WebAssembly SIMD，此浏览器不支持；请使用最新版的 Chrome、Edge、Firefox 或 Safari。',
    webgpu:
      '网址要求 WebGPU，但此浏览器不提供；学习将在 WebAssembly 上进行。需要 WebGPU 请使用最新版的 Chrome 或 Edge。',
    context: '显卡停止了绘制；画面会自行恢复，或重新载入页面后恢复。',
  },

  continued: (steps) => `已接着你的训练继续：目前 ${steps} 步。`,
  loaded: (steps) => `文件已载入：训练从第 ${steps} 步继续。`,
  rolledBack: (update, to, reason) =>
    `学习在第 ${update} 次更新时崩溃，已从之前的最佳权重（第 ${to} 次更新）继续。${reason}`,
  saveUnanswered: '保存超过 15 秒仍未完成，可能没有保存下来。',
  cardLost: {
    once: '显卡连接曾中断',
    again: '显卡连接一再中断，学习改为不用显卡',
  },
  revived: {
    saved: (lost) => `${lost}：训练从上次保存处继续。`,
    held: (lost, steps) => `${lost}：训练从第 ${steps} 步继续，但已收集的经验丢失，将重新收集。`,
    nothing: (lost) => `${lost}：你的训练还没有保存过，已重新开始。`,
  },
  ownInstead: (failure) => `${failure}改为显示你自己的机器人。`,
  otherTab: '此场景已在另一个标签页中打开并由它保存；这里的训练不会保存。',
  otherSettings: (settings) =>
    `该训练开始时的设置为 ${settings.join('、')}；在这里按场景的默认设置继续。`,
  noRoom: '这里没有空位可以走进去。',
  noLearner: '这里没有正在学习的策略可供检验：请重新载入页面。',
  noReport: '无法生成报告：程序未能载入。请重新载入页面。',
  stopped: (robot, what) => `已停住：${robot} ${met[what]}。`,

  spoken: {
    paused: '已暂停',
    playing: '正在播放',
    oneDecision: '前进一个决策',
    alreadyTrained: '这些机器人已经训练好了',
    trainingOn: '训练已开启',
    trainingOff: '训练已关闭',
    willStop: '下一次碰撞时会停住',
    willNotStop: '不会停住',
    asThen: (stop) => `它们的状态：${stop}`,
    asNow: '它们回到现在的状态',
    selected: (robot) => `已选择 ${robot}`,
    noneSelected: '未选择机器人',
    thereAgain: (thing) => `${thing}恢复了`,
    notThere: (thing) => `想象${thing}不存在`,
    allThere: '全部恢复了',
    otherWorld: '世界已更换：全部恢复了',
    entered: '你进来了：用 W A S D 或方向键行走，用方括号转向',
    left: '你已离开这个世界',
    watchingAgain: '回到观看',
    noHurry: '这里没有可加速的训练',
    turbo: '极速：只训练，不绘制',
    backToRun: '回到你的训练',
    fromScratch: '从零开始学习',
    startedOver: '已重新开始',
    watchingTrained: '正在观看训练好的机器人',
    compared: (run) => `已与“${run}”对比`,
    set: (changes) => `已设置：${changes}`,
    running: (cases) => `正在运行 ${cases} 个案例`,
    succeed: (share, cases) => `${cases} 个案例的成功率为 ${share}`,
  },
} satisfies Words['run'];
