/**
 * A link to what is on the page: scene, layout with what was changed of it, whose policy, who is selected, and from where one looks. Short: what
 * the page does anyway is left out. It holds no weights: a policy of the person's own goes as a file.
 */
import type { Edit } from '../../scene/edit.ts';
import type { CameraMode } from '../../view/stage.ts';
import { addressDefaults } from '../address.ts';
import { standing } from '../edit/edit-state.ts';
import { type View, viewText } from '../show/view-text.ts';
import type { PageState } from '../state.ts';
import type { Speed } from '../workers/pacing.ts';
import { editsText } from './edits-text.ts';

export interface Linked {
  readonly scene: string;
  readonly policy: 'shipped' | 'none';
  /** What layouts after the first follow from, and a new run all of it. */
  readonly seed: number;
  /** Of the layout in view; undefined before there is one, or where it is a case. */
  readonly layout: number | undefined;
  /** The case of a benchmark in view. */
  readonly case: number | undefined;
  /** What was changed of it; more than a link can hold is left out. */
  readonly edits: readonly Edit[];
  readonly speed: Speed;
  readonly robot: number | undefined;
  readonly camera: CameraMode;
  /** Of the orbiting camera. */
  readonly view: View | undefined;
}

/** Changes of the layout in view: what is recorded, or of a moment ago, may be of another. */
export function linkableEdits({
  layout,
  edit,
}: Pick<PageState, 'layout' | 'edit'>): readonly Edit[] {
  const report = edit.report.value;
  return report && report.layoutSeed === layout.value?.seed ? standing(edit, report) : [];
}

/** `page` is where the page is, with whatever query. */
export function linkTo(page: string, of: Linked): string {
  const query: string[] = [`scene=${encodeURIComponent(of.scene)}`, `policy=${of.policy}`];
  const add = (name: string, value: string | number) => query.push(`${name}=${value}`);
  if (of.seed !== addressDefaults.seed) add('seed', of.seed);
  if (of.layout !== undefined) {
    add('layout', of.layout);
    const edits = editsText(of.edits);
    if (edits) add('edits', edits);
  }
  if (of.case !== undefined) add('case', of.case);
  if (of.speed !== addressDefaults.speed) add('speed', of.speed);
  if (of.robot !== undefined) add('robot', of.robot + 1);
  if (of.camera !== addressDefaults.camera) add('camera', of.camera);
  else if (of.view) add('view', viewText(of.view));
  const { origin, pathname } = new URL(page);
  return `${origin}${pathname}?${query.join('&')}`;
}
