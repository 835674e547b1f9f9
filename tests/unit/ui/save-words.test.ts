import { describe, expect, it } from 'vitest';
import {
  badLinkPage,
  bannerFor,
  reasonToWait,
  refusalText,
  wordsForSave,
  wordsWhilePresenting,
} from '../../../src/ui/shell/save-words.ts';

const NOTHING = { map: null, comments: null } as const;
const SAVED = {
  device: 'saved',
  shared: 'off',
  refusal: null,
  refusedBytes: null,
  trouble: null,
  sharedSaved: true,
  commentsRefusal: null,
  unsent: NOTHING,
} as const;
const refused = <R extends string>(refusal: R) => ({ ...SAVED, shared: 'refused', refusal }) as const;

describe('the save state', () => {
  it('says a failing device before anything else', () => {
    const state = { ...SAVED, device: 'failed', reason: 'quota', shared: 'live' } as const;
    expect(wordsForSave(state, null)).toEqual({ tone: 'bad', text: 'save.failed' });
    expect(wordsForSave(state, 'past').text).toBe('save.failed');
  });

  it('says where a map of this device is kept', () => {
    expect(wordsForSave(SAVED, null)).toEqual({ tone: 'good', text: 'save.device' });
  });

  it('calls a shared map saved only when the server has committed it', () => {
    expect(wordsForSave({ ...SAVED, shared: 'live', sharedSaved: false }, null).text).toBe('save.sending');
    expect(wordsForSave({ ...SAVED, shared: 'live' }, null).text).toBe('save.live');
  });

  it('tells offline from connecting', () => {
    expect(wordsForSave({ ...SAVED, shared: 'offline' }, null).text).toBe('save.offline');
    expect(wordsForSave({ ...SAVED, shared: 'connecting' }, null).text).toBe('save.connecting');
  });

  it('tells looking from commenting, and that there is no network', () => {
    expect(wordsForSave({ ...SAVED, shared: 'live' }, 'view-link')).toEqual({ tone: 'good', text: 'save.read-only' });
    expect(wordsForSave({ ...SAVED, shared: 'live' }, 'comment-link').text).toBe('save.comment-only');
    const offline = { ...SAVED, shared: 'offline' } as const;
    expect(wordsForSave(offline, 'view-link')).toEqual({ tone: 'busy', text: 'save.read-only.offline' });
  });

  it('tells a commenter what became of the comments, as an editor of the edits', () => {
    const said = (state: object) => wordsForSave({ ...SAVED, shared: 'live', ...state }, 'comment-link');
    expect(said({})).toEqual({ tone: 'good', text: 'save.comment-only' });
    expect(said({ device: 'saving' })).toEqual({ tone: 'busy', text: 'save.saving' });
    expect(said({ sharedSaved: false })).toEqual({ tone: 'busy', text: 'save.sending' });
    expect(said({ shared: 'connecting', sharedSaved: false })).toEqual({ tone: 'busy', text: 'save.connecting' });
    expect(said({ shared: 'offline', sharedSaved: false })).toEqual({ tone: 'busy', text: 'save.offline' });
    expect(said({ shared: 'offline' })).toEqual({ tone: 'busy', text: 'save.comment-only.offline' });
    expect(said({ shared: 'offline', trouble: 'crowded' })).toEqual({ tone: 'busy', text: 'save.crowded' });
  });

  it('is not well for a viewer who is still connecting', () => {
    const words = wordsForSave({ ...SAVED, shared: 'connecting' }, 'view-link');
    expect(words).toEqual({ tone: 'busy', text: 'save.read-only.connecting' });
  });

  it('[S52] says that the comments are not taken, though the map is', () => {
    for (const readOnly of ['comment-link', null] as const) {
      const state = { ...SAVED, shared: 'live', commentsRefusal: 'too-big' } as const;
      expect(wordsForSave(state, readOnly)).toEqual({ tone: 'bad', text: 'save.comments-refused' });
      expect(bannerFor(state, readOnly)).toMatchObject({ tone: 'bad', text: 'banner.comments-too-big' });
      const malformed = { ...state, commentsRefusal: 'malformed' } as const;
      expect(bannerFor(malformed, readOnly)).toMatchObject({ text: 'banner.comments-refused', wayOn: 'reload' });
    }
  });

  it('never takes an earlier state for the present', () => {
    expect(wordsForSave({ ...SAVED, shared: 'live' }, 'past').text).toBe('save.past');
    expect(wordsForSave({ ...SAVED, shared: 'offline', trouble: 'crowded' }, 'past').text).toBe('save.past');
  });

  it('says why a link is no longer taken', () => {
    const said = (['revoked', 'expired', 'deleted', 'too-old', 'too-big', 'origin-refused', 'malformed'] as const).map(
      (refusal) => wordsForSave(refused(refusal), 'refused').text,
    );
    expect(said).toEqual([
      'save.revoked',
      'save.expired',
      'save.deleted',
      'save.too-old',
      'save.too-big',
      'save.origin-refused',
      'save.refused',
    ]);
    expect(wordsForSave({ ...SAVED, shared: 'refused' }, 'refused')).toEqual({ tone: 'bad', text: 'save.refused' });
  });

  it('says what troubles the server, until all is saved again', () => {
    const troubled = { ...SAVED, shared: 'offline', trouble: 'not-stored', sharedSaved: false } as const;
    expect(wordsForSave(troubled, null)).toEqual({ tone: 'busy', text: 'save.not-stored' });
    expect(wordsForSave({ ...troubled, shared: 'live' }, null).text).toBe('save.not-stored');
    expect(wordsForSave({ ...troubled, shared: 'live', sharedSaved: true }, null).text).toBe('save.live');
  });
});

