/** Tells the stage what the panels cover, so that the world stands in the middle of the rest. */
import { effect, type Signal } from '@preact/signals';
import type { Insets, Stage } from '../../view/stage.ts';
import type { PageState } from '../state.ts';

/** A panel that is open at one of the view's edges, measured in CSS pixels. */
function edgesOf(page: HTMLElement, phone: boolean): Insets {
  const { width, height } = page.getBoundingClientRect();
  const rect = (selector: string) => page.querySelector(selector)?.getBoundingClientRect();
  const bars = [rect('.transport')?.top, rect('.edit-bar')?.top, rect('.rewind-bar')?.top];
  const bottom = height - Math.min(...bars.map((top) => top ?? height));
  if (phone) return { left: 0, right: 0, top: rect('.story')?.bottom ?? 0, bottom };
  return {
    left: rect('.attention.open')?.right ?? 0,
    right: width - (rect('.learning.open')?.left ?? width),
    ...{ top: 0, bottom },
  };
}

export function fitView(
  page: HTMLElement,
  state: PageState,
  phone: Signal<boolean>,
  stage: Stage,
): void {
  let asked = 0;
  const measure = () => {
    cancelAnimationFrame(asked);
    // The parts change after the signals do; a frame later they stand.
    asked = requestAnimationFrame(() => stage.setInsets(edgesOf(page, phone.value)));
  };
  effect(() => {
    void [phone.value, state.panelOpen.value, state.sheet.value, state.storyShown.value];
    void [state.selected.value === undefined, state.world.value, state.edit.on.value];
    void [state.rewind.rewound.value === undefined];
    measure();
  });
  addEventListener('resize', measure);
}
