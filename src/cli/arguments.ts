/**
 * Command lines, declared as data: a record of flags gives the parsed values their types, `--help`
 * its text, and every mistake an InputError of one sentence. `--name value` and `--name=value` are
 * the same; a switch takes no value.
 */
import { InputError } from '../core/input-error.ts';

interface Common {
  /** One phrase for `--help`. */
  readonly help: string;
}

export type Flag =
  | (Common & {
      readonly kind: 'string';
      readonly value: string;
      readonly default?: string;
      readonly required?: true;
    })
  | (Common & {
      /** One of a few names, which the help lists. */
      readonly kind: 'choice';
      readonly of: readonly [string, string, ...string[]];
      readonly default: string;
    })
  | (Common & {
      /** Finite; `minimum` and `maximum` are allowed values themselves. */
      readonly kind: 'number' | 'integer';
      readonly default?: number;
      readonly required?: true;
      readonly minimum?: number;
      readonly maximum?: number;
    })
  | (Common & { readonly kind: 'switch' })
  /** Repeatable; at least one. */
  | (Common & { readonly kind: 'strings'; readonly value: string; readonly required: true })
  /** Repeatable `--set name=value`; later ones win. */
  | (Common & { readonly kind: 'settings' });

export interface Command {
  /** As typed: `npm run <name> --`. */
  readonly name: string;
  readonly summary: string;
  /** The one argument that is no flag, if the command takes one. */
  readonly operand?: Common & { readonly value: string; readonly required?: true };
  readonly flags: Readonly<Record<string, Flag>>;
}

type Given<F, T> = F extends { readonly default: T } | { readonly required: true }
  ? T
  : T | undefined;

type ValueOf<F extends Flag> = F extends { readonly kind: 'string' }
  ? Given<F, string>
  : F extends { readonly kind: 'choice'; readonly of: readonly (infer Name)[] }
    ? Name
    : F extends { readonly kind: 'number' | 'integer' }
      ? Given<F, number>
      : F extends { readonly kind: 'switch' }
        ? boolean
        : F extends { readonly kind: 'strings' }
          ? readonly [string, ...string[]]
          : ReadonlyMap<string, string>;

export type Values<C extends Command> = {
  readonly [K in keyof C['flags']]: ValueOf<C['flags'][K]>;
} & {
  readonly operand: C['operand'] extends { readonly required: true } ? string : string | undefined;
};

type Value = string | number | boolean | string[] | Map<string, string> | undefined;

/** Keeps the literal types of a declaration, so that `Values` can read them. */
export function defineCommand<const C extends Command>(command: C): C {
  return command;
}

export function parseArguments<C extends Command>(command: C, given: readonly string[]): Values<C> {
  const values: Record<string, Value> = {};
  for (const [name, flag] of Object.entries(command.flags)) {
    values[name] =
      flag.kind === 'switch'
        ? false
        : flag.kind === 'settings'
          ? new Map<string, string>()
          : flag.kind === 'strings'
            ? undefined
            : flag.default;
  }
  const seen = new Set<string>();
  for (let i = 0; i < given.length; i++) {
    const argument = given[i] as string;
    if (!argument.startsWith('--')) {
      if (!command.operand || values.operand !== undefined) {
        throw new InputError(`Expected a flag, but got "${argument}". ${remedy(command)}`);
      }
      values.operand = argument;
      continue;
    }
    const equals = argument.indexOf('=');
    const name = argument.slice(2, equals < 0 ? undefined : equals);
    const flag = Object.hasOwn(command.flags, name) ? command.flags[name] : undefined;
    if (!flag) throw new InputError(`Unknown flag --${name}. ${remedy(command)}`);
    if (seen.has(name) && flag.kind !== 'settings' && flag.kind !== 'strings') {
      throw new InputError(`--${name} was given twice.`);
    }
    seen.add(name);
    if (flag.kind === 'switch') {
      if (equals >= 0) throw new InputError(`--${name} takes no value, but got "${argument}".`);
      values[name] = true;
      continue;
    }
    const next = equals < 0 ? given[++i] : argument.slice(equals + 1);
    // A negative number is a value, another flag is not.
    if (next === undefined || next === '' || (equals < 0 && next.startsWith('--'))) {
      throw new InputError(`--${name} needs a value: ${usageOf(name, flag)}.`);
    }
    if (flag.kind === 'strings') values[name] = [...((values[name] ?? []) as string[]), next];
    else if (flag.kind === 'settings') readSetting(name, next, values[name] as Map<string, string>);
    else if (flag.kind === 'choice') values[name] = readChoice(name, flag.of, next);
    else values[name] = flag.kind === 'string' ? next : readNumber(name, flag, next);
  }
  for (const [name, flag] of Object.entries(command.flags)) {
    if ('required' in flag && values[name] === undefined) {
      throw new InputError(`--${name} is missing: ${usageOf(name, flag)} (${flag.help}).`);
    }
  }
  if (command.operand?.required && values.operand === undefined) {
    throw new InputError(`${command.operand.value} is missing. ${remedy(command)}`);
  }
  return values as Values<C>;
}

