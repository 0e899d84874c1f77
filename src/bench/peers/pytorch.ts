/** How pytorch.py is started: with which Python, and with an environment that does not slow it down. */
import { join } from 'node:path';
import type { Program } from '../learner-process.ts';

export interface PytorchOptions {
  readonly threads: number;
  readonly device: 'cpu' | 'cuda';
}

/** The second is where Debian's python3-torch lies, whatever else is called python3. */
const pythons = ['python3', '/usr/bin/python3'];

/** In the order in which they are to be tried. */
export function pytorchPrograms(
  root: string,
  problem: string,
  { threads, device }: PytorchOptions,
): readonly Program[] {
  const script = join(root, 'src', 'bench', 'peers', 'pytorch.py');
  const given = [script, problem, '--threads', `${threads}`, '--device', device];
  const environment = {
    // What is set here for other programs is not for the peer.
    ...{ OPENBLAS_CORETYPE: undefined, OPENBLAS_L2_SIZE: undefined },
    ...{ OPENBLAS_NUM_THREADS: `${threads}`, OMP_NUM_THREADS: `${threads}` },
  };
  return pythons.map((command) => ({ command, given, environment }));
}
