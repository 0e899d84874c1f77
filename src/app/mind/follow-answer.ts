/**
 * Answers smoothed from one to the next: attention and influences follow slowly, so that what is said of them, and
 * the order in which they are listed, changes when something has changed and not several times a second. What an
 * agent chooses and how it moves is of the moment.
 */
import type { Change, Explanation, Influence, Share } from '../../explain/explainer.ts';
import type { Answer } from '../../explain/mind.ts';
import { keyOf } from './influences.ts';

/** How fast a figure follows a new answer. */
const follow = 0.4;

export function followAnswer(before: Answer | undefined, answer: Answer): Answer {
  const isSame =
    before?.explanation.agent === answer.explanation.agent &&
    before.layoutSeed === answer.layoutSeed &&
    // Without some thing, or with one elsewhere, everything is another matter: at once.
    before.absent.map(keyOf).join() === answer.absent.map(keyOf).join() &&
    JSON.stringify(before.displaced) === JSON.stringify(answer.displaced);
  if (!before || !isSame) return answer;
  return { ...answer, explanation: followExplanation(before.explanation, answer.explanation) };
}

function followExplanation(before: Explanation, explanation: Explanation): Explanation {
  const known = new Map(before.influences.map((influence) => [keyOf(influence), influence]));
  return {
    ...explanation,
    influences: explanation.influences.map((influence) =>
      followInfluence(known.get(keyOf(influence)), influence),
    ),
  };
}

function followInfluence(before: Influence | undefined, influence: Influence): Influence {
  if (!before) return influence;
  return {
    ...influence,
    attention: influence.attention.map((share) =>
      followShare(
        before.attention.find(({ part }) => part === share.part),
        share,
      ),
    ),
    leftOut: followChange(before.leftOut, influence.leftOut),
    masked: followChange(before.masked, influence.masked),
  };
}

const between = (from: number, to: number) => from + follow * (to - from);

function followShare(before: Share | undefined, share: Share): Share {
  if (!before) return share;
  return {
    part: share.part,
    weight: between(before.weight, share.weight),
    heads: share.heads.map((weight, head) => between(before.heads[head] ?? weight, weight)),
  };
}

function followChange(before: Change, change: Change): Change {
  const forward = between(before.forward, change.forward);
  const left = between(before.left, change.left);
  const value =
    before.value === null || change.value === null
      ? change.value
      : between(before.value, change.value);
  return { forward, left, length: Math.hypot(forward, left), value };
}
