/** What the states of device, link and connection say, as message keys: pure, so that every combination is tested. */
import type { MessageKey } from '../../i18n/index.ts';
import type { ReadOnlyReason, RefusalReason, SaveState, Trouble } from '../../state/index.ts';

export interface SaveWords {
  readonly tone: 'good' | 'busy' | 'bad';
  readonly text: Extract<MessageKey, `save.${string}`>;
}

/** What the screen offers to somebody whose link is no longer taken. */
export type WayOn = 'keep-copy' | 'take-back' | 'reload' | null;

export interface BannerWords {
  readonly tone: 'warn' | 'bad';
  readonly text: Exclude<
    Extract<MessageKey, `banner.${string}`>,
    'banner.not-saved' | 'banner.dropped' | 'banner.unsent'
  >;
  readonly wayOn: WayOn;
  /** Since when what was changed here cannot reach the others with this link; null = it can, or there is nothing. */
  readonly unsent: number | null;
}

const REFUSED: Readonly<Partial<Record<RefusalReason, SaveWords['text']>>> = {
  revoked: 'save.revoked',
  expired: 'save.expired',
  deleted: 'save.deleted',
  'too-old': 'save.too-old',
  'too-big': 'save.too-big',
  'origin-refused': 'save.origin-refused',
};

const TROUBLES: Readonly<Record<Trouble, SaveWords['text']>> = {
  'not-stored': 'save.not-stored',
  crowded: 'save.crowded',
  unreadable: 'save.unreadable',
};

/** The worst comes first: a failing device, then refusal, then what is under way, then what is safe. */
export function wordsForSave(state: SaveState, readOnly: ReadOnlyReason | null): SaveWords {
  if (state.device === 'failed') return { tone: 'bad', text: 'save.failed' };
  if (state.shared === 'refused') {
    return { tone: 'bad', text: (state.refusal === null ? undefined : REFUSED[state.refusal]) ?? 'save.refused' };
  }
  if (readOnly === 'past') return { tone: 'busy', text: 'save.past' };
  if (readOnly === 'waiting') {
    return { tone: 'busy', text: reasonToWait(state) === null ? 'save.waiting' : 'save.not-here' };
  }
  if (unsentSince(state, readOnly) !== null) return { tone: 'bad', text: 'save.unsent' };
  if (state.commentsRefusal !== null) return { tone: 'bad', text: 'save.comments-refused' };
  if (readOnly === 'view-link' || readOnly === 'newer-schema') return wordsForReader(state);
  if (state.device === 'saving') return { tone: 'busy', text: 'save.saving' };
  if (state.shared === 'off') return { tone: 'good', text: 'save.device' };
  const trouble = troubleOf(state);
  if (trouble !== null) return { tone: 'busy', text: TROUBLES[trouble] };
  const mayOnlyComment = readOnly === 'comment-link';
  if (state.shared === 'live') {
    if (!state.sharedSaved) return { tone: 'busy', text: 'save.sending' };
    return { tone: 'good', text: mayOnlyComment ? 'save.comment-only' : 'save.live' };
  }
  if (state.shared === 'connecting') return { tone: 'busy', text: 'save.connecting' };
  return { tone: 'busy', text: mayOnlyComment && state.sharedSaved ? 'save.comment-only.offline' : 'save.offline' };
}

/** Who changes nothing has nothing to be saved, but is connected or not. */
function wordsForReader({ shared }: SaveState): SaveWords {
  if (shared === 'offline') return { tone: 'busy', text: 'save.read-only.offline' };
  if (shared === 'connecting') return { tone: 'busy', text: 'save.read-only.connecting' };
  return { tone: 'good', text: 'save.read-only' };
}

/**
 * Since when something here is on this device only because the link in use cannot send it, in milliseconds since 1970.
 * What a link can send is on its way, and the words for that say so.
 */
function unsentSince({ shared, unsent: { map, comments } }: SaveState, readOnly: ReadOnlyReason | null): number | null {
  if (shared === 'off') return null;
  if (readOnly === 'comment-link' && shared !== 'refused') return map;
  if (readOnly !== 'view-link' && shared !== 'refused') return null;
  return map !== null && comments !== null ? Math.min(map, comments) : (map ?? comments);
}

/** What the server has said is over once it has saved everything after it. */
function troubleOf({ shared, sharedSaved, trouble }: SaveState): Trouble | null {
  return shared === 'live' && sharedSaved ? null : trouble;
}

