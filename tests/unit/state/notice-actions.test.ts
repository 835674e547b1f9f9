import { expect, it } from 'vitest';
import { withoutMap } from '../../../src/state/notice-actions.ts';
import type { Notice } from '../../../src/state/types.ts';

const [closed, other] = [{}, {}];
const action = { label: 'Undo', run: () => undefined };

it('[S64] what a notice offers to do with a map goes when the map is closed', () => {
  const passing: Notice = { id: 1, kind: 'info', text: 'Removed', action, on: closed };
  const elsewhere: Notice = { id: 2, kind: 'info', text: 'Removed', action, on: other };
  const ofNone: Notice = { id: 3, kind: 'error', text: 'Its owner has deleted it', action };
  expect(withoutMap([passing, elsewhere, ofNone], closed)).toEqual([elsewhere, ofNone]);
});

it('[S64] words that nothing else holds stay on the screen, without the action', () => {
  const words: Notice = { id: 1, kind: 'error', text: 'Ada, CFO', action, on: closed };
  expect(withoutMap([words], closed)).toEqual([{ id: 1, kind: 'error', text: 'Ada, CFO' }]);
});
