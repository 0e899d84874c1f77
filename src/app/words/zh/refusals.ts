/**
 * Sentences of what cannot be (InputErrors), which come from deep in English: those that a person with a page can
 * meet. A hole, `*`, takes whatever stands there, and `$1` gives it back; the first that fits is said. A test holds
 * every one to a sentence that Heed can say.
 */
import { hindranceInWords } from '../../../world/fit.ts';
import { editing } from './editing.ts';
import { names } from './names.ts';

type Sentences = readonly (readonly [english: string, chinese: string])[];

/** Whole ones. */
export const sentences: Sentences = [
  // Goals and things.
  ...(['end of the world', 'sliding door', 'robot', 'visitor', 'pedestrian', 'goal'] as const).map(
    (why) => [hindranceInWords(why), editing.hindrance(why)] as const,
  ),
  ['The * stands there.', '那里已有$1。'],
  ['No way leads there.', '没有路通向那里。'],
  ['The robot stands there already.', '机器人已经在那里了。'],
  ['This robot has just arrived or given up.', '这个机器人刚刚到达或放弃。'],
  ['There is nowhere else for this robot to go.', '这个机器人没有别的地方可去。'],
  [
    'That would leave the robots no room to set out and somewhere to go.',
    '那样机器人就没有地方出发，也没有地方可去了。',
  ],
  [
    'These robots look for things and for no place: move the things instead.',
    '这些机器人找的是物品而不是地点：请移动物品。',
  ],
  [
    'A robot is looking for a *, and could get to none any more.',
    '有机器人正在找$1，那样它就一个也到不了了。',
  ],
  [
    'The cases of this benchmark are fixed, so nothing can be changed here; walk in instead.',
    '这个基准测试的场景是固定的，不能改动；可以走进去看看。',
  ],
  [
    'The * and the * would stand in one place: move or leave out one of them.',
    '$1与$2会占据同一处：请移动或去掉其中之一。',
  ],
  ['The * would stand outside of the world: leave it out.', '$1会在世界之外：请去掉它。'],
  ['The * would stand where a door slides: leave it out.', '$1会挡住滑动门：请去掉它。'],
  ['There is no * in this world.', '这个世界里没有$1。'],
  [
    'The * stays: walls, ramps, steps and platforms are what this world is built of.',
    '$1不能移走：墙、坡道、台阶和平台是这个世界的骨架。',
  ],
  [
    'At most * things can be added; remove one of them to make room for another.',
    '最多可添加 $1 件物品；请先移除一件。',
  ],
  [
    'There are * changes, which is as many as can be kept: undo some first.',
    '已有 $1 处改动，不能再多了：请先撤销一些。',
  ],
  ['There is nothing to undo.', '没有可撤销的改动。'],
  ['There is nothing to do again.', '没有可重做的改动。'],
  ['There is nothing to put back.', '没有可恢复的改动。'],
  ['There is nothing in your hands to be set down.', '你手里没有可放下的东西。'],
  // To share, and to look back.
  ['There is no picture yet: wait until the world is shown.', '还没有画面：请等世界显示出来。'],
  ['The picture is too large for this browser: take ×1.', '图片对此浏览器来说太大：请选 ×1。'],
  ['There is no policy yet: nobody has learned here.', '还没有策略：这里还没有机器人学习过。'],
  [
    'This browser cannot record a video of the page: use a recent Chrome, Edge, Firefox or Safari.',
    '此浏览器无法录制页面视频：请使用较新的 Chrome、Edge、Firefox 或 Safari。',
  ],
  ['Nothing has happened yet that could be seen again.', '还没有发生过可以重看的事。'],
  [
    'A recording may have * bytes at most, but this one has *: record fewer seconds.',
    '录像最多 $1 字节，而这段有 $2 字节：请录短一些。',
  ],
  [
    '“*” is of the scene “*”, and this is “*”: open that scene first.',
    '“$1”属于场景“$2”，而这里是“$3”：请先打开那个场景。',
  ],
  // Files.
  [
    '“*” cannot be read: it is a folder, or it was moved, deleted or changed after it was chosen; choose a file again.',
    '无法读取“$1”：它是文件夹，或在选定后被移动、删除或更改；请重新选择文件。',
  ],
  ['* is empty: expected *.', '$1是空的。'],
  [
    '* is none of Heed: expected *.',
    '$1不是 Heed 的文件。可以打开的有：训练、策略、录像和形象文件。',
  ],
  ['* has *: a * has at most *.', '$1有 $2，太大了：最多 $4。'],
  ['* has *: an * has at most *.', '$1有 $2，太大了：最多 $4。'],
  ['* is * of a scene that is not here; the page has *.', '$1属于这里没有的场景；此页面有：$3。'],
  [
    '* is a policy for the scene “*”, which is not here; the page has *.',
    '$1是场景“$2”的策略，这里没有该场景；此页面有：$3。',
  ],
  [
    '* is a run of the scene "*", and this is "*": open that scene first.',
    '$1是场景“$2”的训练，而这里是“$3”：请先打开那个场景。',
  ],
  [
    '* has no curve to compare with: it was not trained in the page, or not for long.',
    '$1没有可比较的曲线：它不是在页面中训练的，或训练时间太短。',
  ],
  [
    '* is of the scene “*”, and this is “*”: only policies of one scene can be compared.',
    '$1属于场景“$2”，而这里是“$3”：只能比较同一场景的策略。',
  ],
  [
    '* is the policy that acts here, or was added already: choose one of another training.',
    '$1就是这里正在行动的策略，或已经添加过：请选择另一次训练的策略。',
  ],
  ['* is no policy: expected *.', '$1不是策略：可以添加策略文件或训练文件。'],
  [
    'At most * policies can be compared with: remove one of them first.',
    '最多可与 $1 个策略比较：请先移除一个。',
  ],
  [
    'Your run of this scene is not kept in this browser any more.',
    '你在此场景的训练已不再保存在此浏览器中。',
  ],
  ['* has another network than this page: * there, * here.', '$1的网络与此页面不同。'],
  ['* is no readable file of Heed: *.', '$1无法读取：$2。'],
  ['* is no readable *: *.', '$1无法读取：$3。'],
  [
    '*: expected * of version *, but got version *: it was written by another release.',
    '$1的版本是 $4，而此页面读取版本 $3：它由另一个版本的 Heed 写成。',
  ],
  [
    '*: expected a recording, but this is the checkpoint of a run: load it as a run.',
    '$1不是录像而是训练：请作为训练载入。',
  ],
  ['*: expected * of Heed, but this is none.', '$1不是 Heed 的文件。'],
  [
    '*: expected the values called "*" to be numbers, but not all are: this run has diverged, start a new one.',
    '$1中的“$2”含有非数值：这次训练已经发散，请重新开始。',
  ],
  ['*: expected a part called "*", but it is missing.', '$1缺少“$2”部分。'],
  [
    '*: expected the weights that its card is of, but these are others, or damaged: write the policy anew.',
    '$1中的权重与其说明不符，或已损坏：请重新保存这个策略。',
  ],
  ['*: expected * to be *, but got *.', '$1中 $2 的值 $4 不正确。'],
  // The visitor's own model.
  ['* is cut off: a GLB has at least * bytes.', '$1不完整：GLB 至少有 $2 字节。'],
  [
    '* is glTF *: expected glTF 2.0; export it anew as that.',
    '$1是 glTF $2：请重新导出为 glTF 2.0。',
  ],
  [
    '* is cut off or damaged: it says that it has * bytes, and has *.',
    '$1不完整或已损坏：它自称有 $2 字节，实际有 $3。',
  ],
  ['* is damaged: *.', '$1已损坏。'],
  [
    '* describes more than an avatar needs: its description has at most * MB.',
    '$1的描述超出形象所需：最多 $2 MB。',
  ],
  [
    '* is no glTF: expected an avatar as GLB, glTF or VRM.',
    '$1不是 glTF：形象须为 GLB、glTF 或 VRM。',
  ],
  ['* needs “*”, which is not read here: *.', '$1需要“$2”，这里不支持：请导出为普通的 glTF 2.0。'],
  ['* is too large: an avatar has at most * MB.', '$1太大：形象最多 $2 MB。'],
  ['* has no surfaces: there is nothing to see.', '$1没有任何表面：什么也看不到。'],
  ['* has no height: there is nothing to stand on the ground.', '$1没有高度：无法站在地上。'],
  [
    '* keeps a part of itself in another file: export it as one file (GLB, or glTF with all embedded).',
    '$1的一部分在另一个文件中：请导出为单个文件（GLB，或全部内嵌的 glTF）。',
  ],
  [
    '* has sparse data, which is not read: export it without (most programs have a choice for it).',
    '$1含有稀疏数据，这里不支持：请在导出时关闭它。',
  ],
  ['* has a texture that is neither PNG nor JPEG.', '$1有一张既非 PNG 也非 JPEG 的贴图。'],
  [
    '* has a texture of * × * pixels: expected 1 to * along a side.',
    '$1有一张 $2 × $3 像素的贴图：每边最多 $4。',
  ],
  [
    '* has more than * million pixels of textures: export it with smaller ones.',
    '$1的贴图超过 $2 百万像素：请用更小的贴图导出。',
  ],
  ['* has * *: an avatar has at most *; export a simpler one.', '$1太复杂：请导出更简单的模型。'],
  ['* cannot be shown as an avatar: *.', '$1无法作为形象显示：$2。'],
  // What the browser keeps, and learns with.
  ['This browser keeps nothing.', '此浏览器不保存任何内容。'],
  [
    'What this browser keeps was written by a newer version of this page: reload the page.',
    '此浏览器保存的内容由更新版本的页面写成：请重新载入页面。',
  ],
  [
    'The run of "*" is open in another tab: close that tab, then delete it here.',
    '“$1”的训练在另一个标签页中打开：请先关闭那个标签页，再在这里删除。',
  ],
  [
    'This browser does not let the page keep anything (*): what is learned here is lost when *.',
    '此浏览器不允许页面保存任何内容：关闭页面后，这里学到的都会丢失；请离开无痕窗口，或把训练保存为文件。',
  ],
  ['Run "*" has lost its blob "*": start it over.', '“$1”的训练缺少“$2”部分：请重新开始。'],
  ['The trained policy could not be loaded: *.', '无法载入训练好的策略。'],
  [
    'WebGPU is not available here: use a browser that has it, or the wasm backend.',
    '这里没有 WebGPU：请使用支持它的浏览器，或改用 wasm。',
  ],
];

