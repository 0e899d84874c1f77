/**
 * No phrase stands in a part, or is read out or noticed, that is not of the catalogs: it would be English in every
 * language. Read from the syntax trees, as who may import whom is (architecture.test.ts).
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from 'vite';
import { describe, expect, it } from 'vitest';

type Node = { readonly type?: string } & Readonly<Record<string, unknown>>;
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null;

/** What is the same in every language. */
const allowed = new Set([
  'Heed',
  'B',
  'H',
  'F',
  'G',
  'M',
  'U',
  'WebGPU',
  'WebAssembly',
  'TensorFlow.js',
]);
const hasWords = (text: string) => /\p{L}/u.test(text) && !allowed.has(text.trim());

/** Attributes that a person sees or hears; of the page's own parts, those that end up in such. */
const spoken = new Set([
  ...['aria-label', 'aria-valuetext', 'aria-description', 'aria-roledescription', 'title', 'alt'],
  ...['placeholder', 'label', 'said', 'hint', 'meaning', 'headline'],
]);

/** Texts that an expression can come to: its own, and those of its branches. */
function textsOf(node: unknown): string[] {
  if (!isNode(node)) return [];
  switch (node.type) {
    case 'Literal':
      return typeof node.value === 'string' ? [node.value] : [];
    case 'TemplateLiteral':
      return (node.quasis as Node[]).map(({ value }) => (value as { raw: string }).raw);
    case 'ConditionalExpression':
      return [...textsOf(node.consequent), ...textsOf(node.alternate)];
    case 'LogicalExpression':
      return [...textsOf(node.right), ...(node.operator === '&&' ? [] : textsOf(node.left))];
    case 'BinaryExpression':
      return node.operator === '+' ? [...textsOf(node.left), ...textsOf(node.right)] : [];
    case 'ParenthesizedExpression':
    case 'JSXExpressionContainer':
      return textsOf(node.expression);
    case 'ArrowFunctionExpression':
      return textsOf(node.body);
    default:
      return [];
  }
}

function ends(node: unknown): string {
  if (!isNode(node)) return '';
  if (node.type === 'Identifier') return `${node.name}`;
  if (node.type !== 'MemberExpression') return '';
  return `${ends(node.object)}.${ends(node.property)}`;
}

/** Every loose phrase of a source. */
function loosePhrases(file: string, source: string): string[] {
  const { program, errors } = parseSync(file, source);
  if (errors.length > 0) throw new Error(`${file}: ${errors[0]?.message}`);
  const found: string[] = [];
  const visit = (node: Node): void => {
    if (node.type === 'JSXText') found.push(`${node.value}`);
    if (node.type === 'JSXElement' || node.type === 'JSXFragment') {
      for (const child of node.children as Node[]) {
        if (child.type === 'JSXExpressionContainer') found.push(...textsOf(child));
      }
    }
    if (node.type === 'JSXAttribute' && spoken.has(`${(node.name as Node).name}`)) {
      found.push(...textsOf(node.value));
    }
    if (node.type === 'AssignmentExpression' && ends(node.left).endsWith('spoken.value')) {
      found.push(...textsOf(node.right));
    }
    if (node.type === 'CallExpression') {
      const [first, , third] = node.arguments as unknown[];
      if (ends(node.callee) === 'addNotice') found.push(...textsOf(third));
      if (ends(node.callee) === 'say' || ends(node.callee) === 'warn')
        found.push(...textsOf(first));
    }
    for (const value of Object.values(node)) {
      if (Array.isArray(value)) value.filter(isNode).forEach(visit);
      else if (isNode(value)) visit(value);
    }
  };
  visit(program as unknown as Node);
  return found.map((text) => text.trim()).filter(hasWords);
}

const root = join(import.meta.dirname, '../../../src/app');
const sources = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => /\.tsx?$/.test(file) && !file.startsWith('words/'));

describe('phrases', () => {
  it('all come from the catalogs', () => {
    expect(sources.filter((file) => file.startsWith('parts/')).length).toBeGreaterThan(30);
    const loose = sources.flatMap((file) =>
      loosePhrases(file, readFileSync(join(root, file), 'utf8')).map((text) => `${file}: ${text}`),
    );
    expect(loose).toEqual([]);
  });

  it.each([
    ['a text', '<p>Hello there</p>'],
    ['a name', '<button aria-label="Close" />'],
    ['a hint that depends', "<button title={on ? 'Stop' : stop} />"],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the source of one.
    ['a made-up name', '<p aria-label={`Row ${n}`} />'],
    ['a branch', "<p>{n > 0 && 'some'}</p>"],
    ['what is read out', "state.spoken.value = 'Done';"],
    ['a notice', "addNotice(state, 'info', () => 'Done', 'topic');"],
  ])('finds %s', (_, source) => {
    expect(loosePhrases('a.tsx', source)).toHaveLength(1);
  });

  it.each([
    '<p class="none">{words.value.page.title}</p>',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the source of one.
    "<p id={`tab-${view}`}>{view === 'attends' && <View />} × – {n}</p>",
    "addNotice(state, 'info', ({ run }) => run.noRoom, 'topic');",
  ])('lets %s be', (source) => {
    expect(loosePhrases('a.tsx', source)).toEqual([]);
  });
});
