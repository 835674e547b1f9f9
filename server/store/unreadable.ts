/** LevelDB's and PostgreSQL's own words for bytes that are not what they were. */
const DAMAGED = new Set(['LEVEL_CORRUPTION', 'XX001', 'XX002']);

/** What the store gave is nothing that a server of ours wrote: only somebody who looks after it can help. */
export class UnreadableError extends Error {
  constructor(what: string, cause: unknown) {
    super(`the stored ${what} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    this.name = 'UnreadableError';
  }
}

/** What `read` makes of bytes from the store. @throws UnreadableError instead of whatever `read` throws. */
export function readable<T>(what: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new UnreadableError(what, error);
  }
}

/** True when the content itself is at fault; false when the store did not answer, which may be over in a moment. */
export function isUnreadable(error: unknown): boolean {
  if (error instanceof UnreadableError) return true;
  const { code, cause } = (error ?? {}) as { code?: unknown; cause?: unknown };
  return (typeof code === 'string' && DAMAGED.has(code)) || (cause !== undefined && isUnreadable(cause));
}
