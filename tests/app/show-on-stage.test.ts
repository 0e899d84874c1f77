import { expect, it } from 'vitest';
import { addressDefaults } from '../../src/app/address.ts';
import { showOnStage } from '../../src/app/show-on-stage.ts';
import { createState } from '../../src/app/state.ts';
import { language } from '../../src/app/words/language.ts';
import type { Stage } from '../../src/view/stage.ts';

it('the visitor’s name stands over them in the language that the page speaks', () => {
  const names: string[] = [];
  const own = { nameVisitor: (name: string) => names.push(name) };
  const stage = new Proxy(own, {
    get: (known, name) => (name in known ? known.nameVisitor : () => {}),
  }) as unknown as Stage;
  const state = createState({ scenes: [], address: addressDefaults, now: 0, panelOpen: true });
  const stop = showOnStage(state, stage);
  language.value = 'zh';
  language.value = 'en';
  stop();
  expect(names).toEqual(['You', '你', 'You']);
});
