/** What a person takes away from the page, in Chinese. */
import type { Words } from '../en.ts';

const kindNames: Readonly<Record<string, string>> = {
  run: '训练',
  policy: '策略',
  recording: '录像',
  avatar: '形象',
};

export const share = {
  title: '分享',
  hint: '分享：链接、图片、视频、文件（X）',
  closes: '此对话框',
  orSave: '分享或保存…',
  orSaveHint: '分享（X）',
  open: '打开文件…',
  openLabel: '要打开的文件',
  kinds: (kinds) =>
    kinds.map(({ name, ending }) => `${kindNames[name] ?? name}文件（${ending}）`).join('或'),
  drop: (kinds) => `松开以打开${kinds}。`,
  got: (kinds) => `收到了别人的文件？拖到页面上，或直接打开：${kinds}。`,

  link: {
    name: '链接',
    line: '打开这个场景、这个布局和这个视角。',
    lineOfCase: '从这个案例的开头打开这个场景和这个视角。',
    own: '不包含这里的策略：请在下方保存，一并发送。',
    changed: '包含对世界的改动。',
    tooMany: '对世界的改动太多，链接放不下。',
    label: '当前画面的链接',
    copy: '复制链接',
    copied: '已复制',
    send: '发送…',
    refused: '浏览器不允许页面复制：链接已选中，请自行复制。',
  },
  picture: {
    name: '图片',
    line: '不含面板的世界画面，与窗口同样大小或两倍精细（PNG）。',
    size: '大小',
    caption: '说明文字',
    save: '保存图片',
    robots: (robots) => `${robots} 个机器人`,
    nothingLearned: '尚未学习',
    arrive: (rate) => `成功率 ${rate}`,
  },
  video: {
    name: '视频',
    line: (minutes, megabytes) =>
      `从现在起录制世界画面，不含面板：最长 ${minutes} 分钟或 ${megabytes} MB（WebM）。学习照常进行。`,
    start: '开始录制',
    stopAndSave: '停止并保存',
    recording: '正在录制：',
    stop: '停止',
    broken: (isSaved) => `浏览器中断了录制；${isSaved ? '已录的部分已保存' : '没有可保存的内容'}。`,
    limit: (minutes, megabytes) => `视频已保存：最长 ${minutes} 分钟或 ${megabytes} MB。`,
  },
  results: {
    name: '结果',
    line: '随步数和时间变化的全部曲线，用于电子表格、脚本或 TensorBoard。',
    none: '随步数和时间变化的全部曲线，供其他程序使用：目前还没有。',
    ways: { csv: 'CSV', jsonl: 'JSON Lines', tensorboard: 'TensorBoard' },
  },
  policy: {
    name: '策略',
    line: '当前的策略网络，含 critic 和说明卡：可在这里观看、在命令行评估，或用 Python 读取（safetensors）。',
    none: '当前的策略网络，可在别处观看：还没有学到任何东西。',
    save: '保存策略',
  },
  run: {
    name: '训练',
    line: '学到和经历的一切，可在另一个浏览器中继续（.heed）。',
    none: '可在另一个浏览器中继续的训练：这里现在没有机器人在学习。',
    save: '保存训练',
  },

  replace: {
    title: '从这个文件继续？',
    question: (scene, file) =>
      `此浏览器中已有你在“${scene}”的训练，而每个场景只保留一个：“${file}”中的训练将取而代之。`,
    saveFirst: '如果还想找回，请先把它保存到文件。',
    save: '先保存我的训练',
    keep: '保留我的',
    confirm: '替换',
  },

  avatar: {
    title: '你的形象',
    line: (file) =>
      `“${file}”现在是你的身体：走进世界就能看到自己。它只保存在此浏览器中，不会发往别处。`,
    worn: (file) => `你现在的形象是 ${file}`,
    wornBy: '使用你的形象的有',
    you: '你',
    youAnd: (robot) => `你和 ${robot}`,
    everybody: '所有人',
    youAndSome: (robots) => `你和 ${robots} 个机器人`,
    detailed: (robots) => `模型很精细：只有 ${robots} 个机器人使用它，再多画面就不流畅了。`,
    remove: '移除',
    removeNamed: (file) => `移除“${file}”`,
    removed: '你的形象已移除',
    unread: '如果一直如此，请在偏好设置（P）中移除你的形象，或拖入另一个。',
    done: '完成',
    notKept: (full) =>
      `你的形象可以用到页面关闭为止，但没有保存：${full ? '此浏览器的空间不足' : '此浏览器不保存任何内容'}。`,
  },

  said: {
    linkCopied: '当前画面的链接已复制。',
    oneFile: (files, first) => `一次只能打开一个文件：在拖入的 ${files} 个中，已打开“${first}”。`,
    layoutFixed: (layout) => `网址要求布局 ${layout}，但此场景自行选择布局；显示的是另一个。`,
    layoutUnseen: (layout) => `网址要求布局 ${layout}，但机器人不在其中训练；显示的是另一个。`,
    noCase: (number) =>
      `网址要求案例 ${number}，但此场景中没有机器人在其中训练的这个案例；显示的是另一个。`,
    withChanges: (count) => `世界与链接中的一样：${count}。`,
    aside: '世界与链接中的一样。你自己的改动仍然保留，不用链接打开此场景时就会恢复。',
    noRobot: (robot, agents) =>
      `网址要求第 ${robot} 个机器人，但这里只有 ${agents} 个；未选择任何机器人。`,
  },
  spoken: {
    linkCopied: '链接已复制',
    pictureSaved: '图片已保存',
    videoSaved: '视频已保存',
    recording: '正在录制世界画面',
    policySaved: '策略已保存',
    saved: (name) => `已保存 ${name}`,
    watching: (file) => `正在观看 ${file} 中的策略`,
  },
} satisfies Words['share'];