function readSetting(name: string, text: string, into: Map<string, string>): void {
  const equals = text.indexOf('=');
  if (equals < 1 || equals === text.length - 1) {
    throw new InputError(`Expected --${name} name=value, but got "${text}".`);
  }
  into.set(text.slice(0, equals), text.slice(equals + 1));
}

function readChoice(name: string, of: readonly string[], text: string): string {
  if (of.includes(text)) return text;
  throw new InputError(`Expected --${name} to be ${oneOf(of)}, but got "${text}".`);
}

/** 'a or b', 'a, b or c'. */
const oneOf = (names: readonly string[]) => `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;

function readNumber(name: string, flag: Flag & { kind: 'number' | 'integer' }, text: string) {
  // Number() also reads '0x10', ' 5' and 'Infinity'; a count typed by a person is none of these.
  const value = /^[-+]?(\d[\d_]*\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text)
    ? Number(text.replaceAll('_', ''))
    : Number.NaN;
  const { minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY } = flag;
  const right = flag.kind === 'integer' ? Number.isSafeInteger(value) : Number.isFinite(value);
  if (!right || value < minimum || value > maximum) {
    throw new InputError(`Expected --${name} to be ${describe(flag)}, but got "${text}".`);
  }
  return value;
}

function describe(flag: Flag & { kind: 'number' | 'integer' }): string {
  const noun = flag.kind === 'integer' ? 'an integer' : 'a number';
  const { minimum, maximum } = flag;
  if (minimum !== undefined && maximum !== undefined)
    return `${noun} from ${minimum} to ${maximum}`;
  if (minimum !== undefined) return `${noun} of at least ${minimum}`;
  if (maximum !== undefined) return `${noun} of at most ${maximum}`;
  return noun;
}

function remedy(command: Command): string {
  const flags = Object.keys(command.flags).map((name) => `--${name}`);
  return `${command.name} takes: ${[command.operand?.value, ...flags].filter(Boolean).join(', ')}.`;
}

function usageOf(name: string, flag: Flag): string {
  switch (flag.kind) {
    case 'switch':
      return `--${name}`;
    case 'settings':
      return `--${name} name=value`;
    case 'string':
    case 'strings':
      return `--${name} ${flag.value}`;
    case 'choice':
      return `--${name} NAME`;
    case 'number':
    case 'integer':
      return `--${name} N`;
  }
}

export function helpOf(command: Command): string {
  const { operand } = command;
  const rows = Object.entries(command.flags).map(([name, flag]) => {
    const fallback = 'default' in flag ? ` (default ${flag.default})` : '';
    const need = 'required' in flag ? ' (required)' : '';
    const choice = flag.kind === 'choice' ? `: ${oneOf(flag.of)}` : '';
    return [usageOf(name, flag), `${flag.help}${choice}${fallback}${need}`] as const;
  });
  if (operand) rows.unshift([operand.value, operand.help]);
  rows.push(['--help', 'this text']);
  const width = Math.max(...rows.map(([left]) => left.length));
  const usage = operand ? (operand.required ? ` ${operand.value}` : ` [${operand.value}]`) : '';
  return [
    command.summary,
    '',
    `npm run ${command.name} --${usage} [flags]`,
    ...rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`),
    '',
  ].join('\n');
}
