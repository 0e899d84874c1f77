/**
 * Makes a stage: the renderer, the parts that draw (each its own file), the cameras, and the life of
 * the WebGL context. The order of a frame is that of `render`.
 */
import {
  ACESFilmicToneMapping,
  Group,
  MathUtils,
  PerspectiveCamera,
  Quaternion,
  Scene,
  Vector3,
  WebGLRenderer,
} from 'three';
import { createAvatarMaterials } from './avatar-materials.ts';
import { createBackdrop } from './backdrop.ts';
import type { CameraRig, ViewShape } from './cameras/camera-rig.ts';
import { createFirstPerson } from './cameras/first-person.ts';
import { createFollow } from './cameras/follow.ts';
import { createOrbit } from './cameras/orbit.ts';
import { createDaylight } from './daylight.ts';
import type { Frame, Part } from './frame.ts';
import { createGoalBeams } from './goal-beams.ts';
import { openGraphics } from './graphics-context.ts';
import { createGround } from './ground.ts';
import { createGroundMarks } from './ground-marks.ts';
import { belongs, createTrack, pushSnapshot, sampleTrack } from './interpolation.ts';
import { createNameTags } from './name-tags.ts';
import { overlays } from './overlays/index.ts';
import { type Theme, themes } from './palette.ts';
import { createPointer } from './pointer.ts';
import { createProps } from './props.ts';
import { createRobots } from './robots.ts';
import { createScenery } from './scenery.ts';
import { createSky } from './sky.ts';
import type { Attended, Attention, CameraMode, Insets, Stage, StageOptions } from './stage.ts';
import { createStudioLight } from './studio-light.ts';
import { createWalkers } from './walkers.ts';

const defaults = {
  quality: 'auto',
  sky: 'day',
  reducedMotion: false,
  nameTags: 8,
} as const;

