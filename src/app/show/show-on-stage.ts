/** Keeps the stage showing what the state says: layout, selection, camera, attention, scan, floor. */
import { effect } from '@preact/signals';
import type { AttentionReport } from '../../agents/attention-report.ts';
import type { GraphReport } from '../../explain/graph-report.ts';
import type { Answer } from '../../explain/mind.ts';
import type { Layout } from '../../scene/layout.ts';
import { visitorName } from '../../view/names.ts';
import { overlays } from '../../view/overlays/index.ts';
import type { Wearable } from '../../view/own-avatar/worn-part.ts';
import type { Attention, Intention, Message, Scan, Stage } from '../../view/stage.ts';
import { still } from '../home/appearance.ts';
import { type HeadChoice, weightOf } from '../mind/head-choice.ts';
import { imaginingsOf, isAsImagined, isImagining } from '../mind/influences.ts';
import type { PageState } from '../state.ts';
import { labelText } from '../words/name-known.ts';
import { daytimeOf } from './daytime.ts';

/** Rays of the heads that are chosen; the eye turns by all of them, as it does where nobody chooses. */
export function attentionOf(report: AttentionReport, { things, places }: HeadChoice): Attention {
  return {
    entities: report.entities.map((of) => {
      const { x, y, z, body, weight: mean } = of;
      return { x, y, z, body, weight: weightOf(of, things), mean };
    }),
    nodes: report.nodes.map((of) => {
      const { x, y, z, weight: mean } = of;
      return { x, y, z, weight: weightOf(of, places), mean };
    }),
  };
}

export function scanOf({ scan: { distances, reach } }: AttentionReport): Scan | undefined {
  if (distances.length === 0) return undefined;
  return { distances: Float32Array.from(distances), reach };
}

/** What goes along the edges, from where to where. */
export function messagesOf({ nodes, edges }: GraphReport): Message[] {
  const places = new Map(nodes.map((place) => [place.node, place]));
  return edges.flatMap(({ from, to, share }) => {
    const [sender, receiver] = [places.get(from), places.get(to)];
    if (!sender || !receiver || share === null) return [];
    const way = { fromX: sender.x, fromZ: sender.z, toX: receiver.x, toZ: receiver.z };
    return [{ ...way, weight: share }];
  });
}

export function intentionOf({ explanation }: Pick<Answer, 'explanation'>): Intention {
  return { chosen: explanation.actual.action, imagined: explanation.action };
}

export function showOnStage(state: PageState, stage: Stage): () => void {
  let shown: Layout | undefined;
  let worn: Wearable | undefined;
  const stops = [
    effect(() => {
      const layout = state.layout.value;
      if (layout) stage.setLayout(layout, { changed: shown?.seed === layout.seed });
      shown = layout;
    }),
    effect(() => stage.select(state.selected.value)),
    effect(() => stage.setCamera(state.camera.value)),
    effect(() => stage.setDaytime(daytimeOf(state.daytime.value, state.dark.value))),
    effect(() => stage.setReducedMotion(still.value)),
    effect(() => stage.setVisiting(state.visiting.value)),
    effect(() => stage.nameVisitor(labelText(visitorName))),
    effect(() => {
      for (const [name] of overlays.entries()) {
        stage.setOverlay(name, state.overlays.value.has(name));
      }
    }),
    effect(() => {
      const avatar = state.avatar.value;
      const before = worn;
      worn = avatar?.model;
      stage.wear(worn, avatar?.wearers ?? 'nobody');
      if (before !== worn) before?.dispose();
    }),
    effect(() => stage.showWay(state.path.value)),
    effect(() => {
      // They come with snapshots; who goes, goes also where the world stands still.
      const isNow = state.rewind.rewound.value === undefined;
      if (!isNow || state.ghosts.shown.value.length === 0) stage.showSelves(undefined);
    }),
    effect(() => stage.showFloor(state.show.painted.value)),
    effect(() => {
      const answer = state.answer.value;
      const imaginings = imaginingsOf(state);
      stage.showMessages(answer?.graph && messagesOf(answer.graph));
      const isImagined = answer && isImagining(imaginings) && isAsImagined(answer, imaginings);
      stage.showIntention(isImagined ? intentionOf(answer) : undefined);
    }),
    effect(() => {
      const inHand = state.imaginedInHand.value?.key;
      stage.showDisplaced(
        state.displaced.value.map(({ key, body, x, z, copy }) => ({
          ...{ body, x, z, copy },
          held: key === inHand,
        })),
      );
    }),
    effect(() => {
      const report = state.attention.value;
      stage.showAttention(report && attentionOf(report, state.headChoice.value));
    }),
    effect(() => {
      const report = state.attention.value;
      stage.showScan(report && scanOf(report));
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

/** Uncovers the view when the first picture of what was opened is done: hears of every frame (draw-frames.ts). */
export function pictureOf(state: PageState): (began: number) => void {
  /** Of its first layout: others may follow faster than a slow machine draws. */
  let laidOutAt = Number.POSITIVE_INFINITY;
  /** While a scene is being left its layouts still come: no picture of them uncovers the view. */
  let isLeft = false;
  effect(() => {
    isLeft = state.world.value === 'loading' && state.layout.peek() !== undefined;
    if (isLeft) laidOutAt = Number.POSITIVE_INFINITY;
  });
  effect(() => {
    if (!state.layout.value) {
      isLeft = false;
      laidOutAt = Number.POSITIVE_INFINITY;
    } else if (!isLeft && laidOutAt === Number.POSITIVE_INFINITY) {
      laidOutAt = performance.now();
    }
  });
  return (began) => {
    if (state.world.value === 'loading' && began >= laidOutAt) state.world.value = 'shown';
  };
}
