import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/core/input-error.ts';
import { attentionKinds } from '../../src/nn/attention/index.ts';
import { ddpg } from '../../src/rl/algorithms/ddpg.ts';
import { algorithms } from '../../src/rl/algorithms/index.ts';
import {
  checkHyperparameters,
  type Hyperparameters,
  setHyperparameter,
} from '../../src/rl/hyperparameters.ts';

const known = attentionKinds.names();
const set = (name: string, text: string) => setHyperparameter(ddpg, name, text, known);

describe('hyperparameters: a value as text', () => {
  it.each([
    ['hidden', '64', 64],
    ['tau', '0.01', 0.01],
    ['actorRate', '3e-4', 3e-4],
    ['stepsPerUpdate', '0.5', 0.5],
    ['layerNorm', 'true', true],
    ['twin', 'false', false],
    ['attention', 'hadamard', 'hadamard'],
  ])('%s=%s is read', (name, text, value) => {
    const changed = set(name, text);
    expect(changed).toEqual({ ...ddpg, [name]: value });
    expect(changed).not.toBe(ddpg);
  });

  it.each([
    ['hiden', '64', /^Unknown hyperparameter "hiden". Known: attention, channels, .*worlds, .*\.$/],
    // Names that every object has are not hyperparameters.
    ['toString', '1', /^Unknown hyperparameter "toString"/],
    ['__proto__', '1', /^Unknown hyperparameter "__proto__"/],
    ['hidden', '64.5', /^Expected hidden to be a whole number from 4 to 1024, but got "64\.5"\.$/],
    ['hidden', '2', /^Expected hidden to be a whole number from 4 to 1024, but got "2"\.$/],
    ['tau', '0', /^Expected tau to be a number from 0\.00001 to 1, but got "0"\.$/],
    ['tau', '1.5', /but got "1\.5"\.$/],
    ['tau', '', /but got ""\.$/],
    ['tau', ' ', /but got " "\.$/],
    ['tau', 'abc', /but got "abc"\.$/],
    ['tau', 'NaN', /but got "NaN"\.$/],
    ['replaySize', 'Infinity', /but got "Infinity"\.$/],
    ['nStep', '-1', /but got "-1"\.$/],
    ['layerNorm', 'yes', /^Expected layerNorm to be true or false, but got "yes"\.$/],
    ['layerNorm', '1', /^Expected layerNorm to be true or false, but got "1"\.$/],
    ['attention', 'cross', /^Unknown attention kind "cross"\. Known: dot, .*max\.$/],
  ])('%s=%s is refused in one sentence', (name, text, message) => {
    expect(() => set(name, text)).toThrow(InputError);
    expect(() => set(name, text)).toThrow(message);
  });

  it('every number has a range, and every preset’s numbers are in it', () => {
    for (const [, preset] of algorithms.entries()) {
      for (const [name, value] of Object.entries(preset)) {
        if (typeof value !== 'number') continue;
        expect(() => set(name, '1e300'), name).toThrow(InputError);
        expect(set(name, String(value))[name as keyof Hyperparameters], name).toBe(value);
      }
    }
  });
});

describe('hyperparameters: what no single field can tell', () => {
  it('accepts every preset', () => {
    for (const [, preset] of algorithms.entries()) checkHyperparameters(preset);
  });

  it('refuses channels that heads do not divide, naming both', () => {
    expect(() => checkHyperparameters({ ...ddpg, channels: 30, heads: 4 })).toThrow(
      /^Expected channels to be a multiple of heads, but got channels 30 and heads 4\.$/,
    );
  });

  it('refuses noise that would remember its past for ever', () => {
    expect(() => checkHyperparameters({ ...ddpg, noiseCorrelation: 1 })).toThrow(InputError);
  });
});
