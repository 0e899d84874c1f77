/**
 * Runs a turn over and over in a worker and lets messages in between. A turn says how many
 * milliseconds the next one may wait: 0 for at once, which costs no timer (browsers stretch short
 * timers to 4 ms). `wake` ends a wait early.
 */

export interface Turns {
  wake(): void;
  stop(): void;
}

/** Longest wait: a turn is cheap, and a missed wake-up must not stop the world. */
const longestWait = 250;

export function runTurns(
  turn: () => number | Promise<number>,
  fail: (error: unknown) => void,
): Turns {
  const { port1, port2 } = new MessageChannel();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stopped = false;
  let waiting = false;

  const next = () => port2.postMessage(undefined);
  const run = async () => {
    if (stopped) return;
    waiting = false;
    try {
      const answer = turn();
      const wait = typeof answer === 'number' ? answer : await answer;
      if (stopped) return;
      if (wait <= 0) {
        next();
        return;
      }
      waiting = true;
      timer = setTimeout(run, Math.min(wait, longestWait));
    } catch (error) {
      stopped = true;
      fail(error);
    }
  };
  port1.onmessage = run;
  next();

  return {
    wake() {
      if (!waiting || stopped) return;
      waiting = false;
      clearTimeout(timer);
      next();
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
      port1.close();
    },
  };
}
