/**
 * The peer of the simulation: a layout's bodies in Rapier and nothing else, through its public API as
 * a user would write it, with the overloads that fill a target object. Per decision each agent's
 * velocity is set towards a place of its own, the physics takes its substeps, each agent's position is
 * read, and its rays are cast by Rapier.
 *
 * The same bodies, shapes, collision groups, substeps and number of rays as a `World` has; no doors
 * that slide and no steering (walkers walk to and fro), no contacts read, no sensor but the rays.
 * Axes: A agents. SI units.
 */
import RAPIER from '@dimforge/rapier3d-compat';
import { createRandom } from '../../core/random.ts';
import type { Layout, Placed, Shape } from '../../scene/layout.ts';

export interface RawRapier {
  /** One decision. */
  step(): void;
  dispose(): void;
}

export interface RawRapierOptions {
  readonly decisionSeconds: number;
  readonly substeps: number;
  readonly rays: number;
  readonly reach: number;
  readonly seed: number;
}

const members = { standing: 1, agent: 4, prop: 8, walker: 32 } as const;

function groups(member: number, meets: number): number {
  return ((member << 16) | meets) >>> 0;
}

function colliderOf(shape: Shape): RAPIER.ColliderDesc {
  if (shape.type === 'cylinder') {
    return RAPIER.ColliderDesc.cylinder(shape.height / 2, shape.radius);
  }
  return RAPIER.ColliderDesc.cuboid(shape.size[0] / 2, shape.size[1] / 2, shape.size[2] / 2);
}

function turned(yaw: number): RAPIER.Rotation {
  return { x: 0, y: Math.sin(yaw / 2), z: 0, w: Math.cos(yaw / 2) };
}

function at(desc: RAPIER.RigidBodyDesc, { position, yaw }: Placed): RAPIER.RigidBodyDesc {
  return desc.setTranslation(...position).setRotation(turned(yaw));
}

