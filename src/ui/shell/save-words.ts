/** What the save state says, as message keys: pure, so that every combination is tested. */
import type { MessageKey } from '../../i18n/index.ts';
import type { SaveState } from '../../state/index.ts';

export interface SaveWords {
  readonly tone: 'good' | 'busy' | 'bad';
  readonly text: Extract<MessageKey, `save.${string}`>;
}

/** The worst comes first: a failing device, then refusal, then what is under way, then what is safe. */
export function wordsForSave(state: SaveState, readOnly: boolean): SaveWords {
  if (state.device === 'failed') return { tone: 'bad', text: 'save.failed' };
  if (state.shared === 'refused') return { tone: 'bad', text: 'save.refused' };
  if (readOnly) return { tone: state.shared === 'offline' ? 'busy' : 'good', text: 'save.read-only' };
  if (state.device === 'saving') return { tone: 'busy', text: 'save.saving' };
  if (state.shared === 'off') return { tone: 'good', text: 'save.device' };
  if (state.shared === 'live') {
    return state.sharedSaved ? { tone: 'good', text: 'save.live' } : { tone: 'busy', text: 'save.sending' };
  }
  return { tone: 'busy', text: state.shared === 'offline' ? 'save.offline' : 'save.connecting' };
}

const STORAGE_FAILURES = ['quota', 'blocked', 'unavailable'] as const;

/** The sentence for why this device does not keep the map; a reason without one of its own gets the general one. */
export function wordsForFailure(reason: string | undefined): Extract<MessageKey, `notice.storage.${string}`> {
  const known = STORAGE_FAILURES.find((failure) => failure === reason);
  return `notice.storage.${known ?? 'unknown'}`;
}
