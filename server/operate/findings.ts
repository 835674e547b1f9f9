/** What the doctor says: data, so that it can be said in any language. */
export type FindingCode =
  | 'node'
  | 'node-old'
  | 'settings'
  | 'settings-bad'
  | 'setting-unknown'
  | 'app'
  | 'app-missing'
  | 'folder'
  | 'folder-new'
  | 'folder-unwritable'
  | 'folder-in-use'
  | 'folder-broken'
  | 'space'
  | 'space-low'
  | 'space-none'
  | 'secret'
  | 'secret-new'
  | 'secret-open'
  | 'secret-bad'
  | 'port'
  | 'port-ours'
  | 'port-taken'
  | 'port-refused'
  | 'database'
  | 'database-away'
  | 'database-old'
  | 'database-newer-tables'
  | 'database-no-fsync'
  | 'database-standby'
  | 'redis'
  | 'redis-away'
  | 'redis-old'
  | 'redis-evicts'
  | 'url'
  | 'url-missing'
  | 'url-plain'
  | 'open-creation'
  | 'clock'
  | 'clock-behind'
  | 'clock-differs'
  | 'files-few';

export interface Finding {
  /** `bad` keeps the server from working or loses something; `warn` should be looked at. */
  readonly level: 'good' | 'warn' | 'bad';
  readonly code: FindingCode;
  /** The version, folder, address or reason in question. */
  readonly about: string;
}

export const good = (code: FindingCode, about = ''): Finding => ({ level: 'good', code, about });
export const warn = (code: FindingCode, about = ''): Finding => ({ level: 'warn', code, about });
export const bad = (code: FindingCode, about = ''): Finding => ({ level: 'bad', code, about });

/** The first line of what went wrong, the innermost reason. */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0]);
  if (error instanceof Error && error.cause instanceof Error) return reasonOf(error.cause);
  const { code, message } = (error ?? {}) as { code?: string; message?: string };
  return (message || code || String(error)).split('\n', 1)[0] ?? '';
}
