/**
 * Makes a stage: the renderer, the parts that draw (stage-parts.ts), the camera (cameras/director.ts),
 * and the life of the WebGL context. The order of a frame is that of `render`.
 */
import { ACESFilmicToneMapping, PerspectiveCamera, Scene, Vector3, WebGLRenderer } from 'three';
import type { ViewShape } from './cameras/camera-rig.ts';
import { createDirector } from './cameras/director.ts';
import type { Frame } from './frame.ts';
import { openGraphics } from './graphics-context.ts';
import { createHand } from './hand.ts';
import { belongs, continueTrack, createTrack, pushSnapshot, sampleTrack } from './interpolation.ts';
import { createScreen, lookThrough } from './on-screen.ts';
import { type Theme, themes } from './palette.ts';
import { createPointer } from './pointer.ts';
import type { Attended, Attention, Insets, Stage, StageOptions } from './stage.ts';
import { createStageParts, details } from './stage-parts.ts';
import { createStudioLight } from './studio-light.ts';

const defaults = {
  quality: 'auto',
  sky: 'day',
  reducedMotion: false,
  nameTags: 8,
} as const;

/** Seconds that animation advances in one frame at most, however late it comes. */
const mostDelta = 0.25;
/** Least share of the canvas that is taken to be free of panels. */
const leastFree = 0.3;
const lostSentence =
  'The graphics card stopped drawing this page; the picture comes back by itself, or after a reload.';

function strongestOf(attention: Attention | undefined): Attended | undefined {
  if (!attention) return undefined;
  let best: Attended | undefined;
  for (const end of [...attention.entities, ...attention.nodes]) {
    if (!best || end.weight > best.weight) best = end;
  }
  return best;
}