describe('who looks at an earlier state, or presents,', () => {
  it('[S54] still reads that the link is no longer taken', () => {
    expect(wordsForSave(refused('revoked'), 'past')).toEqual({ tone: 'bad', text: 'save.revoked' });
    expect(bannerFor(refused('revoked'), 'past')).toMatchObject({ tone: 'bad', text: 'banner.revoked' });
    expect(wordsWhilePresenting(refused('revoked'), 'refused')).toEqual({ tone: 'bad', text: 'save.revoked' });
    const failed = { ...SAVED, device: 'failed' } as const;
    expect(wordsWhilePresenting(failed, null)).toEqual({ tone: 'bad', text: 'save.failed' });
  });

  it('[S54] is not told what passes by itself', () => {
    const live = { ...SAVED, shared: 'live' } as const;
    expect(wordsWhilePresenting(live, null)).toBeNull();
    expect(wordsWhilePresenting({ ...live, sharedSaved: false }, null)).toBeNull();
    expect(wordsWhilePresenting({ ...live, device: 'saving' }, null)).toBeNull();
    expect(wordsWhilePresenting({ ...live, shared: 'offline' }, null)).toEqual({ tone: 'busy', text: 'save.offline' });
    expect(wordsWhilePresenting(live, 'past')).toEqual({ tone: 'busy', text: 'save.past' });
  });
});

describe('a map that has never been here', () => {
  it('[S53] is waited for, and why', () => {
    const why = (state: object) => reasonToWait({ ...SAVED, shared: 'offline', ...state });
    expect(why({ shared: 'connecting' })).toBeNull();
    expect(why({})).toBe('offline');
    expect(why({ trouble: 'crowded' })).toBe('crowded');
    expect(wordsForSave({ ...SAVED, shared: 'offline' }, 'waiting')).toEqual({ tone: 'busy', text: 'save.not-here' });
    expect(wordsForSave({ ...SAVED, shared: 'connecting' }, 'waiting').text).toBe('save.waiting');
    expect(bannerFor({ ...SAVED, shared: 'offline', trouble: 'crowded' }, 'waiting')).toBeNull();
  });
});

