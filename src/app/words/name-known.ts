/** What the page calls what comes from elsewhere (known.ts), in the language that it speaks. */
import { words } from './index.ts';

/** A camel-case name as English words: "velocityForward" → "velocity forward". */
export function spelled(name: string): string {
  return name.replace(/([a-z])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`);
}

export function partName(part: string): string {
  return words.value.names.parts[part] ?? spelled(part);
}

export function featureName(feature: string): string {
  return words.value.names.features[feature] ?? spelled(feature);
}

/** Of learning; those that can be changed under way have titles (learning.settings). */
export function hyperparameterName(name: string): string {
  return words.value.names.hyperparameters[name] ?? spelled(name);
}

interface Titled {
  readonly name: string;
  readonly title: string;
}

export function sceneTitle({ name, title }: Titled): string {
  return words.value.names.scenes[name]?.title ?? title;
}

/** A scene by its name; one that is gone is called by that. */
export function titleOf(scene: string, scenes: readonly Titled[]): string {
  const known = scenes.find(({ name }) => name === scene);
  return known ? sceneTitle(known) : scene;
}

export function sceneDescription({
  name,
  description,
}: Pick<Titled, 'name'> & { readonly description: string }): string {
  return words.value.names.scenes[name]?.description ?? description;
}

/** Of published cases. */
export function columnTitle({ name, title }: Titled): string {
  return words.value.names.columns[name] ?? title;
}

/** Of a thing or a place; names of robots stay. */
export function labelText(label: string): string {
  return words.value.names.label(label);
}

/** Of an overlay of the view. */
export function overlayLabel(name: string, label: string): string {
  return words.value.names.overlays[name] ?? label;
}
