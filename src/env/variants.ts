/**
 * A scenario that is made by a function of its settings: the one for their defaults, whose `vary` makes
 * all others. They share name and observations, so that what was trained on one can act in another.
 */
import { InputError } from '../core/input-error.ts';
import { checkFunction, checkRecord } from './check-option.ts';
import { defineScenario, type Scenario, type ScenarioOptions } from './scenario.ts';
import { type Chosen, checkSettings, readSettings, type Settings } from './settings.ts';

export function defineVariants<const S extends Settings>(
  settings: S,
  make: (chosen: Chosen<S>) => ScenarioOptions,
): Scenario {
  checkFunction('defineVariants: make', make, '(chosen) => ScenarioOptions');
  checkSettings(settings);
  const build = (chosen: Chosen<S>): Scenario => {
    const options = make(chosen);
    checkRecord('defineVariants: what make returns', options, 'of a scenario’s options');
    const scenario = defineScenario(options);
    return {
      ...scenario,
      settings,
      chosen,
      vary: (given) => build(readSettings(`scenario "${scenario.name}"`, settings, given)),
    };
  };
  return build(readSettings('defineVariants', settings, new Map()));
}

/**
 * What the worlds of a training are of, in turn: the scenario itself, and what its `practice` asks for besides.
 * All have its observations and as many agents.
 */
export function practised(scenario: Scenario): readonly Scenario[] {
  const { practice, chosen, name, agents, spec } = scenario;
  if (practice.length === 0) return [scenario];
  return practice.map((other) => {
    const texts = Object.entries({ ...chosen, ...other });
    const varied = scenario.vary(new Map(texts.map(([setting, value]) => [setting, `${value}`])));
    if (varied.agents !== agents || JSON.stringify(varied.spec) !== JSON.stringify(spec)) {
      throw new InputError(
        `Expected scenario "${name}" to be practised with the agents and sensors that it has, but ` +
          `${JSON.stringify(other)} has others.`,
      );
    }
    return varied;
  });
}
