/**
 * Where agents have been in the last ten seconds of the world: a ribbon on the ground behind each, in its colour,
 * that fades with age. Of a crowd the selected one's alone. It is broken where an agent was put elsewhere, and where
 * nobody saw it go: while trails were switched off, or the page was not in view.
 *
 * Axes: A agents, P points of each, in a ring: the newest is where the agent is drawn now and moves with it, until
 * it is left behind at the next tick and another is the newest. Which points are joined is written at each tick.
 * Nothing is allocated after `fit`.
 */
import {
  BufferAttribute,
  BufferGeometry,
  Color,
  DoubleSide,
  DynamicDrawUsage,
  Group,
  Mesh,
  ShaderMaterial,
} from 'three';
import type { Frame } from '../frame.ts';
import { agentColour } from '../palette.ts';
import type { Overlay, OverlayKind } from './overlay.ts';

/** Seconds of the world that are remembered, and points that they are remembered in. */
const seconds = 10;
const points = 64;
const tick = seconds / (points - 2);
/** Agents above which only the selected one leaves a trail. */
const crowd = 64;
const halfWidth = 0.07;
/** Above the ground, under its marks. */
const lift = 0.03;
/** Metres, and times as fast as it can walk: who has gone farther since the last tick was put there. */
const slack = 1;
const haste = 2;
/** Milliseconds from one frame to the next after which it is not known where agents went. */
const longest = 3000;

const vertexShader = /* glsl */ `
attribute float born;
attribute float side;
attribute vec3 tone;
uniform float now;
uniform float life;
varying float vAge;
varying float vSide;
varying vec3 vTone;
void main() {
  vAge = clamp((now - born) / life, 0.0, 1.0);
  vSide = side;
  vTone = tone;
  gl_Position = projectionMatrix * viewMatrix * vec4(position, 1.0);
}`;

const fragmentShader = /* glsl */ `
varying float vAge;
varying float vSide;
varying vec3 vTone;
void main() {
  float across = abs(vSide);
  // It grows thin as it fades.
  float body = 1.0 - smoothstep(1.0 - 0.75 * vAge - 0.3, 1.0 - 0.75 * vAge, across);
  float alpha = 0.72 * (1.0 - vAge) * body;
  if (alpha < 0.004) discard;
  gl_FragColor = vec4(mix(vTone, vec3(1.0), 0.12), alpha);
  #include <colorspace_fragment>
}`;

