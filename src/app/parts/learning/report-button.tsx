/** The way to the faithfulness report. */

import { words } from '../../words/index.ts';
import type { PartProps } from '../part.ts';

export function ReportButton({ commands }: Pick<PartProps, 'commands'>) {
  return (
    <button type="button" class="plain report-button" onClick={commands.showFaithfulness}>
      {words.value.mind.attends.explain}
    </button>
  );
}
