/** Chooses the run whose curve stands beside that of the run that is open. */
import { useEffect, useState } from 'preact/hooks';
import type { Comparable } from '../../learning/comparing.ts';
import { words } from '../../words/index.ts';
import type { PartProps } from '../part.ts';

export function CompareChoice({ state, commands }: PartProps) {
  const [kept, setKept] = useState<readonly Comparable[]>([]);
  const { compared, previous } = state.learning;
  const scene = state.scene.value;
  const refresh = () => void commands.comparables().then(setKept);
  useEffect(refresh, [scene]);

  const choose = (choice: string) => {
    const run = kept.find((each) => `run ${each.run}` === choice);
    if (run) void commands.compareWithKept(run);
    else if (choice === 'previous') commands.compareWithPrevious();
    else if (choice === 'file') commands.chooseFile('compare');
    else if (choice === 'none') commands.stopComparing();
  };
  const { compare } = words.value.learning;
  const { value: shown } = compared;
  return (
    <div class="compare">
      <label for="compare-with">{compare.with}</label>
      <select
        id="compare-with"
        value={shown ? 'shown' : 'none'}
        onFocus={refresh}
        onChange={(event) => {
          const { value } = event.currentTarget;
          // What is shown is what was read, which may take a while, or fail.
          event.currentTarget.value = shown ? 'shown' : 'none';
          choose(value);
        }}
      >
        <option value="none">{compare.none}</option>
        {shown && <option value="shown">{shown.name}</option>}
        {previous.value && previous.value !== shown && (
          <option value="previous">{previous.value.name}</option>
        )}
        {kept.map(({ run, title }) => (
          <option key={run} value={`run ${run}`}>
            {compare.yours(title)}
          </option>
        ))}
        <option value="file">{compare.file}</option>
      </select>
    </div>
  );
}
