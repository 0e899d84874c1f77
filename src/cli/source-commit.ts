/** The commit that a command runs at, with '-dirty' if its sources were changed since; null without git. */
import { spawnSync } from 'node:child_process';

export function sourceCommit(root: string): string | null {
  const git = (...given: string[]) => {
    const { status, stdout } = spawnSync('git', given, { cwd: root, encoding: 'utf8' });
    return status === 0 ? stdout.trim() : undefined;
  };
  const commit = git('rev-parse', '--short=10', 'HEAD');
  if (!commit) return null;
  const changes = git('status', '--porcelain', '--', 'src', 'scenes', 'package-lock.json');
  return changes === '' ? commit : `${commit}-dirty`;
}
