import { describe, expect, expectTypeOf, it } from 'vitest';
import { defineCommand, helpOf, parseArguments } from '../../src/cli/arguments.ts';
import { InputError } from '../../src/core/input-error.ts';

const command = defineCommand({
  name: 'walk',
  summary: 'Walks.',
  operand: { value: 'PLACE', help: 'where to' },
  flags: {
    scene: { kind: 'string', value: 'NAME', help: 'the scenario', required: true },
    out: { kind: 'string', value: 'DIR', help: 'the folder' },
    steps: { kind: 'integer', help: 'how many', minimum: 1 },
    minutes: { kind: 'number', help: 'how long', minimum: 0, maximum: 60, default: 2.5 },
    offset: { kind: 'number', help: 'any number' },
    pace: { kind: 'choice', of: ['slow', 'even', 'fast'], help: 'its pace', default: 'even' },
    quiet: { kind: 'switch', help: 'say less' },
    set: { kind: 'settings', help: 'an option' },
  },
});
const parse = (...given: string[]) => parseArguments(command, ['--scene', 'plaza', ...given]);

describe('arguments', () => {
  it('reads every kind, in both spellings', () => {
    const values = parse('--steps=1_000', '--offset', '-2e-3', '--quiet', 'home');
    expect(values).toMatchObject({ scene: 'plaza', steps: 1000, offset: -0.002, quiet: true });
    expect(values.operand).toBe('home');
  });

  it('fills in defaults and leaves the rest undefined', () => {
    const values = parse();
    expect(values).toMatchObject({ minutes: 2.5, pace: 'even', quiet: false });
    expect(values.out).toBeUndefined();
    expect(values.steps).toBeUndefined();
    expect(values.set.size).toBe(0);
    expectTypeOf(values.scene).toEqualTypeOf<string>();
    expectTypeOf(values.out).toEqualTypeOf<string | undefined>();
    expectTypeOf(values.pace).toEqualTypeOf<'slow' | 'even' | 'fast'>();
    expectTypeOf(values.minutes).toEqualTypeOf<number>();
    expectTypeOf(values.steps).toEqualTypeOf<number | undefined>();
  });

  it('gathers what may be given more than once, in its order, and needs one', () => {
    const many = defineCommand({
      ...{ name: 'meet', summary: 'Meets.' },
      flags: { who: { kind: 'strings', value: 'NAME', help: 'whom', required: true } },
    });
    const { who } = parseArguments(many, ['--who', 'ann', '--who=bo']);
    expect(who).toEqual(['ann', 'bo']);
    expectTypeOf(who).toEqualTypeOf<readonly [string, ...string[]]>();
    expect(() => parseArguments(many, [])).toThrow('--who is missing: --who NAME (whom).');
  });

  it('gathers repeated settings, later ones winning', () => {
    const { set } = parse('--set', 'a=1', '--set=b=x=y', '--set', 'a=2');
    expect([...set]).toEqual([
      ['a', '2'],
      ['b', 'x=y'],
    ]);
  });

  it.each([
    [['--steps', 'abc'], 'Expected --steps to be an integer of at least 1, but got "abc".'],
    [['--steps', '1.5'], 'Expected --steps to be an integer of at least 1, but got "1.5".'],
    [['--steps', '0'], 'Expected --steps to be an integer of at least 1, but got "0".'],
    [['--steps', '0x10'], 'Expected --steps to be an integer of at least 1, but got "0x10".'],
    [['--steps', '1e400'], 'Expected --steps to be an integer of at least 1, but got "1e400".'],
    [['--minutes', '61'], 'Expected --minutes to be a number from 0 to 60, but got "61".'],
    [['--offset', 'NaN'], 'Expected --offset to be a number, but got "NaN".'],
    [['--offset', 'Infinity'], 'Expected --offset to be a number, but got "Infinity".'],
    [['--pace', 'Fast'], 'Expected --pace to be slow, even or fast, but got "Fast".'],
    [['--out'], '--out needs a value: --out DIR.'],
    [['--out='], '--out needs a value: --out DIR.'],
    [['--out', '--quiet'], '--out needs a value: --out DIR.'],
    [['--quiet=yes'], '--quiet takes no value, but got "--quiet=yes".'],
    [['--out', 'a', '--out', 'b'], '--out was given twice.'],
    [['--set', 'lonely'], 'Expected --set name=value, but got "lonely".'],
    [['--set', '=5'], 'Expected --set name=value, but got "=5".'],
    [['a', 'b'], /^Expected a flag, but got "b"\. walk takes: PLACE, --scene, .*--set\.$/],
    [['--sceen', 'x'], /^Unknown flag --sceen\. walk takes: /],
    [['--constructor', 'x'], /^Unknown flag --constructor\./],
    [['--'], /^Unknown flag --\./],
  ])('refuses %j with a sentence', (given, sentence) => {
    expect(() => parse(...given)).toThrow(InputError);
    expect(() => parse(...given)).toThrow(sentence);
  });

  it('names a required flag or operand that is missing', () => {
    expect(() => parseArguments(command, [])).toThrow(
      '--scene is missing: --scene NAME (the scenario).',
    );
    const study = defineCommand({
      name: 'study',
      summary: '',
      operand: { value: 'NAME', help: '', required: true },
      flags: {},
    });
    expect(() => parseArguments(study, [])).toThrow('NAME is missing.');
    expectTypeOf(parseArguments(study, ['a']).operand).toEqualTypeOf<string>();
  });

  it('explains every flag in the help text', () => {
    const help = helpOf(command);
    for (const word of [
      ...Object.keys(command.flags),
      'PLACE',
      'default 2.5',
      'slow, even or fast',
      'required',
    ]) {
      expect(help).toContain(word);
    }
  });
});
