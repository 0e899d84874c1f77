/**
 * The border of a thread: a message goes to the handler of its `type`, and one of no known type is
 * an error that says so. Handlers are the whole list of what a thread understands.
 */

export type Handlers<Message extends { readonly type: string }> = {
  readonly [Type in Message['type']]: (message: Extract<Message, { readonly type: Type }>) => void;
};

export function dispatch<Message extends { readonly type: string }>(
  thread: string,
  handlers: Handlers<Message>,
): (data: unknown) => void {
  const table = handlers as Readonly<Record<string, (message: unknown) => void>>;
  return (data) => {
    const type =
      typeof data === 'object' && data !== null ? (data as { type?: unknown }).type : undefined;
    const handler =
      typeof type === 'string' && Object.hasOwn(table, type) ? table[type] : undefined;
    if (!handler) {
      const known = Object.keys(table).join(', ');
      throw new Error(
        `Expected a message to the ${thread} of type ${known}; got ${String(type ?? typeof data)}.`,
      );
    }
    handler(data);
  };
}
