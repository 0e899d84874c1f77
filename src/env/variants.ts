/**
 * A scenario that is made by a function of its settings: the one for their defaults, whose `vary` makes
 * all others. They share name and observations, so that what was trained on one can act in another.
 */
import { checkFunction } from './check-option.ts';
import { defineScenario, type Scenario, type ScenarioOptions } from './scenario.ts';
import { type Chosen, checkSettings, readSettings, type Settings } from './settings.ts';

export function defineVariants<const S extends Settings>(
  settings: S,
  make: (chosen: Chosen<S>) => ScenarioOptions,
): Scenario {
  checkFunction('defineVariants: make', make, '(chosen) => ScenarioOptions');
  checkSettings(settings);
  const build = (chosen: Chosen<S>): Scenario => {
    const scenario = defineScenario(make(chosen));
    return {
      ...scenario,
      settings,
      chosen,
      vary: (given) => build(readSettings(`scenario "${scenario.name}"`, settings, given)),
    };
  };
  return build(readSettings('defineVariants', settings, new Map()));
}
