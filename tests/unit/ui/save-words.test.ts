import { describe, expect, it } from 'vitest';
import { wordsForSave } from '../../../src/ui/shell/save-words.ts';

const SAVED = { device: 'saved', shared: 'off', refusal: null, trouble: null, sharedSaved: true } as const;

describe('the save state', () => {
  it('says a failing device before anything else', () => {
    const state = { ...SAVED, device: 'failed', reason: 'quota', shared: 'live' } as const;
    expect(wordsForSave(state, false)).toEqual({ tone: 'bad', text: 'save.failed' });
  });

  it('says where a map of this device is kept', () => {
    expect(wordsForSave(SAVED, false)).toEqual({ tone: 'good', text: 'save.device' });
  });

  it('calls a shared map saved only when the server has committed it', () => {
    expect(wordsForSave({ ...SAVED, shared: 'live', sharedSaved: false }, false).text).toBe('save.sending');
    expect(wordsForSave({ ...SAVED, shared: 'live' }, false).text).toBe('save.live');
  });

  it('tells offline from connecting', () => {
    expect(wordsForSave({ ...SAVED, shared: 'offline' }, false).text).toBe('save.offline');
    expect(wordsForSave({ ...SAVED, shared: 'connecting' }, false).text).toBe('save.connecting');
  });

  it('says that a viewer only looks', () => {
    expect(wordsForSave({ ...SAVED, shared: 'live' }, true).text).toBe('save.read-only');
  });

  it('says that a refused link keeps changes on this device only', () => {
    expect(wordsForSave({ ...SAVED, shared: 'refused' }, false)).toEqual({ tone: 'bad', text: 'save.refused' });
  });
});