export function createStage(canvas: HTMLCanvasElement, options: StageOptions = {}): Stage {
  const { quality, sky, reducedMotion, nameTags } = { ...defaults, ...options };
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
  scene.add(parts.object);
  studio.refresh();

  let frame: Frame | undefined;
  let theme: Theme = themes[sky];
  let selected = -1;
  let lost = false;
  let lastNow = Number.NaN;
  let interval = 0;
  let frames = 0;
  /** Since the layout came, for the rhythm of shadows. */
  let laidFrames = 0;
  let milliseconds = 0;
  let wantedWidth = canvas.clientWidth || canvas.width;
  let wantedHeight = canvas.clientHeight || canvas.height;
  let resized = true;
  let resolution = 1;
  let insets: Insets = { left: 0, right: 0, top: 0, bottom: 0 };

  if (!canvas.hasAttribute('tabindex')) canvas.tabIndex = 0;

  const onLost = (event: Event) => {
    event.preventDefault();
    lost = true;
    options.onContextLost?.(lostSentence);
  };
  const onRestored = () => {
    lost = false;
    // Geometry and textures are sent again by three; what was computed on the card is not.
    studio.refresh();
    laidFrames = 0;
    options.onContextRestored?.();
  };
  canvas.addEventListener('webglcontextlost', onLost);
  canvas.addEventListener('webglcontextrestored', onRestored);

  const observer = new ResizeObserver(() => stage.resize(canvas.clientWidth, canvas.clientHeight));
  observer.observe(canvas);

  const pointer = createPointer(canvas, camera, {
    targets: () => frame,
    onPick: (agent) => options.onPick?.(agent),
  });

  const hand = options.hand && createHand(canvas, camera, () => frame, options.hand);

  function setTheme(next: Theme): void {
    theme = next;
    parts.sky.setTheme(theme);
    renderer.toneMappingExposure = theme.exposure;
    if (frame) frame.theme = theme;
  }
  setTheme(theme);

  function viewShape(): ViewShape {
    const { left, right, top, bottom } = insets;
    const width = Math.max(1, wantedWidth);
    const height = Math.max(1, wantedHeight);
    return {
      aspect: width / height,
      freeWidth: Math.max(leastFree, 1 - (left + right) / width),
      freeHeight: Math.max(leastFree, 1 - (top + bottom) / height),
    };
  }

  function applySize(): void {
    if (!resized || wantedWidth === 0 || wantedHeight === 0) return;
    resized = false;
    const ratio = Math.min(detail.pixelRatio, globalThis.devicePixelRatio || 1);
    renderer.setPixelRatio(ratio * resolution);
    renderer.setSize(wantedWidth, wantedHeight, false);
    const { left, right, top, bottom } = insets;
    camera.aspect = wantedWidth / wantedHeight;
    // The picture's middle goes to the middle of what no panel covers.
    camera.setViewOffset(
      wantedWidth,
      wantedHeight,
      (right - left) / 2,
      (bottom - top) / 2,
      wantedWidth,
      wantedHeight,
    );
    if (frame) director.fit(frame.layout, viewShape());
  }

  function draw(): void {
    renderer.info.reset();
    renderer.render(scene, camera);
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
        still: reducedMotion,
        theme,
        gaze: new Float32Array(layout.agents * 3).fill(Number.NaN),
        attention: undefined,
        strongest: undefined,
        attentionCount: 0,
        scan: undefined,
        step: 0,
        way: undefined,
        intention: undefined,
        messages: undefined,
      };
      parts.fit(layout);
      laidFrames = 0;
      if (before) director.refit(layout);
      else director.fit(layout, viewShape());
    },
    push(snapshot, receivedAt) {
      if (!frame || !belongs(frame.track, snapshot)) return;
      pushSnapshot(frame.track, snapshot, receivedAt);
      frame.step = snapshot.step;
    },
    render(now) {
      if (lost || !frame) return;
      const begun = options.clock?.() ?? 0;
      const passed = Number.isNaN(lastNow) ? 0 : now - lastNow;
      lastNow = now;
      interval += (passed - interval) * (interval === 0 ? 1 : 0.1);
      applySize();
      frame.now = now;
      frame.delta = Math.min(mostDelta, Math.max(0, passed / 1000));
      frame.selected = selected;
      frame.width = wantedWidth;
      frame.height = wantedHeight;
      frame.pixelRatio = renderer.getPixelRatio();
      sampleTrack(frame.track, now);
      director.update(frame);
      lookThrough(screen, camera, frame.height * frame.pixelRatio);
      parts.update(frame);
      renderer.shadowMap.needsUpdate = laidFrames++ % detail.shadowEvery === 0;
      draw();
      frames++;
      milliseconds = (options.clock?.() ?? 0) - begun;
    },
    resize(width, height) {
      wantedWidth = Math.round(width);
      wantedHeight = Math.round(height);
      resized = true;
    },
    setResolution(share) {
      resolution = Math.min(1, Math.max(0.4, share));
      resized = true;
    },
    setInsets(next) {
      insets = next;
      resized = true;
    },
    select(agent) {
      selected = agent ?? -1;
      stage.showAttention(undefined);
      stage.showScan(undefined);
      stage.showWay(undefined);
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
    lookingAt() {
      camera.getWorldDirection(looking);
      const { x, z } = frame?.focus ?? looking.set(0, 0, -1);
      return { x, z, heading: Math.atan2(-looking.x, -looking.z) };
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
      const { position, rotation, goal } = when === 'newest' ? to : drawn;
      return { position, rotation, goal, radius, visited };
    },
    onCanvas(x, y, z) {
      looking.set(x, y, z).project(camera);
      if (looking.z > 1) return undefined;
      return { x: ((looking.x + 1) / 2) * wantedWidth, y: ((1 - looking.y) / 2) * wantedHeight };
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
    showWay(way) {
      if (frame) frame.way = way;
    },
    showIntention(intention) {
      if (frame) frame.intention = intention;
    },
    showMessages(messages) {
      if (frame) frame.messages = messages;
    },
    setGaze(points) {
      if (frame && points.length === frame.gaze.length) frame.gaze.set(points);
    },
    setOverlay(name, visible) {
      parts.setOverlay(name, visible);
    },
    setSky(name) {
      setTheme(themes[name]);
    },
    screenshot() {
      // Drawn again in the same task: a WebGL canvas is only readable until it was presented.
      if (frame && !lost) draw();
      return new Promise((resolve, reject) => {
        canvas.toBlob((blob) => {
          if (blob) resolve(blob);
          else reject(new Error('The canvas could not be read.'));
        }, 'image/png');
      });
    },
    info() {
      return {
        frames,
        drawCalls: renderer.info.render.calls,
        triangles: renderer.info.render.triangles,
        milliseconds,
        interval,
        renderer: graphics.renderer,
        quality: graphics.quality,
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
