/**
 * What a link calls the layout in view: `layout`, or `case` in a benchmark, whose layouts are numbered by others, one
 * for each try.
 */
import type { Scenario } from '../../env/scenario.ts';

export function layoutName({
  layoutPerEpisode,
  scene,
  seeds,
}: Pick<Scenario, 'layoutPerEpisode' | 'scene' | 'seeds'>): 'layout' | 'case' {
  const isCase = layoutPerEpisode || scene.motion === 'points' || seeds.publishedCases > 0;
  return isCase ? 'case' : 'layout';
}