const flightSeconds = 0.8;
const cutTime = 0.22;
const mostDelta = 0.1;
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
  const { quality: wanted, sky: skyName, reducedMotion, nameTags } = { ...defaults, ...options };
  const graphics = openGraphics(canvas, wanted);
  const high = graphics.quality === 'high';

  const renderer = new WebGLRenderer({ canvas, context: graphics.gl });
  renderer.toneMapping = ACESFilmicToneMapping;
  renderer.shadowMap.enabled = true;
  renderer.shadowMap.autoUpdate = high;

  const scene = new Scene();
  const world = new Group();
  const camera = new PerspectiveCamera(38, 1, 0.08, 500);
  const daylight = createDaylight({ softShadows: high });
  const avatarMaterials = createAvatarMaterials();
  const sky = createSky(daylight, high ? 2048 : 1024);
  const studio = createStudioLight(renderer, scene);
  const robots = createRobots(avatarMaterials);
  const parts: Part[] = [
    sky,
    createBackdrop(daylight),
    createGround(daylight, high ? Math.min(8, renderer.capabilities.getMaxAnisotropy()) : 2),
    createScenery(daylight, high ? 1 : 0.35),
    createProps(daylight),
    robots,
    createWalkers(daylight),
    createGroundMarks(),
    createGoalBeams(),
    createNameTags(nameTags),
  ];
  const drawnOverlays = new Map<string, Part>();
  for (const [name, kind] of overlays.entries()) {
    const overlay = kind.create({ eyes: robots.eyes });
    overlay.object.visible = kind.visible;
    drawnOverlays.set(name, overlay);
    parts.push(overlay);
  }
  for (const part of parts) world.add(part.object);
  scene.add(world);

  const rigs: Record<CameraMode, CameraRig> = {
    orbit: createOrbit(canvas),
    follow: createFollow(),
    'first-person': createFirstPerson(canvas, robots.eyes),
  };
  let mode: CameraMode = 'orbit';
  rigs.orbit.enter();

  let frame: Frame | undefined;
  let theme: Theme = themes[skyName];
  let selected = -1;
  let lost = false;
  let lastNow = Number.NaN;
  let interval = 0;
  let frames = 0;
  let milliseconds = 0;
  let wantedWidth = canvas.clientWidth || canvas.width;
  let wantedHeight = canvas.clientHeight || canvas.height;
  let resized = true;
  let resolution = 1;
  let insets: Insets = { left: 0, right: 0, top: 0, bottom: 0 };
  // A flight from the pose at a change of camera to the new rig's pose; 1 has landed.
  let flight = 1;
  const flightFrom = new Vector3();
  const flightTurn = new Quaternion();
  let flightView = camera.fov;

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
    renderer.shadowMap.needsUpdate = true;
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

  function setTheme(next: Theme): void {
    theme = next;
    sky.setTheme(theme);
    renderer.toneMappingExposure = theme.exposure;
    if (frame) frame.theme = theme;
  }
  setTheme(theme);
  studio.refresh();

  function viewShape(): ViewShape {
    const { left, right, top, bottom } = insets;
    return {
      aspect: wantedWidth / Math.max(1, wantedHeight),
      freeWidth: Math.max(0.3, 1 - (left + right) / Math.max(1, wantedWidth)),
      freeHeight: Math.max(0.3, 1 - (top + bottom) / Math.max(1, wantedHeight)),
    };
  }

  function applySize(): void {
    if (!resized || wantedWidth === 0 || wantedHeight === 0) return;
    resized = false;
    const ratio = Math.min(2, globalThis.devicePixelRatio || 1);
    renderer.setPixelRatio((high ? ratio : Math.min(1, ratio)) * resolution);
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
    if (frame) rigs.orbit.fit(frame.layout, viewShape());
  }

  function moveCamera(current: Frame): void {
    const rig = rigs[mode];
    rig.update(current, Math.max(0, selected));
    flight = reducedMotion ? 1 : Math.min(1, flight + current.delta / flightSeconds);
    const share = flight * flight * (3 - 2 * flight);
    camera.position.lerpVectors(flightFrom, rig.pose.position, share);
    camera.quaternion.slerpQuaternions(flightTurn, rig.pose.rotation, share);
    const view = MathUtils.lerp(flightView, rig.pose.fieldOfView, share);
    if (view !== camera.fov) {
      camera.fov = view;
      camera.updateProjectionMatrix();
    }
    current.hidden = rig.insideAgent && flight > 0.75 ? Math.max(0, selected) : -1;
    const cut = rig.cutsWalls ? 1 : 0;
    const { cut: shown } = daylight;
    shown.value +=
      (cut - shown.value) * (reducedMotion ? 1 : 1 - Math.exp(-current.delta / cutTime));
  }

  const stage: Stage = {
    setLayout(layout) {
      const track = createTrack(layout);
      if (selected >= layout.agents) selected = -1;
      frame = {
        layout,
        track,
        now: 0,
        delta: 0,
        selected,
        hidden: -1,
        camera,
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
      };
      for (const part of parts) part.fit(layout);
      for (const rig of Object.values(rigs)) rig.fit(layout, viewShape());
    },
    push(snapshot, receivedAt) {
      if (frame && belongs(frame.track, snapshot)) pushSnapshot(frame.track, snapshot, receivedAt);
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
      moveCamera(frame);
      for (const part of parts) if (part.object.visible) part.update(frame);
      // Drawing on the processor, shadows follow every other frame.
      if (!high && frames++ % 2 === 0) renderer.shadowMap.needsUpdate = true;
      renderer.render(scene, camera);
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
      if (frame) {
        frame.attention = undefined;
        frame.strongest = undefined;
        frame.scan = undefined;
        frame.attentionCount++;
      }
    },
    get selected() {
      return selected < 0 ? undefined : selected;
    },
    setCamera(next) {
      if (next === mode) return;
      flightFrom.copy(camera.position);
      flightTurn.copy(camera.quaternion);
      flightView = camera.fov;
      flight = 0;
      rigs[mode].leave();
      mode = next;
      rigs[mode].enter();
    },
    get camera() {
      return mode;
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
    setGaze(points) {
      if (frame && points.length === frame.gaze.length) frame.gaze.set(points);
    },
    setOverlay(name, visible) {
      overlays.get(name);
      const overlay = drawnOverlays.get(name);
      if (overlay) overlay.object.visible = visible;
    },
    setSky(name) {
      setTheme(themes[name]);
    },
    screenshot() {
      // Drawn again in the same task: a WebGL canvas is only readable until it was presented.
      if (frame && !lost) renderer.render(scene, camera);
      return new Promise((resolve, reject) => {
        canvas.toBlob((blob) => {
          if (blob) resolve(blob);
          else reject(new Error('The canvas could not be read.'));
        }, 'image/png');
      });
    },
    info() {
      return {
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
      pointer.dispose();
      canvas.removeEventListener('webglcontextlost', onLost);
      canvas.removeEventListener('webglcontextrestored', onRestored);
      for (const rig of Object.values(rigs)) rig.dispose();
      for (const part of parts) part.dispose();
      studio.dispose();
      daylight.dispose();
      avatarMaterials.dispose();
      renderer.dispose();
    },
  };
  return stage;
}
