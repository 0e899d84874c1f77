/**
 * What agents of a scenario observe, as its sensors say, each of which may be of a person's own writing: what they
 * say is checked here, once; what they then write, where a scenario is first observed (first-rows.ts).
 */
import { InputError, quoted } from '../core/input-error.ts';
import { isRecord } from '../core/is.ts';
import type { AgentPart, GraphPart, ObservationSpec, Part } from '../core/spec.ts';
import type { Scene } from '../scene/scene-file.ts';
import { checkFunction, checkInteger, checkOneOf, checkRecord, checkText } from './check-option.ts';
import type { Sensor } from './sensors/sensor.ts';

const agentKinds: readonly AgentPart['kind'][] = ['vector', 'set', 'anchor'];
const worldKinds: readonly GraphPart['kind'][] = ['graph'];

/** `where` names the scenario. */
export function specOf(where: string, sensors: readonly Sensor[], scene: Scene): ObservationSpec {
  if (!Array.isArray(sensors) || sensors.length === 0) {
    throw new InputError(`Expected ${where}: sensors to list at least one sensor, such as ego().`);
  }
  const names = new Set<string>();
  const agent: AgentPart[] = [];
  const world: GraphPart[] = [];
  const owners = new Map<string, string>();
  for (const [i, sensor] of sensors.entries()) {
    checkSensor(`${where}: sensors[${i}]`, sensor);
    const { name } = sensor;
    if (names.has(name)) throw new InputError(`${where}: sensor "${name}" stands there twice.`);
    names.add(name);
    const parts = sensor.parts(scene);
    checkRecord(`${where}: the parts of sensor "${name}"`, parts, '{ agent, world }');
    for (const part of [parts.agent, parts.world]) {
      if (part === undefined) continue;
      const at = `${where}: sensor "${name}"`;
      checkPart(at, part, part === parts.agent ? agentKinds : worldKinds);
      const owner = owners.get(part.name);
      if (owner !== undefined) {
        throw new InputError(
          `${at}: its part "${part.name}" has the name of a part of "${owner}", whose place it would take: give it ` +
            'another name.',
        );
      }
      owners.set(part.name, name);
    }
    if (parts.agent) agent.push(parts.agent);
    if (parts.world) world.push(parts.world);
  }
  return { version: 1, agent, world };
}

function checkSensor(at: string, sensor: unknown): asserts sensor is Sensor {
  if (typeof sensor === 'function') {
    const call = sensor.name === '' ? 'what it gives' : `${sensor.name}()`;
    throw new InputError(`Expected ${at} to be a sensor, got a function: write ${call}.`);
  }
  if (!isRecord<Sensor>(sensor)) {
    throw new InputError(`Expected ${at} to be a sensor, such as ego(), got ${quoted(sensor)}.`);
  }
  checkText(`${at}: name`, sensor.name);
  const own = `${at} ("${sensor.name}")`;
  checkFunction(`${own}: parts`, sensor.parts, '(scene) => { agent, world }');
  checkFunction(`${own}: bind`, sensor.bind, '(world, scene) => { writeAgent, writeWorld }');
}

function checkPart(at: string, part: Part, kinds: readonly Part['kind'][]): void {
  checkRecord(`${at}: its part`, part, '{ kind, name, features }');
  checkText(`${at}: the name of its part`, part.name);
  const own = `${at}: part "${part.name}"`;
  checkOneOf(`${own}: kind`, part.kind, kinds);
  checkFeatures(`${own}: features`, part.features);
  if (part.kind === 'set') checkInteger(`${own}: rows`, part.rows, { min: 1, max: 10_000 });
  if (part.kind === 'graph') checkFeatures(`${own}: edgeFeatures`, part.edgeFeatures);
}

function checkFeatures(at: string, features: unknown): void {
  if (!Array.isArray(features) || features.length === 0) {
    throw new InputError(`Expected ${at} to list at least one name, got ${quoted(features)}.`);
  }
  for (const [i, feature] of features.entries()) {
    checkText(`${at}[${i}]`, feature);
    if (features.indexOf(feature) === i) continue;
    throw new InputError(
      `Expected ${at} to be names of which none repeats, got "${feature}" twice.`,
    );
  }
}
