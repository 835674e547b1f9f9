/** What was found wrong in a file, where, and what the import does about it. The sentences live in i18n (`problemText`). */

/** What is wrong. */
export type ProblemCode =
  | 'empty-file'
  | 'no-rows'
  | 'no-header'
  | 'no-ends'
  | 'spreadsheet-file'
  | 'not-text'
  | 'broken-encoding'
  | 'broken-quotes'
  | 'too-many-cells'
  | 'too-many-columns'
  | 'column-without-header'
  | 'duplicate-column'
  | 'forbidden-column'
  | 'too-long'
  | 'missing-name'
  | 'duplicate-id'
  | 'duplicate-name'
  | 'unusable-id'
  | 'unknown-manager'
  | 'ambiguous-manager'
  | 'cycle'
  | 'two-roots'
  | 'unknown-layer'
  | 'unknown-role'
  | 'unknown-mark'
  | 'not-a-number'
  | 'out-of-range'
  | 'scale-proposed'
  | 'department-too-deep'
  | 'too-many-people'
  | 'too-many-units'
  | 'too-many-relations'
  | 'unknown-type'
  | 'missing-end'
  | 'unknown-person'
  | 'ambiguous-person'
  | 'self-relation'
  | 'duplicate-relation'
  | 'second-boss';

/** What will be done about it. */
export type Consequence =
  | 'file-refused'
  | 'row-skipped'
  | 'rest-skipped'
  | 'relation-skipped'
  | 'type-skipped'
  | 'kept'
  | 'kept-as-seat'
  | 'kept-without-boss'
  | 'boss-unchanged'
  | 'kept-without-unit'
  | 'kept-as-custom'
  | 'value-ignored'
  | 'cells-ignored'
  | 'column-ignored'
  | 'quote-ignored'
  | 'cut-short'
  | 'id-made'
  | 'lowest-used'
  | 'marked-unreadable'
  | 'scale-used';

/** What the sentences speak of. Texts are shortened for display. */
export interface ProblemValues {
  readonly value?: string;
  readonly name?: string;
  readonly other?: string;
  readonly allowed?: string;
  readonly count?: number;
}

export interface Problem {
  /** The file's name as it was given. */
  readonly file: string;
  /** As a spreadsheet numbers it (the header is usually row 1); null = the file as a whole. */
  readonly row: number | null;
  /** The column's header as the file writes it; null = the row as a whole. */
  readonly column: string | null;
  readonly code: ProblemCode;
  readonly consequence: Consequence;
  readonly values: ProblemValues;
}

const NOTES: ReadonlySet<ProblemCode> = new Set(['duplicate-name', 'scale-proposed', 'no-rows']);

/** True for what is only worth knowing: nothing of the file is lost or changed by it. `--strict` lets notes pass. */
export function isNote(problem: Problem): boolean {
  return NOTES.has(problem.code);
}

const SHOWN_LENGTH = 40;

/** A value as a message shows it: one line, at most 40 characters. */
export function shown(value: string): string {
  const line = value.replace(/\s+/g, ' ').trim();
  const letters = [...line.slice(0, SHOWN_LENGTH * 2 + 2)];
  return letters.length > SHOWN_LENGTH ? `${letters.slice(0, SHOWN_LENGTH).join('')}…` : line;
}

/** Takes down problems of one file. */
export type Report = (
  place: { readonly row: number | null; readonly column?: string | null },
  code: ProblemCode,
  consequence: Consequence,
  values?: ProblemValues,
) => void;

/** A `Report` that appends to `problems` under a file's name. */
export function reportInto(problems: Problem[], file: string): Report {
  return ({ row, column = null }, code, consequence, values = {}) => {
    problems.push({ file, row, column, code, consequence, values });
  };
}
