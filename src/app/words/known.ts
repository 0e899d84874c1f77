/**
 * Names that the page meets and did not make: of scenes, overlays, numbers of an observation, settings, metrics. They
 * are English where they come from, and a new one needs none to work: what a language has no name for keeps its own.
 */
export interface KnownNames {
  /** By the scenario's name. */
  readonly scenes: Readonly<
    Record<string, { readonly title: string; readonly description: string }>
  >;
  /** By the name under which it is registered. */
  readonly overlays: Readonly<Record<string, string>>;
  /** Of an observation: its parts, and the numbers in them. */
  readonly parts: Readonly<Record<string, string>>;
  readonly features: Readonly<Record<string, string>>;
  /** Of learning; those that can be changed under way have words of their own (learning.settings). */
  readonly hyperparameters: Readonly<Record<string, string>>;
  /** Columns of published cases: the page's own, and a scenario's metrics. */
  readonly columns: Readonly<Record<string, string>>;
  /** A thing's or a place's label as it is read, made of words that are known: "hedge 3", "North-east quarter". */
  readonly label: (label: string) => string;
}
