/**
 * What may be set of a scenario from outside (`--set people=10`), declared as data: each setting has a
 * meaning, a default and what is allowed. `defineVariants` (variants.ts) makes the scenario for given values.
 */
import { InputError, quoted } from '../core/input-error.ts';
import { checkNames, checkNumber, checkRecord, checkText } from './check-option.ts';

export type SettingValue = string | number | boolean;

export type Setting =
  /**
   * One of these; the first is the default. `observed`: agents observe something else under each, so that a policy
   * acts under the value that it was trained under alone.
   */
  | {
      readonly about: string;
      readonly values: readonly SettingValue[];
      readonly observed?: boolean;
    }
  /** A number from `least` to `most`. */
  | {
      readonly about: string;
      readonly default: number;
      readonly least: number;
      readonly most: number;
    };

export type Settings = Readonly<Record<string, Setting>>;

export type Chosen<S extends Settings> = {
  readonly [K in keyof S]: S[K] extends {
    readonly values: readonly (infer V extends SettingValue)[];
  }
    ? V
    : number;
};

/** Refuses declarations that make no sense. */
export function checkSettings(settings: Settings): void {
  checkRecord('defineVariants: settings', settings, '{ name: { about, values } }');
  for (const [name, setting] of Object.entries(settings)) checkSetting(name, setting);
}

/** Values for all settings: those given as texts, else the defaults. `where` is only quoted. */
export function readSettings<S extends Settings>(
  where: string,
  settings: S,
  given: ReadonlyMap<string, string>,
): Chosen<S> {
  for (const name of given.keys()) {
    if (Object.hasOwn(settings, name)) continue;
    const known = Object.keys(settings).join(', ');
    throw new InputError(`${where}: unknown setting "${name}". Known: ${known}.`);
  }
  const values = Object.entries(settings).map(([name, setting]) => {
    const text = given.get(name);
    return [name, text === undefined ? defaultOf(setting) : read(where, name, setting, text)];
  });
  return Object.fromEntries(values) as Chosen<S>;
}

function checkSetting(name: string, setting: Setting): void {
  if (!/^[a-z][A-Za-z0-9]*$/.test(name)) {
    throw new InputError(`Expected a setting’s name of letters and digits, got "${name}".`);
  }
  const where = `setting "${name}"`;
  checkRecord(where, setting, '{ about, values } or { about, default, least, most }');
  checkText(`${where}: about`, setting.about);
  if ('values' in setting) {
    checkNames(where, setting, ['about', 'values', 'observed']);
    const { observed = false } = setting;
    if (typeof observed !== 'boolean') {
      throw new InputError(
        `Expected ${where}: observed to be true or false, got ${quoted(observed)}.`,
      );
    }
    if (Array.isArray(setting.values) && setting.values.length > 1) return;
    throw new InputError(`Expected setting "${name}" to allow two values or more.`);
  }
  checkNames(where, setting, ['about', 'default', 'least', 'most']);
  const { least, most } = setting;
  checkNumber(`setting "${name}": default`, setting.default, { min: least, max: most });
}

function defaultOf(setting: Setting): SettingValue {
  return 'values' in setting ? (setting.values[0] as SettingValue) : setting.default;
}

function read(where: string, name: string, setting: Setting, text: string): SettingValue {
  if ('values' in setting) {
    const value = setting.values.find((allowed) => String(allowed) === text);
    if (value !== undefined) return value;
    throw new InputError(
      `Expected ${where}: ${name} to be one of ${setting.values.join(', ')}, got "${text}".`,
    );
  }
  const value = text.trim() === '' ? Number.NaN : Number(text);
  const { least, most } = setting;
  if (value >= least && value <= most) return value;
  throw new InputError(
    `Expected ${where}: ${name} to be a number from ${least} to ${most}, got "${text}".`,
  );
}
