/**
 * A tab that can be hidden behind another one and frozen, as browsers do with tabs that are left. Playwright holds its own
 * pages in view, so this one is opened and asked by hand, in a browser that is `drowsy` (open-browser.ts).
 */
import type { Browser } from 'playwright-core';

interface Answer {
  readonly id?: number;
  readonly method?: string;
  readonly params?: { readonly exceptionDetails?: object; readonly entry?: { level: string } };
  readonly result?: { readonly result?: { readonly value?: unknown } };
}

export interface HidableTab {
  /** What the page complained of: it grows. */
  readonly complaints: readonly string[];
  /** The value of an expression, or what it promises, as JSON can have it. */
  evaluate(expression: string): Promise<unknown>;
  hide(): Promise<unknown>;
  show(): Promise<unknown>;
  freeze(on: boolean): Promise<unknown>;
}

/** A tab of a window that has another one. */
export async function openHidableTab(
  browser: Browser,
  address: string,
  { width, height } = { width: 800, height: 600 },
): Promise<HidableTab> {
  const devtools = await browser.newBrowserCDPSession();
  const { browserContextId } = await devtools.send('Target.createBrowserContext');
  const other = await devtools.send('Target.createTarget', {
    ...{ url: 'about:blank', browserContextId, width, height },
  });
  const { targetId } = await devtools.send('Target.createTarget', {
    ...{ url: address, browserContextId },
  });
  const { sessionId } = await devtools.send('Target.attachToTarget', { targetId });

  const complaints: string[] = [];
  const waiting = new Map<number, (answer: Answer) => void>();
  devtools.on('Target.receivedMessageFromTarget', ({ message }) => {
    const answer = JSON.parse(message) as Answer;
    if (answer.id !== undefined) {
      waiting.get(answer.id)?.(answer);
      waiting.delete(answer.id);
    } else if (
      answer.method === 'Runtime.exceptionThrown' ||
      answer.params?.entry?.level === 'error'
    ) {
      complaints.push(message);
    }
  });
  devtools.on('Target.targetCrashed', (crashed) => {
    if (crashed.targetId === targetId) complaints.push('The page crashed.');
  });
  let asked = 0;
  const send = (method: string, params: object = {}) =>
    new Promise<Answer>((done) => {
      const id = ++asked;
      waiting.set(id, done);
      const message = JSON.stringify({ id, method, params });
      void devtools.send('Target.sendMessageToTarget', { sessionId, message });
    });
  await send('Runtime.enable');
  await send('Log.enable');
  return {
    complaints,
    async evaluate(expression) {
      const how = { expression, returnByValue: true, awaitPromise: true };
      const { result } = await send('Runtime.evaluate', how);
      return result?.result?.value;
    },
    hide: () => devtools.send('Target.activateTarget', { targetId: other.targetId }),
    show: () => devtools.send('Target.activateTarget', { targetId }),
    freeze: (on) => send('Page.setWebLifecycleState', { state: on ? 'frozen' : 'active' }),
  };
}
