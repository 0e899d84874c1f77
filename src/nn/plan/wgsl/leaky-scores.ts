/** GATv2's scores between queries and keys (assembly/leaky-scores.ts), in WGSL. */
import { cells, type Forms } from './form.ts';

/** What LeakyReLU makes of a gradient g at z. */
const slopedCode = `
fn sloped(g: f32, z: f32) -> f32 {
  return select(0.2 * g, g, z > 0.0);
}
`;

export const leakyScores: Forms<'leakyScores' | 'leakyQueries' | 'leakyKeys'> = {
  // x is a key of the group, y a query's head.
  leakyScores: cells(
    ({ k, queries, heads }) => [k, queries * heads],
    `
  let h = y % p.heads;
  let group = y / p.heads / p.perGroup;
  let query = p.query + y * p.d;
  let key = p.keys + ((group * p.k + x) * p.heads + h) * p.d;
  let w = p.w + h * p.d;
  var sum = 0.0;
  for (var i = 0; i < p.d; i++) {
    let z = arena[query + i] + arena[key + i];
    sum += arena[w + i] * max(z, 0.2 * z);
  }
  arena[p.out + y * p.k + x] = sum;`,
  ),

  // x is a channel, y a query.
  leakyQueries: cells(
    ({ heads, d, queries }) => [heads * d, queries],
    `
  let c = p.heads * p.d;
  let own = arena[p.query + y * c + x];
  let keys = p.keys + (y / p.perGroup) * p.k * c + x;
  let gradient = p.gradient + (y * p.heads + x / p.d) * p.k;
  var slopes = 0.0;
  var mixed = 0.0;
  for (var i = 0; i < p.k; i++) {
    let z = own + arena[keys + i * c];
    let passed = sloped(arena[gradient + i], z);
    slopes += passed;
    mixed += passed * z;
  }
  put(p.out + y * c + x, slopes * arena[p.w + x]);
  arena[p.outMixed + y * c + x] = mixed;`,
    slopedCode,
  ),

  // x is a channel, y a key: its group's queries asked for it.
  leakyKeys: cells(
    ({ heads, d, queries, perGroup, k }) => [heads * d, (queries / perGroup) * k],
    `
  let c = p.heads * p.d;
  let own = arena[p.keys + y * c + x];
  let first = (y / p.k) * p.perGroup;
  var slopes = 0.0;
  for (var q = first; q < first + p.perGroup; q++) {
    let g = arena[p.gradient + (q * p.heads + x / p.d) * p.k + y % p.k];
    slopes += sloped(g, own + arena[p.query + q * c + x]);
  }
  put(p.out + y * c + x, slopes * arena[p.w + x]);`,
    slopedCode,
  ),
};
