/** The tour: a card that says what there is to do, and a ring round that with which it is done. */
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { tourSteps } from '../../home/tour-steps.ts';
import { words } from '../../words/index.ts';
import { CheckIcon, CloseIcon } from '../icons.tsx';
import type { PageProps } from '../part.ts';

/** Milliseconds between two looks where that is: robots walk. */
const lookEvery = 80;
/** Of the ring, beyond what it goes round. */
const margin = 5;

function Ring({ state, commands }: PageProps) {
  const ring = useRef<HTMLDivElement>(null);
  const step = state.home.tour.value;
  useEffect(() => {
    const look = () => {
      const element = ring.current;
      if (!element || !step) return;
      const box = commands.tourTarget(step);
      element.hidden = !box;
      if (!box) return;
      element.style.transform = `translate(${box.x - margin}px, ${box.y - margin}px)`;
      element.style.width = `${box.width + 2 * margin}px`;
      element.style.height = `${box.height + 2 * margin}px`;
    };
    look();
    const timer = setInterval(look, lookEvery);
    return () => clearInterval(timer);
  }, [step]);
  return <div ref={ring} class="tour-ring" aria-hidden="true" hidden />;
}

function Dots({ at }: { readonly at: number }) {
  return (
    <span class="tour-dots" aria-hidden="true">
      {tourSteps.map((each, n) => (
        <span key={each} class={n === at ? 'here' : n < at ? 'past' : ''} />
      ))}
    </span>
  );
}

function Card(props: PageProps) {
  const { state, commands, phone } = props;
  const { home } = state;
  const card = useRef<HTMLElement>(null);
  const next = useRef<HTMLButtonElement>(null);
  const { tour } = words.value.home;
  const step = home.tour.value ?? 'watch';
  const at = tourSteps.indexOf(step);
  const isLast = at === tourSteps.length - 1;
  // As part of the change itself: an effect's end comes some frames later, when the person may be elsewhere already.
  useLayoutEffect(() => {
    // The help that it may be called from is still over the page: nothing under it takes the focus.
    const frame = requestAnimationFrame(() => next.current?.focus());
    return () => {
      cancelAnimationFrame(frame);
      if (card.current?.contains(document.activeElement)) document.getElementById('view')?.focus();
    };
  }, []);
  useEffect(() => {
    if (phone.value) state.sheet.value = step === 'imagine' ? 'attention' : undefined;
  }, [step]);
  const doneText = step === 'walk' && state.visiting.value ? tour.walking : tour.done;
  const { title, text, task } = tour.steps[step];
  const learns = step === 'learn' && state.learner.value.is === 'running' && !home.tourDone.value;
  return (
    <section
      ref={card}
      class="tour card"
      aria-label={tour.name}
      onKeyDown={(event) => {
        const by = { ArrowLeft: -1, ArrowRight: 1 } as const;
        if (event.key === 'Escape') commands.endTour();
        else if (event.key === 'ArrowLeft' || event.key === 'ArrowRight') {
          commands.stepTour(by[event.key]);
        } else return;
        event.preventDefault();
        // These keys mean something else where the tour does not have the focus.
        event.stopPropagation();
      }}
    >
      <div aria-live="polite">
        <p class="hidden">{tour.at(at + 1, tourSteps.length)}</p>
        <h2 class="tour-title">{title}</h2>
        <p class="tour-text">{text}</p>
        <p class={home.tourDone.value ? 'tour-task done' : 'tour-task'}>
          {home.tourDone.value && <CheckIcon />}
          {home.tourDone.value ? doneText : learns ? tour.hurry : task}
        </p>
      </div>
      <div class="tour-row">
        <Dots at={at} />
        <span class="space" />
        <button
          type="button"
          class="plain"
          disabled={at === 0}
          onClick={() => commands.stepTour(-1)}
        >
          {tour.back}
        </button>
        <button
          ref={next}
          type="button"
          class="plain tour-next"
          onClick={() => commands.stepTour(1)}
        >
          {isLast ? tour.end : tour.next}
        </button>
      </div>
      <button
        type="button"
        class="quiet tour-close"
        onClick={commands.endTour}
        aria-label={tour.skip}
        title={tour.skip}
      >
        <CloseIcon />
      </button>
    </section>
  );
}

export function TourCard(props: PageProps) {
  if (props.state.home.tour.value === undefined) return null;
  return (
    <>
      <Ring {...props} />
      <Card {...props} />
    </>
  );
}