/** Why a map that has never been here does not come; null = it is on its way. */
export function reasonToWait({ shared, trouble }: SaveState): Trouble | 'offline' | null {
  return trouble ?? (shared === 'offline' ? 'offline' : null);
}

/** The state in a few words for the room, where the bar is not shown: what is wrong, and nothing that passes by itself. */
export function wordsWhilePresenting(state: SaveState, readOnly: ReadOnlyReason | null): SaveWords | null {
  const words = wordsForSave(state, readOnly);
  const isLasting = words.tone === 'bad' || readOnly === 'past' || state.shared === 'offline';
  return isLasting ? words : null;
}

/** The sentence over the drawing about link and connection, with the way on from there; null when there is nothing to say. */
export function bannerFor(state: SaveState, readOnly: ReadOnlyReason | null): BannerWords | null {
  const unsent = unsentSince(state, readOnly);
  if (state.shared === 'refused') return { ...wordsForRefusal(state.refusal), unsent };
  // Over an empty page that says itself what it waits for, and over one that says which past it shows.
  if (readOnly === 'past' || readOnly === 'waiting') return null;
  const trouble = troubleOf(state);
  if (trouble !== null) return wordsForTrouble(trouble, state, unsent);
  if (state.commentsRefusal !== null) return wordsForComments(state.commentsRefusal);
  if (readOnly === null || readOnly === 'refused') return null;
  if (unsent !== null) return { tone: 'bad', text: `banner.${readOnly}`, wayOn: 'keep-copy', unsent };
  const wayOn = readOnly === 'newer-schema' ? 'reload' : null;
  return { tone: 'warn', text: `banner.${readOnly}`, wayOn, unsent };
}

/** Only what there is may be called safe, and only what this link can send is sent. */
function wordsForTrouble(trouble: Trouble, state: SaveState, unsent: number | null): BannerWords {
  if (unsent !== null) return { tone: 'bad', text: `banner.${trouble}.waiting`, wayOn: 'keep-copy', unsent };
  const hasChanges = state.unsent.map !== null || state.unsent.comments !== null;
  return { tone: 'warn', text: hasChanges ? `banner.${trouble}` : `banner.${trouble}.waiting`, wayOn: null, unsent };
}

function wordsForRefusal(refusal: RefusalReason | null): Omit<BannerWords, 'unsent'> {
  switch (refusal) {
    case 'deleted':
      return { tone: 'bad', text: 'banner.deleted', wayOn: 'take-back' };
    case 'too-old':
    case 'malformed':
      return { tone: 'bad', text: `banner.${refusal}`, wayOn: 'reload' };
    case 'revoked':
    case 'expired':
    case 'no-such-map':
    case 'origin-refused':
      return { tone: 'bad', text: `banner.${refusal}`, wayOn: 'keep-copy' };
    case 'too-big':
      return { tone: 'bad', text: 'banner.too-big', wayOn: null };
    default:
      return { tone: 'bad', text: 'banner.refused', wayOn: 'keep-copy' };
  }
}

/** The map is taken and the comments beside it are not. */
function wordsForComments(refusal: RefusalReason): BannerWords {
  if (refusal === 'too-big') return { tone: 'bad', text: 'banner.comments-too-big', wayOn: null, unsent: null };
  return { tone: 'bad', text: 'banner.comments-refused', wayOn: 'reload', unsent: null };
}

/** Why the link in use opens nothing any more, for the share dialog; null while it does. */
export function refusalText(state: SaveState): BannerWords['text'] | null {
  return state.shared === 'refused' ? wordsForRefusal(state.refusal).text : null;
}

/** Which page stands in for a map whose link never opened anything. */
export function badLinkPage(
  refusal: RefusalReason | null,
): 'refused' | 'revoked' | 'expired' | 'deleted' | 'too-old' | 'origin-refused' {
  switch (refusal) {
    case 'revoked':
    case 'expired':
    case 'deleted':
    case 'too-old':
    case 'origin-refused':
      return refusal;
    default:
      return 'refused';
  }
}

const STORAGE_FAILURES = ['quota', 'blocked', 'unavailable'] as const;

/** The sentence for why this device does not keep the map; a reason without one of its own gets the general one. */
export function wordsForFailure(reason: string | undefined): Extract<MessageKey, `notice.storage.${string}`> {
  const known = STORAGE_FAILURES.find((failure) => failure === reason);
  return `notice.storage.${known ?? 'unknown'}`;
}
