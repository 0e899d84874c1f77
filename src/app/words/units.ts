/** Numbers with their units, as each language writes them. Numbers come written already (format.ts). */
import type { Language } from './language.ts';

export interface Units {
  readonly seconds: (n: string) => string;
  readonly minutes: (n: string) => string;
  readonly hours: (n: string) => string;
  readonly days: (n: string) => string;
  readonly bytes: (n: string, unit: 'kB' | 'MB' | 'GB') => string;
  /** Two units after each other, the larger one first. */
  readonly and: (larger: string, smaller: string) => string;
  /** Whole minutes in a sentence; `one`: it is a single one. */
  readonly minutesInWords: (n: string, one: boolean) => string;
  readonly metres: (n: string) => string;
  readonly metresPerSecond: (n: string) => string;
  readonly perSecond: (n: string) => string;
  readonly percent: (n: string) => string;
}

const en: Units = {
  seconds: (n) => `${n} s`,
  minutes: (n) => `${n} min`,
  hours: (n) => `${n} h`,
  days: (n) => (n === '1' ? `${n} day` : `${n} days`),
  bytes: (n, unit) => `${n}\u00a0${unit}`,
  and: (larger, smaller) => `${larger} ${smaller}`,
  minutesInWords: (n, one) => (one ? `${n} minute` : `${n} minutes`),
  metres: (n) => `${n} m`,
  metresPerSecond: (n) => `${n} m/s`,
  perSecond: (n) => `${n}/s`,
  // Kept together by a space that does not break.
  percent: (n) => `${n}\u00a0%`,
};

const zh: Units = {
  seconds: (n) => `${n} 秒`,
  minutes: (n) => `${n} 分`,
  hours: (n) => `${n} 小时`,
  days: (n) => `${n} 天`,
  bytes: (n, unit) => `${n} ${unit}`,
  and: (larger, smaller) => `${larger} ${smaller}`,
  minutesInWords: (n) => `${n} 分钟`,
  metres: (n) => `${n} 米`,
  metresPerSecond: (n) => `${n} 米/秒`,
  perSecond: (n) => `${n}/秒`,
  percent: (n) => `${n}%`,
};

export const units: Readonly<Record<Language, Units>> = { en, zh };
