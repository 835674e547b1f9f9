/** What an operator's command can fail with, besides what its files and the network say. */
export type FailureCode =
  /** Of a backup file: none of ours; written by a later version; cut short or changed. */
  | 'not-a-backup'
  | 'newer-backup'
  | 'damaged-backup'
  /** Of where to restore to: there are maps; other maps than a restore that was cut off left behind. */
  | 'not-empty'
  | 'other-maps'
  /** The backup's links are signed with keys that this server is not configured with. */
  | 'other-keys'
  /** Of the data folder: a server holds it; there is none. */
  | 'in-use'
  | 'nothing-there'
  /** Of a running server asked for something. */
  | 'unreachable'
  | 'no-password'
  | 'wrong-password'
  | 'no-operator'
  | 'too-many-tries'
  | 'unexpected-answer'
  | 'cut-off'
  | 'no-such-map'
  | 'map-deleted'
  | 'key-lost'
  | 'keys-elsewhere';

/** Shown to the operator in words; `about` is the file, folder or address in question. */
export class OperateFailure extends Error {
  override readonly name = 'OperateFailure';
  readonly code: FailureCode;
  readonly about: string;

  constructor(code: FailureCode, about = '', options: ErrorOptions = {}) {
    super(about === '' ? code : `${code}: ${about}`, options);
    this.code = code;
    this.about = about;
  }
}
