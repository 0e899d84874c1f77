/** A command that does as it is told: `node sample-command.js WHAT`. */
import { defineCommand } from '../../src/cli/arguments.ts';
import { runCommand } from '../../src/cli/run-command.ts';
import { InputError } from '../../src/core/input-error.ts';
import { StaleRunError, StorageFullError } from '../../src/storage/store.ts';

const command = defineCommand({
  name: 'sample',
  summary: 'Does as it is told.',
  operand: { value: 'WHAT', help: 'what to do', required: true },
  flags: {},
});

await runCommand(command, async ({ operand }, { catchInterrupt }) => {
  if (operand === 'refuse') throw new InputError('The file x is missing.');
  if (operand === 'fill') throw new StorageFullError('There is no room.');
  if (operand === 'meet') throw new StaleRunError('Another has written this run.');
  if (operand === 'break') throw new TypeError('a mistake of ours');
  if (operand === 'write') for (let i = 0; i < 100_000; i++) process.stdout.write(`line ${i}\n`);
  if (operand === 'save' || operand === 'hang') {
    const interrupted = catchInterrupt();
    const alive = setInterval(() => {}, 1000);
    process.stdout.write('ready\n');
    await new Promise((resolve) => interrupted.addEventListener('abort', resolve));
    if (operand === 'hang') await new Promise(() => {});
    clearInterval(alive);
    process.stdout.write('saved\n');
  }
});
