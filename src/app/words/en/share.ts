/** What a person takes away from the page, and files that come to it. */
interface FileWords {
  readonly name: string;
  readonly ending: string;
}

export const share = {
  title: 'Share',
  hint: 'Share: link, picture, video, files (X)',
  closes: 'this dialog',
  orSave: 'Share or save …',
  orSaveHint: 'Share (X)',
  open: 'Open a file …',
  openLabel: 'A file to open',
  /** "a run (.heed) or an avatar (.glb)" */
  kinds(kinds: readonly FileWords[]) {
    const each = kinds.map(({ name, ending }) => {
      return `${/^[aeiou]/.test(name) ? 'an' : 'a'} ${name} (${ending})`;
    });
    return each.length === 1 ? `${each[0]}` : `${each.slice(0, -1).join(', ')} or ${each.at(-1)}`;
  },
  drop: (kinds: string) => `Drop ${kinds}.`,
  got: (kinds: string) => `Got a file from somebody? Drop it on the page, or open it: ${kinds}.`,

  link: {
    name: 'Link',
    line: 'Opens this scene, in this layout, seen from here.',
    lineOfCase: 'Opens this scene at the beginning of this case, seen from here.',
    own: ' The policy that acts here is not in it: save that below, and send it along.',
    changed: ' With what was changed in the world.',
    tooMany: ' What was changed in the world is too much for a link.',
    label: 'Link to what you see',
    copy: 'Copy link',
    copied: 'Copied',
    send: 'Send …',
    refused: 'The browser does not let the page copy: the link is selected, copy it yourself.',
  },
  picture: {
    name: 'Picture',
    line: 'The world without the panels, as large as this window or twice as fine (PNG).',
    size: 'Size',
    caption: 'Caption',
    save: 'Save picture',
    robots: (robots: number) => `${robots} robot${robots === 1 ? '' : 's'}`,
    nothingLearned: 'nothing learned yet',
    arrive: (rate: string) => `${rate} arrive`,
  },
  video: {
    name: 'Video',
    line: (minutes: number, megabytes: number) =>
      `What the world does from now on, without the panels: ${minutes} minutes or ${megabytes} MB at most (WebM). Learning goes on meanwhile.`,
    start: 'Start recording',
    stopAndSave: 'Stop and save',
    recording: 'Recording: ',
    stop: 'Stop',
    broken: (isSaved: boolean) =>
      `The browser broke the video off; ${isSaved ? 'what there was of it is saved' : 'there is nothing to save'}.`,
    limit: (minutes: number, megabytes: number) =>
      `The video is saved: ${minutes} minutes or ${megabytes} MB are the most.`,
  },
  results: {
    name: 'Results',
    line: 'All curves over steps and time, for a spreadsheet, a script, or TensorBoard.',
    none: 'All curves over steps and time, for other programs: there are none yet.',
    ways: { csv: 'CSV', jsonl: 'JSON lines', tensorboard: 'TensorBoard' },
  },
  policy: {
    name: 'Policy',
    line: 'The network that acts, with its critic and a card: to be watched here, evaluated on the command line, or read by Python (safetensors).',
    none: 'The network that acts, to be watched elsewhere: nothing is learned yet.',
    save: 'Save policy',
  },
  run: {
    name: 'Run',
    line: 'Everything that was learned and lived through, to go on with in another browser (.heed).',
    none: 'A run, to go on with in another browser: nobody learns here now.',
    save: 'Save run',
  },

  replace: {
    title: 'Go on from this file?',
    question: (scene: string, file: string) =>
      `You have a run of “${scene}” in this browser, and it keeps one of each scene: the run in “${file}” takes its place.`,
    saveFirst: ' Save yours to a file first, if you want it back.',
    save: 'Save mine to a file',
    keep: 'Keep mine',
    confirm: 'Replace it',
  },

  avatar: {
    title: 'Your avatar',
    line: (file: string) =>
      `“${file}” is your body now: walk in to see yourself in it. It is kept in this browser, and goes nowhere else.`,
    worn: (file: string) => `You wear ${file} now`,
    wornBy: 'Your avatar is worn by',
    you: 'you',
    youAnd: (robot: string) => `you and ${robot}`,
    everybody: 'everybody',
    youAndSome: (robots: number) => `you and ${robots} robots`,
    detailed: (robots: number) =>
      `The model is detailed: ${robots === 1 ? 'one robot wears' : `${robots} robots wear`} it, as more could not be drawn smoothly.`,
    remove: 'Remove it',
    removeNamed: (file: string) => `Remove “${file}”`,
    removed: 'Your avatar is removed',
    unread: 'If it stays so, remove your avatar among the preferences (P), or drop another.',
    done: 'Done',
    notKept: (full: boolean) =>
      `Your avatar is worn until the page is closed, but not kept: ${full ? 'there is no room for it in this browser' : 'this browser keeps nothing'}.`,
  },

  said: {
    linkCopied: 'The link to what you see is copied.',
    oneFile: (files: number, first: string) =>
      `One file at a time: of the ${files} that you dropped, “${first}” is opened.`,
    layoutFixed: (layout: string) =>
      `The address asks for layout ${layout}, but this scene chooses its own; another one is shown.`,
    layoutUnseen: (layout: string) =>
      `The address asks for layout ${layout}, but robots are not trained in it; another one is shown.`,
    noCase: (number: string) =>
      `The address asks for case ${number}, but robots are trained in no such case of this scene; another one is shown.`,
    withChanges: (count: string) => `The world is as the link has it: ${count}.`,
    aside:
      'The world is as the link has it. Your own changes to it are kept, and back when you open the scene without the link.',
    noRobot: (robot: number, agents: number) =>
      `The address asks for robot ${robot}, but there ${agents === 1 ? 'is 1' : `are ${agents}`}; nobody is selected.`,
  },
  spoken: {
    linkCopied: 'The link is copied',
    pictureSaved: 'The picture is saved',
    videoSaved: 'The video is saved',
    recording: 'Recording the world',
    policySaved: 'The policy is saved',
    saved: (name: string) => `Saved ${name}`,
    watching: (file: string) => `Watching the policy of ${file}`,
  },
};
