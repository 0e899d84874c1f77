import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type FindOptions, findBrowser } from '../../src/chromium/find-browser.ts';
import { InputError } from '../../src/core/input-error.ts';

/** A machine with the browsers `there`; `installs` appear once that program was executed. */
function machine(options: {
  there?: readonly string[];
  installs?: Readonly<Record<string, string>>;
  environment?: Readonly<Record<string, string>>;
  root?: boolean;
  attended?: boolean;
}) {
  const there = new Set(options.there);
  const said: string[] = [];
  const executed: string[] = [];
  const find: FindOptions = {
    environment: { PATH: '/bin:/usr/bin', ...options.environment },
    say: (line) => said.push(line),
    runs: (path) => there.has(path),
    execute(program, ...given) {
      executed.push([program, ...given].join(' '));
      const got = given.includes('install') ? options.installs?.[program] : undefined;
      if (got) there.add(got);
      return got !== undefined;
    },
    root: options.root ?? false,
    attended: options.attended ?? false,
  };
  return { find, said, executed };
}

const chromium = join('/usr/bin', 'chromium');

describe('find browser', () => {
  it('prefers CHROME_PATH to one that is installed', () => {
    const environment = { CHROME_PATH: '/mine/chrome' };
    const { find } = machine({ there: [chromium, '/mine/chrome'], environment });
    expect(findBrowser(find)).toBe('/mine/chrome');
  });

  it('refuses a CHROME_PATH that does not run, rather than taking another', () => {
    const { find } = machine({ there: [chromium], environment: { CHROME_PATH: '/nowhere' } });
    expect(() => findBrowser(find)).toThrow(InputError);
    expect(() => findBrowser(find)).toThrow('/nowhere');
  });

  it('takes an installed one without a word', () => {
    const { find, said, executed } = machine({ there: [chromium], root: true });
    expect(findBrowser(find)).toBe(chromium);
    expect([said, executed]).toEqual([[], []]);
  });

  it('installs one as root where nobody is there to be asked, and says so', () => {
    const { find, said, executed } = machine({ root: true, installs: { 'apt-get': chromium } });
    expect(findBrowser(find)).toBe(chromium);
    expect(executed[0]).toMatch(/^apt-get update/);
    expect(executed[1]).toMatch(/^apt-get install .*chromium$/);
    expect(said.join('\n')).toContain(`Installed ${chromium}.`);
  });

  it('never touches the system of somebody who is not root', () => {
    const { find, executed } = machine({
      installs: { npx: chromium },
      environment: { CI: 'true' },
    });
    expect(findBrowser(find)).toBe(chromium);
    expect(executed.join('\n')).not.toContain('apt-get');
  });

  it('installs nothing at a terminal, but gives the command', () => {
    const { find, executed } = machine({ attended: true, root: true });
    expect(() => findBrowser(find)).toThrow('apt-get install chromium');
    expect(executed).toEqual([]);
  });

  it('gives the command when nothing could be installed', () => {
    const { find } = machine({ root: true });
    expect(() => findBrowser(find)).toThrow(InputError);
  });
});