function create(): Overlay {
  const object = new Group();
  const now = { value: 0 };
  const surface = new ShaderMaterial({
    uniforms: { now, life: { value: seconds } },
    ...{ vertexShader, fragmentShader, side: DoubleSide },
    ...{ transparent: true, depthWrite: false, toneMapped: false },
  });
  const mesh = new Mesh(new BufferGeometry(), surface);
  mesh.frustumCulled = false;
  mesh.renderOrder = 1;
  mesh.visible = false;
  object.add(mesh);

  /** Trails that there are: one for each agent, or one of the selected. */
  let trails = 0;
  let isCrowd = false;
  let halfHeight = 0;
  let maxSpeed = 0;
  let fitted = '';
  /** [trails · P, 2, 3], and so on: two points of the ribbon for each of the trail. */
  let position = new BufferAttribute(new Float32Array(0), 3);
  let born = new BufferAttribute(new Float32Array(0), 1);
  let tone = new BufferAttribute(new Float32Array(0), 3);
  let index = new BufferAttribute(new Uint16Array(0), 1);
  /** [trails · P] 1: joined to the one before it. */
  let joined = new Uint8Array(0);
  /** [trails, 2] of the point before the newest. */
  let last = new Float32Array(0);
  /** [trails] */
  let spawned = new Float64Array(0);
  /** Which point of each trail is the newest; the agent of the only trail of a crowd. */
  let newest = 0;
  let agent = -1;
  let tickedAt = Number.NaN;
  /** When the last frame was drawn, milliseconds. */
  let seenAt = Number.NEGATIVE_INFINITY;
  const colour = new Color();

  function clear(): void {
    joined.fill(0);
    spawned.fill(Number.NaN);
    tickedAt = Number.NaN;
    mesh.geometry.setDrawRange(0, 0);
  }

  const agentOf = (trail: number) => (isCrowd ? agent : trail);

  /** Where the agent is drawn: its trail's newest point. */
  function put(trail: number, { track }: Frame): void {
    const { drawn } = track;
    const a = agentOf(trail);
    const x = drawn.position[3 * a] as number;
    const y = (drawn.position[3 * a + 1] as number) - halfHeight + lift;
    const z = drawn.position[3 * a + 2] as number;
    const point = trail * points + newest;
    const dx = x - (last[2 * trail] as number);
    const dz = z - (last[2 * trail + 1] as number);
    const length = Math.hypot(dx, dz);
    // Standing still it has no direction: it keeps the one that is written there.
    if (length > 1e-3) {
      const sideX = (-dz / length) * halfWidth;
      const sideZ = (dx / length) * halfWidth;
      position.setXYZ(2 * point, x + sideX, y, z + sideZ);
      position.setXYZ(2 * point + 1, x - sideX, y, z - sideZ);
    } else {
      position.setXYZ(2 * point, x, y, z);
      position.setXYZ(2 * point + 1, x, y, z);
    }
    born.setX(2 * point, now.value);
    born.setX(2 * point + 1, now.value);
  }

  /** The newest points stay where they are, and others go on with the agents. */
  function leaveBehind({ track }: Frame): void {
    newest = (newest + 1) % points;
    for (let trail = 0; trail < trails; trail++) {
      const a = agentOf(trail);
      joined[trail * points + newest] = 1;
      // The oldest is joined to nothing any more.
      joined[trail * points + ((newest + 1) % points)] = 0;
      last[2 * trail] = track.drawn.position[3 * a] as number;
      last[2 * trail + 1] = track.drawn.position[3 * a + 2] as number;
    }
    join();
  }

  function join(): void {
    let at = 0;
    for (let point = 0; point < trails * points; point++) {
      if (joined[point] === 0) continue;
      const ring = point % points;
      const before = 2 * (point - ring + ((ring + points - 1) % points));
      index.setX(at, before);
      index.setX(at + 1, before + 1);
      index.setX(at + 2, 2 * point);
      index.setX(at + 3, before + 1);
      index.setX(at + 4, 2 * point + 1);
      index.setX(at + 5, 2 * point);
      at += 6;
    }
    index.needsUpdate = true;
    mesh.geometry.setDrawRange(0, at);
  }

  /** Whether somebody's trail begins anew here. */
  function breakOff({ track }: Frame): boolean {
    let isBroken = false;
    // Of frames that are far apart, agents have gone far.
    const jump = slack + haste * maxSpeed * (now.value - tickedAt);
    for (let trail = 0; trail < trails; trail++) {
      const a = agentOf(trail);
      const x = track.drawn.position[3 * a] as number;
      const z = track.drawn.position[3 * a + 2] as number;
      const far = Math.hypot(x - (last[2 * trail] as number), z - (last[2 * trail + 1] as number));
      const spawnedAt = track.spawnedAt[a] as number;
      if (spawned[trail] === spawnedAt && far <= jump) continue;
      spawned[trail] = spawnedAt;
      joined[trail * points + newest] = 0;
      last[2 * trail] = x;
      last[2 * trail + 1] = z;
      isBroken = true;
    }
    return isBroken;
  }

  function paint(trail: number): void {
    colour.set(agentColour(agentOf(trail)));
    for (let i = 0; i < 2 * points; i++) {
      tone.setXYZ(2 * points * trail + i, colour.r, colour.g, colour.b);
    }
    tone.needsUpdate = true;
  }

  return {
    object,
    fit({ scene, seed, agents, body }) {
      const wanted = `${scene} ${seed} ${agents}`;
      // A layout that was changed goes on.
      if (wanted === fitted) return;
      fitted = wanted;
      halfHeight = body.height / 2;
      maxSpeed = body.maxSpeed;
      isCrowd = agents > crowd;
      trails = isCrowd ? 1 : agents;
      agent = -1;
      mesh.geometry.dispose();
      mesh.geometry = new BufferGeometry();
      const count = 2 * points * trails;
      position = new BufferAttribute(new Float32Array(3 * count), 3);
      born = new BufferAttribute(new Float32Array(count), 1);
      tone = new BufferAttribute(new Float32Array(3 * count), 3);
      index = new BufferAttribute(new Uint16Array(6 * points * trails), 1);
      const side = Float32Array.from({ length: count }, (_, i) => (i % 2 === 0 ? -1 : 1));
      for (const attribute of [position, born, index]) attribute.setUsage(DynamicDrawUsage);
      mesh.geometry.setAttribute('position', position);
      mesh.geometry.setAttribute('born', born);
      mesh.geometry.setAttribute('tone', tone);
      mesh.geometry.setAttribute('side', new BufferAttribute(side, 1));
      mesh.geometry.setIndex(index);
      joined = new Uint8Array(points * trails);
      last = new Float32Array(2 * trails);
      spawned = new Float64Array(trails);
      clear();
      for (let trail = 0; trail < trails && !isCrowd; trail++) paint(trail);
    },
    update(frame) {
      const { selected, time, track } = frame;
      if (isCrowd && agent !== selected) {
        agent = selected;
        clear();
        if (agent >= 0) paint(0);
      }
      mesh.visible = trails > 0 && (!isCrowd || (agent >= 0 && agent < track.agents));
      if (!mesh.visible) return;
      // A world that was set back has no past any more.
      if (time < now.value) clear();
      now.value = time;
      if (Number.isNaN(tickedAt)) tickedAt = time;
      if (frame.now - seenAt > longest) spawned.fill(Number.NaN);
      seenAt = frame.now;
      if (breakOff(frame)) join();
      for (let trail = 0; trail < trails; trail++) put(trail, frame);
      if (time >= tickedAt + tick) {
        tickedAt = time;
        leaveBehind(frame);
        for (let trail = 0; trail < trails; trail++) put(trail, frame);
      }
      mesh.visible = mesh.geometry.drawRange.count > 0;
      position.needsUpdate = true;
      born.needsUpdate = true;
    },
    begin() {
      spawned.fill(Number.NaN);
    },
    dispose() {
      mesh.geometry.dispose();
      surface.dispose();
    },
  };
}

export const trails: OverlayKind = { label: 'Trails', visible: true, of: 'all', create };
