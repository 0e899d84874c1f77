import { describe, expect, it } from 'vitest';
import {
  changesOf,
  changesText,
  fixedSettings,
  settings,
  settingText,
  stopsWith,
} from '../../../src/app/learning/settings.ts';
import { adjustable, adjusted } from '../../../src/rl/adjustable.ts';
import { heed } from '../../../src/rl/algorithms/heed.ts';

describe('settings', () => {
  it('offer all that may change under way, each once', () => {
    expect(settings.map(({ name }) => name).sort()).toEqual([...adjustable].sort());
  });

  it.each(settings)('every stop of $name may be set, and they rise', ({ name, stops }) => {
    for (const value of stops) expect(adjusted(heed, { [name]: value })[name]).toBe(value);
    expect([...stops].sort((a, b) => a - b)).toEqual(stops);
    expect(new Set(stops).size).toBe(stops.length);
  });

  it('a value of elsewhere has a stop of its own', () => {
    const [noise] = settings as [(typeof settings)[number]];
    expect(stopsWith(noise, 0.17)).toContain(0.17);
    expect(stopsWith(noise, 0.17).indexOf(0.17)).toBe(4);
    expect(stopsWith(noise, 0.2)).toBe(noise.stops);
  });

  it('are written as they were set', () => {
    expect([0, 5e-4, 1e-5, 0.985, 128].map(settingText)).toEqual([
      ...['0', '0.0005', '0.00001', '0.985', '128'],
    ]);
  });

  it('changes are named, and nothing else', () => {
    expect(changesOf(heed, heed)).toEqual([]);
    expect(changesText(changesOf(heed, { ...heed, tau: 0.01, batch: 256 }))).toBe(
      `Batch ${heed.batch} → 256, Pace of the targets τ 0.005 → 0.01`,
    );
  });

  it('what needs a new start is all the rest', () => {
    const names = fixedSettings(heed).map(([name]) => name);
    expect(names).toContain('channels');
    expect(names).toContain('graph rounds');
    expect(names).not.toContain('noise');
    expect(names.length + adjustable.length).toBe(Object.keys(heed).length);
  });
});
