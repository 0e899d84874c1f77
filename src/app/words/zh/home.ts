/** The page itself, in Chinese. */
import type { Words } from '../en.ts';

export const home = {
  title: '偏好设置',
  hint: '偏好设置（P）',
  closes: '偏好设置',
  language: '语言',

  theme: { title: '颜色', names: { system: '跟随系统', light: '浅色', dark: '深色' } },
  motion: { title: '动态效果', names: { system: '跟随系统', reduced: '减少' } },
  quality: {
    title: '画质',
    names: { auto: '自动', low: '低', medium: '中', high: '高' },
    level: { low: '当前画质：低', medium: '当前画质：中', high: '当前画质：高' },
  },

  tour: {
    name: '导览',
    start: '一分钟导览',
    decline: '不用了',
    at: (step, of) => `第 ${step} 步，共 ${of} 步`,
    back: '上一步',
    next: '下一步',
    end: '完成',
    skip: '结束导览（Esc）',
    done: '完成了！',
    ended: '导览结束。在帮助里可以再看一遍。',
    walking: '你进来了：去挡一挡谁的路吧。按 V 离开，导览就会继续。',
    hurry: '它已经在学习了。试试极速：按 U，或把速度拉到最大。',
    steps: {
      watch: {
        title: '观看',
        text: '每个机器人都有自己的目标：一圈与它同色的光。拖动可以环顾，滚动或双指可以拉近。',
        task: '试一试：暂停世界，或改变速度。',
      },
      ask: {
        title: '问它为什么',
        text: '光线会显示它注意着什么，一句话说明它为什么这样做。',
        task: '点击一个机器人。',
      },
      imagine: {
        title: '想象某样东西不存在',
        text: '它注意的每样东西旁边都有一只眼睛。没有那样东西，它会怎么做？',
        task: '点击列表中的一只眼睛，看看有什么变化。',
      },
      walk: {
        title: '走到它们中间',
        text: '它们能感知到你，有的会绕开你。用 W A S D 或圆形摇杆行走，按 V 离开。',
        task: '按“走进去”。',
      },
      edit: {
        title: '改变它们的世界',
        text: '绿篱、长椅、目标都可以拖动，它们立刻就能感知。按 Ctrl+Z 撤销。',
        task: '按“编辑”，然后拖动一段绿篱。',
      },
      learn: {
        title: '让一个全新的大脑学习',
        text: '它什么都不会：先乱走、碰撞，一分钟后就会走了。极速（U）不绘制画面，训练得更快。',
        task: '按“从零开始学习”。',
      },
      share: {
        title: '分享给别人',
        text: '当前画面的链接、图片、视频，或它们学到的一切。',
        task: '打开“分享”。',
      },
    },
  },

  gallery: {
    closes: '场景',
    line: '每个场景是一项任务。你的训练按场景分别保存。',
    badges: {
      here: '你在这里',
      trained: '训练好的机器人',
      ownRun: '你的训练',
      ownRunAt: (rate) => `你的训练：${rate}`,
      benchmark: '基准测试',
    },
  },

  kept: {
    title: '保存在此浏览器中',
    looking: '正在查看…',
    usage: (used, quota) => `已用 ${used}，共 ${quota}`,
    share: '已用空间的比例',
    nothing: '还没有训练。你开始的训练会自动保存在这里，任何数据都不会离开你的电脑。',
    promised: '浏览器已承诺不会自行清除这些内容。',
    mayClear: '磁盘空间不足时，浏览器可能会自行清除全部内容。',
    ask: '请求长期保留',
    noPromise: '浏览器没有作出承诺。安装或收藏此页面后通常会同意；也可以把训练保存到文件（分享）。',
    justNow: '刚刚保存',
    ago: (time) => `${time}前保存`,
    arrives: (rate) => `${rate} 到达目标`,
    changes: (n) => `世界有 ${n} 处改动`,
    inView: '正在显示',
    remove: '删除',
    removeRun: (scene) => `删除“${scene}”的训练`,
    removeAvatar: (file) => `删除你的形象“${file}”`,
    deleted: '训练已删除',
  },

  doomed: {
    title: '删除这次训练？',
    question: (scene, time) =>
      `“${scene}”中的机器人在 ${time}训练里学到的一切都会丢失：网络、曲线和它们的记忆，无法撤销。如果想先保存到文件，请打开这个场景再保存。`,
    open: '打开这个场景',
    keep: '保留',
    confirm: '删除',
  },
} satisfies Words['home'];
