import { describe, expect, it } from 'vitest';
import scene from '../../scenes/plaza.json';
import { InputError } from '../../src/core/input-error.ts';
import { defineScenario, defineVariants, ego, rangeScan } from '../../src/env/index.ts';
import { practised } from '../../src/env/variants.ts';

const base = {
  name: 'test',
  title: 'Test',
  description: 'A scenario for a test.',
  scene,
  sensors: [ego()],
  begin: () => {},
  reward: () => 0,
};

const varied = defineVariants(
  {
    crossing: { about: 'where people walk', values: ['circle', 'square'] },
    people: { about: 'how many', values: [5, 10] },
    seen: { about: 'whether they see', values: [false, true] },
    margin: { about: 'metres kept', default: 0.1, least: 0, most: 1 },
  },
  ({ crossing, people, seen, margin }) => ({
    ...base,
    title: `${crossing} ${people} ${seen} ${margin}`,
  }),
);

const vary = (...given: readonly (readonly [string, string])[]) => varied.vary(new Map(given));

describe('variants', () => {
  it('the scenario is that of the defaults until something else is set', () => {
    expect(varied.title).toBe('circle 5 false 0.1');
    expect(varied.chosen).toEqual({ crossing: 'circle', people: 5, seen: false, margin: 0.1 });
    expect(vary().title).toBe(varied.title);
  });

  it('values keep their types, and what is not given has its default, whatever was set before', () => {
    const other = vary(['people', '10'], ['seen', 'true'], ['margin', '2e-1']);
    expect(other.chosen).toEqual({ crossing: 'circle', people: 10, seen: true, margin: 0.2 });
    expect(other.title).toBe('circle 10 true 0.2');
    expect(other.vary(new Map([['crossing', 'square']])).title).toBe('square 5 false 0.1');
  });

  it.each([
    [
      ['speed', '1'],
      'scenario "test": unknown setting "speed". Known: crossing, people, seen, margin',
    ],
    [['people', '7'], 'Expected scenario "test": people to be one of 5, 10, got "7".'],
    [['seen', 'yes'], 'Expected scenario "test": seen to be one of false, true, got "yes".'],
    [['margin', '1.5'], 'Expected scenario "test": margin to be a number from 0 to 1, got "1.5".'],
    [['margin', ' '], 'margin to be a number from 0 to 1, got " ".'],
  ] as const)('refuses %j in one sentence', (given, message) => {
    expect(() => vary(given)).toThrow(InputError);
    expect(() => vary(given)).toThrow(message);
  });

  it('a scenario without settings refuses any', () => {
    const plain = defineScenario(base);
    expect(plain.vary(new Map())).toBe(plain);
    expect(() => plain.vary(new Map([['people', '5']]))).toThrow(
      'Scenario "test" has no settings, but got "people".',
    );
  });

  it.each([
    [null, /^Expected defineVariants: settings to be a record .*, got null\.$/],
    [{ people: null }, /^Expected setting "people" to be a record .*, got null\.$/],
    [
      { people: { about: 'how many', values: 5 } },
      /^Expected setting "people" to allow two values/,
    ],
    [
      { people: { about: 'how many', default: 1, min: 0, most: 2 } },
      /^setting "people": unknown option "min"\. Known: about, default, least, most\.$/,
    ],
    [
      { graph: { about: 'whether they are told', values: [true, false], observed: 'yes' } },
      /^Expected setting "graph": observed to be true or false, got "yes"\.$/,
    ],
  ])('settings that are none are refused: %j', (settings, message) => {
    expect(() => defineVariants(settings as never, () => base)).toThrow(InputError);
    expect(() => defineVariants(settings as never, () => base)).toThrow(message);
  });

  it('a function that returns nothing is refused', () => {
    const settings = { people: { about: 'how many', values: [5, 10] } };
    expect(() => defineVariants(settings, (() => {}) as never)).toThrow(
      new InputError(
        'Expected defineVariants: what make returns to be a record of a scenario’s options, got undefined.',
      ),
    );
  });

  it('a default outside of what is allowed is refused', () => {
    const settings = { margin: { about: 'metres', default: 2, least: 0, most: 1 } };
    expect(() => defineVariants(settings, () => base)).toThrow(
      'setting "margin": default to be a number from 0 to 1, got 2',
    );
  });
});

describe('practice', () => {
  const practising = (practice: readonly Record<string, string | number | boolean>[]) =>
    defineVariants(
      {
        people: { about: 'how many', values: [5, 10] },
        seen: { about: 'whether they see', values: [false, true] },
        rays: { about: 'whether it scans', values: [false, true] },
      },
      ({ people, seen, rays }) => ({
        ...base,
        sensors: rays ? [ego(), rangeScan()] : [ego()],
        title: `${people} ${seen}`,
        practice,
      }),
    );

  it('is of the scenario alone where nothing else is asked for', () => {
    const scenario = practising([]).vary(new Map([['people', '10']]));
    expect(practised(scenario)).toEqual([scenario]);
  });

  it('keeps what was chosen but for what it asks for', () => {
    const scenario = practising([{}, { people: 10 }]).vary(new Map([['seen', 'true']]));
    expect(practised(scenario).map(({ title }) => title)).toEqual(['5 true', '10 true']);
  });

  it('refuses worlds that observe something else, and settings that there are not', () => {
    const message =
      'practised with the agents and sensors that it has, but {"rays":true} has others';
    expect(() => practised(practising([{ rays: true }]))).toThrow(message);
    expect(() => practised(practising([{ speed: 2 }]))).toThrow('unknown setting "speed"');
  });
});