/** Why a file cannot be read, and whose it is: parts of the sentences above. */
export const phrases: Sentences = [
  ['The file “*”', '文件“$1”'],
  ['Your own run', '你自己的训练'],
  ['The trained policy of this page', '页面自带的策略'],
  ['Your run of “*”', '你在“$1”的训练'],
  ['* “*”', '$1“$2”'],
  ['it has only * bytes', '它只有 $1 字节'],
  ['it does not begin with "HEED"', '它的开头不是“HEED”'],
  ['it has version *, and this program reads version *', '它的版本是 $1，而此程序读取版本 $2'],
  ['it is cut off', '它不完整'],
  ['it has * bytes, which is too much', '它有 $1 字节，太大了'],
  ['its checksum is wrong, so it is damaged or cut off', '它的校验和不对，已损坏或不完整'],
];

/** Behind a whole one. */
export const remedies: Sentences = [
  [' Undo again when the place is free.', '等那里空出来再撤销。'],
  [
    ' Start over to begin a new run; until then the kept one stays as it is.',
    '可以重新开始一次训练；在那之前，已保存的训练保持原样。',
  ],
];

const patternOf = (english: string) =>
  new RegExp(
    `^${english
      .split('*')
      .map((piece) => piece.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('(.*?)')}$`,
    's',
  );

function say(known: Sentences, text: string): string | undefined {
  for (const [english, chinese] of known) {
    const found = patternOf(english).exec(text);
    if (found) return chinese.replace(/\$(\d)/g, (_, i) => phrase(found[Number(i)] ?? ''));
  }
  return undefined;
}

const phrase = (text: string): string => say(phrases, text) ?? names.label(text);

/** Whole ones, and behind them what is to be done. Undefined: it is none of these. */
export function refusal(sentence: string): string | undefined {
  const remedy = remedies.find(([english]) => sentence.endsWith(english));
  if (!remedy) return say(sentences, sentence);
  const why = refusal(sentence.slice(0, -remedy[0].length));
  return why && `${why}${remedy[1]}`;
}
