/**
 * Which keys may stand at a place of a scene file, read off its JSON schema, and which of them somebody
 * may have meant by a key that is not among them.
 */

/** What is read of a JSON schema. */
interface Node {
  readonly properties?: Readonly<Record<string, Node>>;
  readonly items?: Node;
  readonly oneOf?: readonly Node[];
  readonly anyOf?: readonly Node[];
  readonly const?: unknown;
}

/** The keys of the object at `path` in `json`; none where the schema knows no object there. */
export function knownKeys(
  schema: object,
  json: unknown,
  path: readonly PropertyKey[],
): readonly string[] {
  let node: Node | undefined = schema;
  let value = json;
  for (const key of path) {
    const properties: Node['properties'] = branchOf(node, value)?.properties;
    node = typeof key === 'number' ? node?.items : properties?.[String(key)];
    value = (value as Record<PropertyKey, unknown> | undefined)?.[key];
  }
  return Object.keys(branchOf(node, value)?.properties ?? {});
}

/** Of several forms, the one whose fixed values (its kind, its type) the value has. */
function branchOf(node: Node | undefined, value: unknown): Node | undefined {
  const has = (key: string, { const: fixed }: Node) =>
    fixed === undefined || (value as Record<string, unknown> | undefined)?.[key] === fixed;
  return (node?.oneOf ?? node?.anyOf ?? (node ? [node] : [])).find(({ properties = {} }) =>
    Object.entries(properties).every(([key, property]) => has(key, property)),
  );
}

/** Letters that may be wrong, and of a short key fewer than half. */
const mostWrong = 2;

/** The known key that is nearest to a mistyped one, if any is near. */
export function nearestKey(typed: string, known: readonly string[]): string | undefined {
  const near = known
    .filter((key) => Math.abs(key.length - typed.length) <= mostWrong)
    .map((key) => ({ key, wrong: lettersApart(typed.toLowerCase(), key.toLowerCase()) }))
    .filter(({ key, wrong }) => wrong <= mostWrong && wrong < key.length / 2);
  return near.sort((a, b) => a.wrong - b.wrong)[0]?.key;
}

/** Levenshtein's distance: letters to be put in, left out or replaced. */
function lettersApart(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (above[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(replaced, (above[j] as number) + 1, (row[j - 1] as number) + 1));
    }
    above = row;
  }
  return above[b.length] as number;
}
