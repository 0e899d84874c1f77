/** Explanations of things whose figures are chosen, and answers made of them. */
import type { Change, Explanation, Influence } from '../../../src/explain/explainer.ts';
import type { Answer } from '../../../src/explain/mind.ts';

export const change = (forward: number, left: number, value: number | null = null): Change => ({
  ...{ forward, left, length: Math.hypot(forward, left), value },
});

/** Agent `body` nearby, which gets `weight` of the attention. */
export function thing(
  body: number,
  weight: number,
  leftOut: Change,
  more: Partial<Influence> = {},
): Influence {
  return {
    ...{ kind: 'agent', label: `agent ${body + 1}`, thing: { kind: 'body', index: body } },
    ...{ rows: [0], node: -1, forward: 2, left: 0, gap: 1.4, closest: null },
    attention: [{ part: 'nearbyEntities', weight, heads: [weight, weight] }],
    ...{ leftOut, masked: leftOut },
    ...more,
  };
}

export const place = (node: number, weight: number, leftOut: Change, label = `place ${node}`) =>
  thing(0, weight, leftOut, {
    ...{ kind: 'region', label, thing: undefined, rows: [-1], node },
    attention: [{ part: 'sceneGraph', weight, heads: [weight, weight] }],
  });

export function explanationOf(influences: readonly Influence[], agent = 0): Explanation {
  const choice = { action: { forward: 1, left: 0 }, value: null };
  return { agent, ...choice, actual: choice, speed: 1, maxSpeed: 1.5, influences };
}

export function answerOf(explanation: Explanation, more: Partial<Answer> = {}): Answer {
  return {
    ...{
      explanation,
      velocity: { forward: 1, left: 0 },
      actionValues: undefined,
      graph: undefined,
    },
    ...{ absent: [], displaced: [], judged: false, layoutSeed: 1, step: 0 },
    ...more,
  };
}
