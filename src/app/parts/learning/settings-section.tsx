/** What of learning can be changed under way, folded away, and what would need a new start. */
import { useState } from 'preact/hooks';
import {
  fixedSettings,
  type Setting,
  settings,
  settingText,
  stopsWith,
} from '../../learning/settings.ts';
import { words } from '../../words/index.ts';
import type { PartProps } from '../part.ts';
import { Row } from './figures.tsx';

interface SliderProps {
  readonly setting: Setting;
  readonly value: number;
  readonly onChange: (value: number) => void;
}

function SettingSlider({ setting, value, onChange }: SliderProps) {
  /** While the slider is dragged: it is set once it is let go, not at every stop on the way. */
  const [dragged, drag] = useState<number | undefined>();
  const stops = stopsWith(setting, value);
  const at = dragged ?? stops.indexOf(value);
  const text = settingText(stops[at] ?? value);
  const id = `setting-${setting.name}`;
  const { title, meaning } = words.value.learning.settings.of[setting.name];
  return (
    <li class="setting-row">
      <label for={id}>{title}</label>
      <output for={id}>{text}</output>
      <input
        id={id}
        type="range"
        min={0}
        max={stops.length - 1}
        step={1}
        value={at}
        style={{ '--share': at / (stops.length - 1) }}
        aria-valuetext={text}
        aria-describedby={`${id}-meaning`}
        onInput={(event) => drag(Number(event.currentTarget.value))}
        onChange={(event) => {
          const next = stops[Number(event.currentTarget.value)];
          drag(undefined);
          if (next !== undefined && next !== value) onChange(next);
        }}
      />
      <p id={`${id}-meaning`}>{meaning}</p>
    </li>
  );
}

export function SettingsSection({ state, commands }: PartProps) {
  const present = state.learning.settings.value;
  if (!present) return null;
  const phrases = words.value.learning.settings;
  return (
    <details class="settings">
      <summary>{phrases.title}</summary>
      <p class="reason">{phrases.when}</p>
      <ul>
        {settings.map((setting) => (
          <SettingSlider
            key={setting.name}
            setting={setting}
            value={present[setting.name]}
            onChange={(value) => commands.adjust(setting.name, value)}
          />
        ))}
      </ul>
      <details class="fixed-settings">
        <summary>{phrases.fixed}</summary>
        <p class="reason">{phrases.fixedReason}</p>
        <dl class="rows">
          {fixedSettings(present).map(([name, value]) => (
            <Row key={name} name={name}>
              {value}
            </Row>
          ))}
        </dl>
      </details>
    </details>
  );
}
