/** A choice of one of a few, side by side. */
import type { ComponentChildren } from 'preact';

interface ChoiceProps<Option extends string> {
  readonly name: string;
  readonly title: string;
  readonly options: readonly Option[];
  readonly chosen: Option;
  readonly labels: Readonly<Record<Option, string>>;
  readonly onChoose: (option: Option) => void;
  /** Of the labels, where they are not in the page's language. */
  readonly langs?: Readonly<Record<Option, string>>;
  /** A line under the choice. */
  readonly line?: ComponentChildren;
}

export function Choice<Option extends string>(props: ChoiceProps<Option>) {
  const { name, title, options, chosen, labels, onChoose, langs, line } = props;
  return (
    <fieldset class="preference">
      <legend>{title}</legend>
      <div class="segments">
        {options.map((option) => (
          <label key={option} class="segment" lang={langs?.[option]}>
            <input
              type="radio"
              name={`preference-${name}`}
              checked={option === chosen}
              onChange={() => onChoose(option)}
            />
            <span>{labels[option]}</span>
          </label>
        ))}
      </div>
      {line}
    </fieldset>
  );
}
