import { expect, test } from 'vitest';
import { createMersenneTwister } from '../../src/core/mersenne-twister.ts';

// numpy.random.seed(seed); numpy.random.random()
test.each([
  [0, [0.5488135039273248, 0.7151893663724195, 0.6027633760716439]],
  [42, [0.3745401188473625, 0.9507143064099162, 0.7319939418114051]],
])('mersenne twister: seed %i draws what numpy draws', (seed, expected) => {
  const stream = createMersenneTwister(seed);
  expect(expected.map(() => stream.uniform())).toEqual(expected);
});

test('mersenne twister: the state is renewed after 624 words as in the reference code', () => {
  // mt19937ar.c, init_genrand(5489): the 10,000th 32-bit word is 4123659995 (also C++ std::mt19937).
  const stream = createMersenneTwister(5489);
  for (let i = 0; i < 4999; i++) stream.uniform();
  const last = stream.uniform() * 9007199254740992; // words 9,999 and 10,000
  expect(last % 67108864).toBe(4123659995 >>> 6);
});
