import { describe, expect, it } from 'vitest';
import { agentName } from '../../src/view/names.ts';
import { agentColour } from '../../src/view/palette.ts';

describe('agents as people tell them apart', () => {
  it('a hundred agents have a hundred names', () => {
    const names = Array.from({ length: 100 }, (_, index) => agentName(index));
    expect(new Set(names).size).toBe(100);
    expect(names[0]).toBe('Ada');
    expect(names[24]).toBe('Ada 2');
  });

  it('eight agents have eight colours, as the page writes them', () => {
    const colours = Array.from({ length: 8 }, (_, index) => agentColour(index));
    expect(new Set(colours).size).toBe(8);
    for (const colour of colours) expect(colour).toMatch(/^#[0-9a-f]{6}$/);
    expect(agentColour(8)).toBe(agentColour(0));
  });
});
