/** What else is shown of the world, in Chinese. */
import type { Words } from '../en.ts';

export const show = {
  title: '显示',
  hint: '轨迹、幻影、地图和地面着色（B、H、M、G）',
  trails: '轨迹 ',
  map: '地图 ',
  onFloor: '地面着色 ',
  nothing: '无',
  floors: { visits: '足迹', collisions: '碰撞', value: '价值' },
  spoken: {
    floor: {
      visits: '地面着色：机器人最近去过的地方',
      collisions: '地面着色：机器人最近发生碰撞的地方',
      value: '地面着色：critic 对站在那里的预期',
    },
    noFloor: '地面不着色',
    mapShown: '已显示地图',
    mapHidden: '已隐藏地图',
    trailsShown: '已显示轨迹',
    trailsHidden: '已隐藏轨迹',
    ghostsShown: '已显示幻影',
    ghostsHidden: '已隐藏幻影',
  },

  ghosts: {
    title: '幻影',
    menu: '幻影 ',
    hint: '从前的所选机器人，与现在的它并排（H）',
    of: (robot) => `从前的 ${robot}`,
    meaning: '用当时的权重走向同一个目标。谁也察觉不到它们。',
    after: (time) => `训练 ${time}后`,
    outcomes: { success: '已到达', collision: '已碰撞', timeout: '超时' },
    onItsWay: '在路上',
    hide: '隐藏幻影',
    hideHint: '隐藏幻影（H）',
    tries: (arrived, tries) => `${tries} 次中 ${arrived} 次`,
    triesMeaning: '到达的回合',
    select: '请选择一个机器人：幻影属于某个机器人。',
    coming: '它走下一步时，幻影就会出发。',
    lack: {
      trained: '幻影需要机器人的过去，而这个策略没有带上过去：请从零开始学习。',
      young: '还没有过去：学习进行几秒后就会有幻影。',
      crowd: '每个幻影都需要一份世界的副本，机器人这么多，负担太重。',
    },
  },

  daytime: {
    title: '时段',
    is: (name) => `时段：${name}`,
    hint: (name, next) => `${name}；下一个：${next}（N）`,
    names: {
      theme: '跟随页面',
      morning: '早晨',
      noon: '正午',
      evening: '傍晚',
      night: '夜晚',
    },
  },

  minimap: {
    title: '地图',
    picture:
      '世界俯视图：箭头是机器人，圆环是它们的目标，颜色各自对应。点击可选择机器人，或把视角移到那里。',
    hide: '隐藏地图',
    hideHint: '隐藏地图（M）',
  },

  legend: {
    label: '地面颜色',
    visits: '机器人去过的地方',
    visitsMeaning: (minutes) => `每平方米停留秒数，约最近 ${minutes} 分钟`,
    collisions: '机器人碰撞的地方',
    collisionsMeaning: (minutes) => `每平方米碰撞次数，约最近 ${minutes} 分钟`,
    value: (robot) => (robot ? `各处对 ${robot} 的价值` : '各处对机器人的价值'),
    valueMeaning: 'critic 预期从那里还能得到的回报',
    counting: '正在统计…',
    select: '请选择一个机器人：价值因机器人而异。',
    asking: '正在询问它的 critic…',
    noCritic: '不知道它的 critic：该策略保存时没有带上它。从零开始学习即可看到。',
    criticComes: '还不知道它的 critic：正从学习线程传来。',
  },
} satisfies Words['show'];
