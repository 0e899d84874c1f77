/**
 * Makes a stage: the renderer, the parts that draw (stage-parts.ts), the camera (cameras/director.ts),
 * and the life of the WebGL context. The order of a frame is that of `render`.
 */
import { ACESFilmicToneMapping, PerspectiveCamera, Scene, Vector3, WebGLRenderer } from 'three';
import { createDirector } from './cameras/director.ts';
import type { Frame } from './frame.ts';
import { openGraphics } from './graphics-context.ts';
import { groundInView } from './ground-in-view.ts';
import { createHand } from './hand.ts';
import { belongs, continueTrack, createTrack, pushSnapshot, sampleTrack } from './interpolation.ts';
import { createScreen, lookThrough } from './on-screen.ts';
import { type Theme, themes } from './palette.ts';
import { createPointer } from './pointer.ts';
import { type QualityStep, qualitySteps } from './quality.ts';
import type { Attended, Attention, Stage, StageOptions } from './stage.ts';
import { createStageParts, details } from './stage-parts.ts';
import { createStudioLight } from './studio-light.ts';
import { createAmbience, createDay, lightAt } from './time-of-day.ts';
import { createViewport } from './viewport.ts';

const defaults = {
  quality: 'auto',
  daytime: 'noon',
  reducedMotion: false,
  nameTags: 8,
} as const;

/** Seconds that animation advances in one frame at most, however late it comes. */
const mostDelta = 0.25;
const lostSentence =
  'The graphics card stopped drawing this page; the picture comes back by itself, or after a reload.';

function strongestOf(attention: Attention | undefined): Attended | undefined {
  if (!attention) return undefined;
  const of = ({ weight, mean = weight }: Attended) => mean;
  let best: Attended | undefined;
  for (const end of [...attention.entities, ...attention.nodes]) {
    if (!best || of(end) > of(best)) best = end;
  }
  return best;
}

