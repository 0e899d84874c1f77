/**
 * From the text or JSON of a scene file to a `Scene`, or to one sentence that says where the file is
 * wrong: `scenes/plaza.json: statics[2].shape.size[0]: expected at least 0.01, got 0.`
 *
 * Knows the schema (scene-schema.ts), not where files come from: `where` is only quoted.
 */
import { z } from 'zod';
import { InputError } from '../core/input-error.ts';
import { graphCapacity } from './graph-capacity.ts';
import { knownKeys, nearestKey } from './known-keys.ts';
import { limits } from './scene-quantities.ts';
import { type Scene, sceneSchema } from './scene-schema.ts';

export type { Scene } from './scene-schema.ts';

/** Reads the text of a scene file. */
export function parseSceneText(text: string, where: string): Scene {
  if (text.length > limits.characters) {
    throw new InputError(
      `${where}: expected at most ${limits.characters} characters, got ${text.length}.`,
    );
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new InputError(`${where}: expected JSON, but ${sentenceOf(error)}.`);
  }
  return parseScene(json, where);
}

/** Checks parsed JSON; throws an InputError about the first thing that is wrong. */
export function parseScene(json: unknown, where: string): Scene {
  const result = sceneSchema.safeParse(json);
  if (result.success) {
    const { nodes } = graphCapacity(result.data);
    if (nodes <= limits.nodes) return result.data;
    throw new InputError(
      `${where}: expected a scene graph of at most ${limits.nodes} nodes, got ${nodes}; lower "landmarks" or the number of regions.`,
    );
  }
  const { issues } = result.error;
  // A mistyped key is missing where it should be, too: that says less about the cause.
  const first = issues.find(({ code }) => code === 'unrecognized_keys') ?? issues[0];
  const more = issues.length === 1 ? '' : ` (and ${issues.length - 1} more)`;
  throw new InputError(`${where}: ${describe(first as z.core.$ZodIssue, json)}${more}.`);
}

/** JSON schema of a scene file, for editors; scenes/scene.schema.json is this. */
export function sceneJsonSchema(): object {
  return z.toJSONSchema(sceneSchema, { io: 'input' });
}

function sentenceOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/\s+/g, ' ').replace(/\.$/, '');
}

function describe(issue: z.core.$ZodIssue, json: unknown): string {
  // A list of coordinates may be one of several lengths: the reading that went furthest explains best.
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const deepest = issue.errors
      .flatMap((errors) => errors.slice(0, 1))
      .reduce((best, error) => (error.path.length > best.path.length ? error : best));
    if (deepest.path.length > 0) {
      return describe({ ...deepest, path: [...issue.path, ...deepest.path] }, json);
    }
  }
  const path = pathText(issue.path);
  const said =
    issue.code === 'unrecognized_keys'
      ? unknownKeys(issue, json)
      : expectation(issue, valueAt(json, issue.path));
  return `${path === '' ? '' : `${path}: `}${said}`;
}

function unknownKeys({ keys, path }: z.core.$ZodIssueUnrecognizedKeys, json: unknown): string {
  const known = knownKeys(sceneJsonSchema(), json, path);
  const named = keys.map((key) => {
    const nearest = nearestKey(key, known);
    return `${quote(key)}${nearest === undefined ? '' : ` (did you mean "${nearest}"?)`}`;
  });
  return `unknown ${keys.length === 1 ? 'key' : 'keys'} ${named.join(', ')}; see docs/scenes.md for the known ones`;
}

function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    return text === '' ? String(key) : `${text}.${String(key)}`;
  }, '');
}

function valueAt(json: unknown, path: readonly PropertyKey[]): unknown {
  let value = json;
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<PropertyKey, unknown>)[key];
  }
  return value;
}

/** How a wrong value is quoted: short, whatever it is. */
function quote(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'number') return String(value);
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

const articles: Readonly<Record<string, string>> = {
  object: 'an object',
  array: 'a list',
  tuple: 'a list',
  int: 'a whole number',
  number: 'a number',
  string: 'a text',
  boolean: 'true or false',
};

function expectation(issue: z.core.$ZodIssue, value: unknown): string {
  const got = `got ${quote(value)}`;
  switch (issue.code) {
    case 'invalid_type':
      return `expected ${articles[issue.expected] ?? issue.expected}, ${got}`;
    case 'too_big':
    case 'too_small':
      return bound(issue, value);
    case 'invalid_value':
      return `expected ${issue.values.map(quote).join(', ')}, ${got}`;
    case 'invalid_format':
      return `expected a name of lower-case letters, digits and hyphens, ${got}`;
    case 'invalid_union': {
      const options = 'options' in issue && Array.isArray(issue.options) ? issue.options : [];
      if (options.length > 0) return `expected ${options.map(quote).join(', ')}, ${got}`;
      return `expected [x, z] or [x, y, z] in metres, ${got}`;
    }
    default:
      return issue.message;
  }
}

function bound(issue: z.core.$ZodIssueTooBig | z.core.$ZodIssueTooSmall, value: unknown): string {
  const limit = issue.code === 'too_big' ? `at most ${issue.maximum}` : `at least ${issue.minimum}`;
  if (issue.origin === 'array') {
    return `expected ${limit} entries, got ${Array.isArray(value) ? value.length : quote(value)}`;
  }
  if (issue.origin === 'string') {
    return `expected ${limit} characters, got ${typeof value === 'string' ? value.length : quote(value)}`;
  }
  return `expected ${limit}, got ${quote(value)}`;
}
