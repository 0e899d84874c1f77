// Loaded before any program (NODE_OPTIONS): every run of a study leaves its process id in the folder
// where it works, and one without a graph ends as if it were killed, where the test says so.
import { appendFileSync } from 'node:fs';

const [, program = '', job = ''] = process.argv;
if (program.endsWith('study-worker.js')) {
  appendFileSync('processes.txt', `${process.pid}\n`);
  const withoutGraph = JSON.parse(job).settings.graphRounds === 0;
  if (withoutGraph && process.env.KILL_RUN === 'yes') process.kill(process.pid, 'SIGKILL');
}