describe('the banner', () => {
  it('is silent while all is well, offline included', () => {
    expect(bannerFor({ ...SAVED, shared: 'live' }, null)).toBeNull();
    expect(bannerFor({ ...SAVED, shared: 'offline' }, null)).toBeNull();
    expect(bannerFor({ ...SAVED, shared: 'live' }, 'past')).toBeNull();
  });

  it('says what a weaker link allows', () => {
    const words = bannerFor({ ...SAVED, shared: 'live' }, 'comment-link');
    expect(words).toEqual({ tone: 'warn', text: 'banner.comment-link', wayOn: null, unsent: null });
  });

  it('leads on from every refusal', () => {
    const ways = (
      ['revoked', 'expired', 'origin-refused', 'deleted', 'too-old', 'malformed', 'too-big', 'bad-token'] as const
    ).map((refusal) => bannerFor(refused(refusal), 'refused')?.wayOn);
    expect(ways).toEqual(['keep-copy', 'keep-copy', 'keep-copy', 'take-back', 'reload', 'reload', null, 'keep-copy']);
  });

  it('[S53] says that changes are safe while the server cannot write, where there are any', () => {
    const state = { ...SAVED, shared: 'offline', trouble: 'not-stored', sharedSaved: false } as const;
    const changed = { ...state, unsent: { map: 1, comments: null } };
    expect(bannerFor(changed, null)).toMatchObject({ tone: 'warn', text: 'banner.not-stored', wayOn: null });
    expect(bannerFor(state, null)?.text).toBe('banner.not-stored.waiting');
    expect(bannerFor(state, 'view-link')?.text).toBe('banner.not-stored.waiting');
    const stuck = { tone: 'bad', text: 'banner.not-stored.waiting', wayOn: 'keep-copy', unsent: 1 };
    expect(bannerFor(changed, 'view-link')).toEqual(stuck);
  });

  it('leads from a map of a newer version to the new page', () => {
    expect(bannerFor({ ...SAVED, shared: 'live' }, 'newer-schema')).toMatchObject({ tone: 'warn', wayOn: 'reload' });
  });
});

describe('what was changed here and cannot be sent', () => {
  const unsent = { map: 3, comments: 2 };
  const live = { ...SAVED, shared: 'live', unsent } as const;

  it('[S50] never looks shared to who has only a link to look, connected or not', () => {
    for (const shared of ['live', 'offline', 'connecting'] as const) {
      expect(wordsForSave({ ...live, shared }, 'view-link')).toEqual({ tone: 'bad', text: 'save.unsent' });
      const banner = { tone: 'bad', text: 'banner.view-link', wayOn: 'keep-copy', unsent: 2 };
      expect(bannerFor({ ...live, shared }, 'view-link')).toEqual(banner);
    }
  });

  it('[S50] of somebody who may comment it is the map alone: comments are sent', () => {
    expect(bannerFor(live, 'comment-link')?.unsent).toBe(3);
    expect(bannerFor({ ...live, unsent: { map: null, comments: 2 } }, 'comment-link')).toMatchObject({
      tone: 'warn',
      unsent: null,
    });
  });

  it('[S50] is said with every refusal', () => {
    for (const refusal of ['revoked', 'expired', 'no-such-map', 'bad-token'] as const) {
      expect(bannerFor({ ...refused(refusal), unsent }, 'refused')).toMatchObject({ unsent: 2, wayOn: 'keep-copy' });
      expect(bannerFor(refused(refusal), 'refused')?.unsent).toBeNull();
    }
  });

  it('is on its way with a link to edit, and nobody’s business on this device alone', () => {
    expect(wordsForSave({ ...live, sharedSaved: false }, null).text).toBe('save.sending');
    expect(bannerFor({ ...live, shared: 'offline' }, null)).toBeNull();
    expect(wordsForSave({ ...live, shared: 'off' }, null).text).toBe('save.device');
  });
});

describe('a link that opens nothing', () => {
  it('has a page for why, and the general one otherwise', () => {
    expect((['revoked', 'expired', 'deleted', 'too-old', 'origin-refused'] as const).map(badLinkPage)).toEqual([
      'revoked',
      'expired',
      'deleted',
      'too-old',
      'origin-refused',
    ]);
    expect(badLinkPage('no-such-map')).toBe('refused');
    expect(badLinkPage(null)).toBe('refused');
  });

  it('is told in the share dialog only while it is refused', () => {
    expect(refusalText(refused('revoked'))).toBe('banner.revoked');
    expect(refusalText(SAVED)).toBeNull();
  });
});
