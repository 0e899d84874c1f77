/** The flags of `npm run study`, by themselves, so that a test can parse the commands that a report prints. */
import { studies } from '../study/index.ts';
import { defineCommand } from './arguments.ts';

export const studyCommand = defineCommand({
  name: 'study',
  summary: 'Trains the arms of an ablation study that are not finished yet, and reports them.',
  operand: { value: 'NAME', help: studies.names().join(', '), required: true },
  flags: {
    arms: {
      kind: 'string',
      value: 'A,B',
      help: 'only these arms, and of the report the baseline (all)',
    },
    seeds: { kind: 'integer', help: "seeds 1 to N (the study's)", minimum: 1, maximum: 1000 },
    minutes: { kind: 'number', help: "one core's, for each run (the study's)", minimum: 0 },
    episodes: {
      kind: 'integer',
      help: "evaluation cases of each run (the study's)",
      minimum: 1,
      maximum: 100_000,
    },
    jobs: { kind: 'integer', help: 'runs side by side', default: 2, minimum: 1, maximum: 64 },
    out: {
      kind: 'string',
      value: 'DIR',
      help: 'where NAME.jsonl and NAME.svg are',
      default: 'docs/results',
    },
    report: { kind: 'switch', help: 'runs nothing: reports what is finished' },
  },
});
