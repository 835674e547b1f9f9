/**
 * Which maps have been in the trash long enough to go for good (SPEC.md S15, S61, S62). Deletion cannot be taken back,
 * and the clock of a device may be years off for a while: so no two times are compared that lie far apart. What counts is
 * the time between one look into the trash and the next.
 */
import type { LibraryEntry } from './library-entry.ts';

const DAY_MS = 86_400_000;
const TRASH_MS = 30 * DAY_MS;
/** Of the time between two looks no more is believed: a clock that jumps costs a map a week at most. */
const MAX_STEP_MS = 7 * DAY_MS;
/** More than this, and nothing is: sooner a clock was put right than somebody stayed away. */
const MAX_GAP_MS = 30 * DAY_MS;

interface Wait {
  readonly id: string;
  /** Changes when the map is thrown away again, or was changed in the trash: it begins anew then. */
  readonly stamp: string;
  /** How long it was seen in the trash, in milliseconds. */
  readonly ms: number;
}

/** What a look into the trash leaves for the next one. */
export interface TrashLook {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly waits: readonly Wait[];
}

/** Looks into the trash at `now`: which maps are to be deleted, and what to remember. `before`: the last look, if any. */
export function lookIntoTrash(
  entries: readonly LibraryEntry[],
  before: TrashLook | null,
  now: number,
): { readonly due: readonly string[]; readonly look: TrashLook } {
  const known = new Map(before?.waits.map((wait) => [wait.id, wait]));
  const step = before === null ? 0 : believed(now - before.at);
  const waits = entries.filter(mayGo).map(({ id, trashedAt, changedAt }): Wait => {
    const stamp = `${trashedAt} ${changedAt}`;
    const wait = known.get(id);
    return { id, stamp, ms: wait?.stamp === stamp ? wait.ms + step : 0 };
  });
  const due = waits.filter(({ ms }) => ms >= TRASH_MS).map(({ id }) => id);
  return { due, look: { at: now, waits } };
}

/** A look as it was stored; null when it is none. */
export function parseTrashLook(value: unknown): TrashLook | null {
  if (typeof value !== 'object' || value === null) return null;
  const { at, waits } = value as Partial<Record<keyof TrashLook, unknown>>;
  if (typeof at !== 'number' || !Number.isFinite(at) || !Array.isArray(waits)) return null;
  return { at, waits: waits.filter(isWait) };
}

/** An owner's link is the only key to a map that lives on a server: it is taken from nobody unasked. */
function mayGo({ share, trashedAt }: LibraryEntry): boolean {
  return trashedAt !== null && !share?.links.own;
}

function believed(gapMs: number): number {
  return gapMs < 0 || gapMs > MAX_GAP_MS ? 0 : Math.min(gapMs, MAX_STEP_MS);
}

function isWait(value: unknown): value is Wait {
  if (typeof value !== 'object' || value === null) return false;
  const { id, stamp, ms } = value as Partial<Record<keyof Wait, unknown>>;
  return typeof id === 'string' && typeof stamp === 'string' && typeof ms === 'number' && ms >= 0;
}
