/** All phrases in Simplified Chinese. A phrase that is missing here is an error of the compiler. */
import type { Words } from './en.ts';
import { editing } from './zh/editing.ts';
import { home } from './zh/home.ts';
import { learning } from './zh/learning.ts';
import { mind } from './zh/mind.ts';
import { names } from './zh/names.ts';
import { page } from './zh/page.ts';
import { report } from './zh/report.ts';
import { rewind } from './zh/rewind.ts';
import { run } from './zh/run.ts';
import { share } from './zh/share.ts';
import { show } from './zh/show.ts';

export const zh = {
  page,
  learning,
  mind,
  editing,
  report,
  rewind,
  run,
  show,
  share,
  home,
  names,
} satisfies Words;
