/** The way to the faithfulness report. */
import type { PartProps } from './part.ts';

export function ReportButton({ commands }: Pick<PartProps, 'commands'>) {
  return (
    <button type="button" class="plain report-button" onClick={commands.showFaithfulness}>
      Does attention explain it?
    </button>
  );
}
