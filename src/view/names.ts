/** Short friendly names by which a person tells agents apart; the same index is always the same name. */

const names = [
  'Ada',
  'Milo',
  'Juno',
  'Otto',
  'Nia',
  'Remy',
  'Suki',
  'Theo',
  'Iris',
  'Bo',
  'Lena',
  'Kai',
  'Wren',
  'Hugo',
  'Mina',
  'Axel',
  'Faye',
  'Rio',
  'Tess',
  'Nico',
  'Opal',
  'Finn',
  'Zara',
  'Elio',
] as const;

/** Index 24 is "Ada 2", and so on. */
export function agentName(index: number): string {
  const name = names[index % names.length] as string;
  const round = Math.floor(index / names.length);
  return round === 0 ? name : `${name} ${round + 1}`;
}

/** The visitor's, who reads it: in the page's language, if whoever shows it knows one. */
export const visitorName = 'You';
