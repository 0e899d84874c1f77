/**
 * The frame around every command: arguments in, exit code out. 0 done, 2 something that came from
 * outside was wrong (one sentence on stderr), 1 a mistake of ours (with its stack), 130 interrupted.
 */
import { InputError } from '../core/input-error.ts';
import { StaleRunError, StorageFullError } from '../storage/store.ts';
import { type Command, helpOf, parseArguments, type Values } from './arguments.ts';

/** What went wrong outside, and is told by its sentence alone. */
const forAPerson = [InputError, StorageFullError, StaleRunError];

export interface Surroundings {
  /**
   * Once called, the first Ctrl-C no longer ends the process but aborts the signal, so that a run
   * can save itself; a second one ends it.
   */
  catchInterrupt(): AbortSignal;
}

export async function runCommand<C extends Command>(
  command: C,
  main: (values: Values<C>, surroundings: Surroundings) => Promise<void> | void,
): Promise<void> {
  const given = process.argv.slice(2);
  // `npm run train | head` closes the pipe early, which is no mistake.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  if (given.includes('--help') || given.includes('-h')) {
    process.stdout.write(helpOf(command));
    return;
  }
  const interruption = new AbortController();
  const interrupt = () => {
    if (interruption.signal.aborted) process.exit(130);
    process.stderr.write('\nFinishing what is open; press Ctrl-C again to end at once.\n');
    interruption.abort();
  };
  const surroundings: Surroundings = {
    catchInterrupt() {
      if (!process.listeners('SIGINT').includes(interrupt)) process.on('SIGINT', interrupt);
      return interruption.signal;
    },
  };
  try {
    await main(parseArguments(command, given), surroundings);
    if (interruption.signal.aborted) process.exitCode = 130;
  } catch (error) {
    if (forAPerson.some((kind) => error instanceof kind)) {
      process.stderr.write(`${(error as Error).message}\n`);
      process.exitCode = 2;
    } else {
      process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
      process.exitCode = 1;
    }
  } finally {
    process.off('SIGINT', interrupt);
  }
}