/** `starts` [A, 3]: where the agents of the world begin. Rapier must have been loaded. */
export function createRawRapier(
  layout: Layout,
  starts: Float32Array,
  { decisionSeconds, substeps, rays, reach, seed }: RawRapierOptions,
): RawRapier {
  const { body, agents, min, max } = layout;
  const random = createRandom(seed, 'raw rapier');
  const world = new RAPIER.World({ x: 0, y: 0, z: 0 });
  world.timestep = decisionSeconds / substeps;
  world.integrationParameters.normalizedPredictionDistance = 4 * body.maxSpeed * world.timestep;
  const standing = groups(members.standing, 0xffff);

  // 1. What stands, and the border around it.
  for (const fixed of layout.statics) {
    const desc = colliderOf(fixed.shape).setTranslation(...fixed.position);
    world.createCollider(desc.setRotation(turned(fixed.yaw)).setCollisionGroups(standing));
  }
  const middle = [(min[0] + max[0]) / 2, (min[1] + max[1]) / 2] as const;
  const half = [(max[0] - min[0]) / 2, (max[1] - min[1]) / 2] as const;
  for (const side of [-1, 1]) {
    const alongZ = RAPIER.ColliderDesc.cuboid(1, 100, half[1] + 4);
    alongZ.setTranslation(middle[0] + side * (half[0] + 1), 0, middle[1]);
    world.createCollider(alongZ.setCollisionGroups(standing));
    const alongX = RAPIER.ColliderDesc.cuboid(half[0] + 4, 100, 1);
    alongX.setTranslation(middle[0], 0, middle[1] + side * (half[1] + 1));
    world.createCollider(alongX.setCollisionGroups(standing));
  }

  // 2. What moves: agents and props by the solver, doors and walkers by their own.
  const walking = Array.from({ length: agents }, (_, a) => {
    const desc = RAPIER.RigidBodyDesc.dynamic()
      .setTranslation(starts[3 * a] as number, body.height / 2, starts[3 * a + 2] as number)
      .lockRotations()
      .enabledTranslations(true, false, true)
      .setCanSleep(false);
    const agent = world.createRigidBody(desc);
    const capsule = RAPIER.ColliderDesc.capsule(body.height / 2 - body.radius, body.radius)
      .setFriction(0)
      .setFrictionCombineRule(RAPIER.CoefficientCombineRule.Min)
      .setCollisionGroups(groups(members.agent, 0xffff));
    world.createCollider(capsule, agent);
    return agent;
  });
  for (const prop of layout.props) {
    const desc = at(RAPIER.RigidBodyDesc.dynamic(), prop)
      .enabledTranslations(true, false, true)
      .enabledRotations(false, true, false)
      .setLinearDamping(3)
      .setAngularDamping(3);
    const collider = colliderOf(prop.shape).setMass(prop.mass);
    world.createCollider(
      collider.setCollisionGroups(groups(members.prop, 0xffff)),
      world.createRigidBody(desc),
    );
  }
  for (const door of layout.doors) {
    const collider = colliderOf({ type: 'box', size: door.size }).setCollisionGroups(standing);
    const desc = at(RAPIER.RigidBodyDesc.kinematicPositionBased(), door);
    world.createCollider(collider, world.createRigidBody(desc));
  }
  const walkers = layout.walkers.map((walker) => {
    const [x, z] = walker.route[0] as readonly [number, number];
    const desc = RAPIER.RigidBodyDesc.kinematicPositionBased();
    const pedestrian = world.createRigidBody(desc.setTranslation(x, walker.height / 2, z));
    const capsule = RAPIER.ColliderDesc.capsule(walker.height / 2 - walker.radius, walker.radius);
    capsule.setFriction(0).setCollisionGroups(groups(members.walker, members.agent | members.prop));
    world.createCollider(capsule, pedestrian);
    return { pedestrian, x, z, y: walker.height / 2, stride: walker.speed * world.timestep };
  });

  const goal = Float64Array.from({ length: 2 * agents }, (_, i) =>
    random.range(min[i % 2 === 0 ? 0 : 1] as number, max[i % 2 === 0 ? 0 : 1] as number),
  );
  const directions = Array.from({ length: rays }, (_, r) => ({
    x: -Math.sin((2 * Math.PI * r) / rays),
    y: 0,
    z: -Math.cos((2 * Math.PI * r) / rays),
  }));
  const here = { x: 0, y: 0, z: 0 };
  const velocity = { x: 0, y: 0, z: 0 };
  const next = { x: 0, y: 0, z: 0 };
  const ray = new RAPIER.Ray(here, directions[0] as RAPIER.Vector);
  const seen = groups(0xffff, members.standing);
  const distance = new Float32Array(agents * rays);
  let steps = 0;

  return {
    step() {
      for (let a = 0; a < agents; a++) {
        const agent = walking[a] as RAPIER.RigidBody;
        agent.translation(here);
        let dx = (goal[2 * a] as number) - here.x;
        let dz = (goal[2 * a + 1] as number) - here.z;
        if (dx * dx + dz * dz < 1) {
          goal[2 * a] = random.range(min[0], max[0]);
          goal[2 * a + 1] = random.range(min[1], max[1]);
          dx = (goal[2 * a] as number) - here.x;
          dz = (goal[2 * a + 1] as number) - here.z;
        }
        const scale = body.maxSpeed / Math.max(1e-6, Math.sqrt(dx * dx + dz * dz));
        velocity.x = dx * scale;
        velocity.z = dz * scale;
        agent.setLinvel(velocity, true);
      }
      for (let s = 0; s < substeps; s++) {
        for (const walker of walkers) {
          walker.x += (steps & 63) < 32 ? walker.stride : -walker.stride;
          next.x = walker.x;
          next.y = walker.y;
          next.z = walker.z;
          walker.pedestrian.setNextKinematicTranslation(next);
        }
        world.step();
      }
      steps++;
      for (let a = 0; a < agents; a++) {
        (walking[a] as RAPIER.RigidBody).translation(here);
        for (let r = 0; r < rays; r++) {
          ray.dir = directions[r] as RAPIER.Vector;
          const hit = world.castRay(ray, reach, true, undefined, seen);
          distance[a * rays + r] = hit ? hit.timeOfImpact : reach;
        }
      }
    },
    dispose: () => world.free(),
  };
}
