/** All phrases in English: the catalog that gives the type of all others. */
import { editing } from './en/editing.ts';
import { home } from './en/home.ts';
import { learning } from './en/learning.ts';
import { mind } from './en/mind.ts';
import { names } from './en/names.ts';
import { page } from './en/page.ts';
import { report } from './en/report.ts';
import { rewind } from './en/rewind.ts';
import { run } from './en/run.ts';
import { share } from './en/share.ts';
import { show } from './en/show.ts';

export const en = { page, learning, mind, editing, report, rewind, run, show, share, home, names };

export type Words = typeof en;