export function createStage(canvas: HTMLCanvasElement, options: StageOptions = {}): Stage {
  const { quality, daytime, nameTags, reducedMotion } = { ...defaults, ...options };
  let still = reducedMotion;
  const graphics = openGraphics(canvas, quality);
  const detail = details[graphics.quality];

  const renderer = new WebGLRenderer({ canvas, context: graphics.gl });
  renderer.toneMapping = ACESFilmicToneMapping;
  renderer.shadowMap.enabled = true;
  renderer.shadowMap.autoUpdate = false;
  // By hand, because three forgets the calls of the shadow pass before it counts the rest.
  renderer.info.autoReset = false;

  const scene = new Scene();
  // A wide layout fills a narrow screen from 330 m away, and one may go farther.
  const camera = new PerspectiveCamera(38, 1, 0.08, 1200);
  const looking = new Vector3();
  const screen = createScreen();
  const parts = createStageParts(detail, nameTags);
  const studio = createStudioLight(renderer, scene);
  const director = createDirector(canvas, camera, { eyes: parts.eyes, cut: parts.daylight.cut });
  const viewport = createViewport(
    canvas,
    { renderer, camera },
    { mostRatio: detail.pixelRatio, lift: () => director.lift },
  );
  scene.add(parts.object);
  const day = createDay(daytime);
  const ambience = createAmbience();

  let frame: Frame | undefined;
  let theme: Theme = themes.day;
  let selected = -1;
  let lost = false;
  let lastNow = Number.NaN;
  let interval = 0;
  let frames = 0;
  /** Since the layout came, for the rhythm of shadows. */
  let laidFrames = 0;
  let milliseconds = 0;
  let level = qualitySteps.at(-1) as QualityStep;

  if (!canvas.hasAttribute('tabindex')) canvas.tabIndex = 0;

  const onLost = (event: Event) => {
    event.preventDefault();
    lost = true;
    options.onContextLost?.(lostSentence);
  };
  const onRestored = () => {
    lost = false;
    // Geometry and textures are sent again by three; what was computed on the card is not.
    studio.forget();
    studio.refresh(ambience);
    laidFrames = 0;
    options.onContextRestored?.();
  };
  canvas.addEventListener('webglcontextlost', onLost);
  canvas.addEventListener('webglcontextrestored', onRestored);

  const observer = new ResizeObserver(() =>
    viewport.resize(canvas.clientWidth, canvas.clientHeight),
  );
  observer.observe(canvas);

  const pointer = createPointer(canvas, camera, {
    targets: () => frame,
    onPick: (agent) => options.onPick?.(agent),
  });

  const hand = options.hand && createHand(canvas, camera, () => frame, options.hand);

  function light(): void {
    lightAt(ambience, day.hour);
    parts.setLight(ambience);
    renderer.toneMappingExposure = ambience.exposure;
    theme = ambience.lamps > 0.5 ? themes.dusk : themes.day;
    if (frame) frame.theme = theme;
  }
  light();
  studio.refresh(ambience);

  function draw(): void {
    renderer.info.reset();
    renderer.render(scene, camera);
  }

  /** The same moment once more, in another size. */
  function redraw(of: Frame): void {
    of.delta = 0;
    lookThrough(screen, camera, of.height * of.pixelRatio);
    parts.update(of);
    draw();
  }

  const stage: Stage = {
    setLayout(layout, { changed } = { changed: false }) {
      const before = changed ? frame : undefined;
      if (selected >= layout.agents) selected = -1;
      frame = {
        layout,
        track: before ? continueTrack(before.track, before.layout, layout) : createTrack(layout),
        now: 0,
        delta: 0,
        selected,
        hidden: -1,
        insideVisitor: false,
        camera,
        screen,
        focus: frame?.focus ?? new Vector3(),
        width: 1,
        height: 1,
        pixelRatio: 1,
        still,
        theme,
        gaze: new Float32Array(layout.agents * 3).fill(Number.NaN),
        attention: undefined,
        strongest: undefined,
        attentionCount: 0,
        scan: undefined,
        step: 0,
        time: before?.time ?? 0,
        floor: before?.floor,
        way: undefined,
        selves: undefined,
        intention: undefined,
        messages: undefined,
      };
      parts.fit(layout);
      laidFrames = 0;
      if (before) director.refit(layout);
      else director.fit(layout, viewport.shape());
    },
    push(snapshot, receivedAt) {
      if (!frame || !belongs(frame.track, snapshot)) return;
      pushSnapshot(frame.track, snapshot, receivedAt);
      frame.step = snapshot.step;
      frame.time = snapshot.time;
    },
    render(now) {
      if (lost || !frame) return;
      const begun = options.clock?.() ?? 0;
      const passed = Number.isNaN(lastNow) ? 0 : now - lastNow;
      lastNow = now;
      interval += (passed - interval) * (interval === 0 ? 1 : 0.1);
      if (viewport.apply()) director.reshape(frame.layout, viewport.shape());
      frame.now = now;
      frame.delta = Math.min(mostDelta, Math.max(0, passed / 1000));
      frame.selected = selected;
      frame.width = viewport.width;
      frame.height = viewport.height;
      frame.pixelRatio = renderer.getPixelRatio();
      if (day.passing) {
        day.pass(frame.delta);
        light();
        // What mirrors it is dear: once, when the day stands again.
        if (!day.passing) studio.refresh(ambience);
      }
      sampleTrack(frame.track, now);
      director.update(frame);
      lookThrough(screen, camera, (frame.height * frame.pixelRatio) / level.coarser);
      parts.update(frame);
      renderer.shadowMap.needsUpdate = laidFrames++ % detail.shadowEvery === 0 && level.shadows > 0;
      draw();
      frames++;
      milliseconds = (options.clock?.() ?? 0) - begun;
    },
    resize: viewport.resize,
    setReducedMotion(on) {
      still = on;
      if (frame) frame.still = on;
    },
    setQuality(step) {
      level = step;
      viewport.setResolution(step.resolution);
      parts.setQuality(step);
    },
    setInsets: viewport.setInsets,
    select(agent) {
      selected = agent ?? -1;
      stage.showAttention(undefined);
      stage.showScan(undefined);
      stage.showWay(undefined);
      stage.showSelves(undefined);
      stage.showIntention(undefined);
      stage.showMessages(undefined);
    },
    get selected() {
      return selected < 0 ? undefined : selected;
    },
    setCamera(mode) {
      director.setMode(mode);
    },
    get camera() {
      return director.mode;
    },
    setVisiting(on) {
      director.setVisiting(on);
    },
    nameVisitor(name) {
      parts.nameVisitor(name);
    },
    lookingAt() {
      camera.getWorldDirection(looking);
      const { x, z } = frame?.focus ?? looking.set(0, 0, -1);
      return { x, z, heading: Math.atan2(-looking.x, -looking.z) };
    },
    lookAt(x, z) {
      director.lookAt(x, z);
    },
    turn(left, up) {
      director.turn(left, up);
    },
    groundInView() {
      return groundInView(camera);
    },
    visitor() {
      if (!frame?.track.visited) return undefined;
      const { to, bodies } = frame.track;
      const at = 3 * (bodies - 1);
      return { x: to.position[at] as number, z: to.position[at + 2] as number };
    },
    setHand(mode) {
      hand?.setMode(mode);
    },
    mark(thing) {
      parts.ghost.mark(thing);
    },
    showGhost(ghost) {
      parts.ghost.show(ghost);
    },
    moment(when = 'newest') {
      if (!frame || frame.track.pushed === 0) return undefined;
      const { to, drawn, radius, visited } = frame.track;
      const { position, rotation, goal, heading } = when === 'newest' ? to : drawn;
      return { position, rotation, goal, heading, radius, visited };
    },
    onCanvas(x, y, z) {
      looking.set(x, y, z).project(camera);
      if (looking.z > 1) return undefined;
      const { width, height } = viewport;
      return { x: ((looking.x + 1) / 2) * width, y: ((1 - looking.y) / 2) * height };
    },
    showAttention(attention) {
      if (!frame) return;
      frame.attention = attention;
      frame.strongest = strongestOf(attention);
      frame.attentionCount++;
    },
    showScan(scan) {
      if (frame) frame.scan = scan;
    },
    showSelves(selves) {
      if (frame) frame.selves = selves;
    },
    showWay(way) {
      if (frame) frame.way = way;
    },
    showIntention(intention) {
      if (frame) frame.intention = intention;
    },
    showMessages(messages) {
      if (frame) frame.messages = messages;
    },
    showDisplaced(figures) {
      parts.displaced.show(figures);
    },
    showFloor(floor) {
      if (frame) frame.floor = floor;
    },
    setGaze(points) {
      if (frame && points.length === frame.gaze.length) frame.gaze.set(points);
    },
    setOverlay(name, visible) {
      parts.setOverlay(name, visible);
    },
    lines: parts.lines,
    wear(model, wearers) {
      parts.worn.wear(model, wearers);
    },
    setDaytime(next) {
      const before = day.hour;
      day.go(next, { atOnce: still });
      if (day.passing || day.hour === before) return;
      light();
      studio.refresh(ambience);
    },
    outlook: () => director.orbit.outlook(),
    setOutlook(outlook) {
      director.orbit.setOutlook(outlook);
    },
    picture(scale) {
      if (!frame || lost || frame.track.pushed === 0 || viewport.isEmpty) return;
      const copy = document.createElement('canvas');
      const { pixelRatio } = frame;
      try {
        viewport.beWhole(scale);
        frame.pixelRatio = scale;
        redraw(frame);
        // In the same task: a WebGL canvas is only readable until it was presented.
        copy.width = canvas.width;
        copy.height = canvas.height;
        copy.getContext('2d')?.drawImage(canvas, 0, 0);
      } finally {
        viewport.restore();
        frame.pixelRatio = pixelRatio;
        redraw(frame);
      }
      return copy;
    },
    info() {
      return {
        frames,
        drawnSeconds: frame?.track.drawnSeconds ?? 0,
        newestSeconds: frame?.track.toSeconds ?? 0,
        drawCalls: renderer.info.render.calls,
        triangles: renderer.info.render.triangles,
        milliseconds,
        interval,
        overlays: parts.drawn(),
        worn: parts.worn.seen(),
        renderer: graphics.renderer,
        quality: graphics.quality,
        level: level.name,
      };
    },
    dispose() {
      observer.disconnect();
      hand?.dispose();
      pointer.dispose();
      canvas.removeEventListener('webglcontextlost', onLost);
      canvas.removeEventListener('webglcontextrestored', onRestored);
      director.dispose();
      parts.dispose();
      studio.dispose();
      renderer.dispose();
    },
  };
  return stage;
}
