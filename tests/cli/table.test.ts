import { expect, it } from 'vitest';
import { formatTable } from '../../src/cli/table.ts';

it('table: numbers stand to the right, text to the left, what has no meaning is a dash', () => {
  const columns = [{ title: 'policy' }, { title: 'success', digits: 2 }, { title: 'n' }];
  const rows = [
    ['random', 0.034, 200],
    ['navmesh', null, 8],
  ];
  expect(formatTable(columns, rows)).toBe(
    [
      'policy   success    n',
      '───────  ───────  ───',
      'random      0.03  200',
      'navmesh        –    8',
      '',
    ].join('\n'),
  );
});
