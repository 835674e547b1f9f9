/** CSV text → a header and rows that know their place in a spreadsheet. */
import Papa from 'papaparse';
import { UNREADABLE } from './decode.ts';
import { knownHeaders } from './headers.ts';
import { shown, type Report } from './problem.ts';

export interface TableRow {
  /** As a spreadsheet numbers it. */
  readonly row: number;
  readonly cells: readonly string[];
}

export interface Table {
  readonly headers: readonly string[];
  /** Without blank rows. */
  readonly rows: readonly TableRow[];
}

const DELIMITERS = [',', ';', '\t', '，', '；'];
/** Excel's hint in the first line of a file, e.g. `sep=;`. */
const SEPARATOR_LINE = /^"?sep=(.)"?\r?\n/i;
/** Stray quotes mended before the rest of a file is taken as it is. */
const MAX_MENDED_QUOTES = 100;

/** Null (and a problem) when there is nothing to read. The first row that is not blank is the header. O(n). */
export function readTable(text: string, report: Report): Table | null {
  const hint = SEPARATOR_LINE.exec(text);
  const body = hint ? text.slice(hint[0].length) : text;
  const records = parseRecords(body, hint?.[1] ?? bestDelimiter(body), report);
  const rows = records
    .map((cells, index) => ({ row: index + (hint ? 2 : 1), cells: cells.map((cell) => cell.trim()) }))
    .filter(({ cells }) => cells.some((cell) => cell !== ''));
  const [header, ...rest] = rows;
  if (!header) {
    report({ row: null }, 'empty-file', 'file-refused');
    return null;
  }
  const headers = withoutTrailingBlanks(header.cells);
  for (const row of rest) reportRow(row, headers, report);
  return { headers, rows: rest };
}

function reportRow({ row, cells }: TableRow, headers: readonly string[], report: Report): void {
  const extra = cells.slice(headers.length).filter((cell) => cell !== '');
  if (extra.length > 0) {
    const values = { count: extra.length, value: shown(extra.join(' | ')) };
    report({ row }, 'too-many-cells', 'cells-ignored', values);
  }
  cells.forEach((cell, index) => {
    if (index < headers.length && cell.includes(UNREADABLE)) {
      report({ row, column: headers[index] ?? null }, 'broken-encoding', 'marked-unreadable', { value: shown(cell) });
    }
  });
}

/** The delimiter that makes most known headers of the first line; of equals, the one that makes most cells. */
function bestDelimiter(text: string): string {
  let best = { delimiter: ',', known: -1, cells: 0 };
  for (const delimiter of DELIMITERS) {
    const parsed = Papa.parse<string[]>(text, { delimiter, preview: 1, skipEmptyLines: 'greedy' });
    const headers = parsed.data[0] ?? [];
    const known = knownHeaders(headers);
    if (known > best.known || (known === best.known && headers.length > best.cells)) {
      best = { delimiter, known, cells: headers.length };
    }
  }
  return best.delimiter;
}

/**
 * A stray quote would swallow the lines up to the next one, or the rest of the file, into one cell: it is taken out and
 * the text is read again, so that only its own row suffers. Blank lines are kept, they count as rows.
 */
function parseRecords(text: string, delimiter: string, report: Report): string[][] {
  let rest = text;
  for (let mended = 0; ; mended++) {
    const parsed = Papa.parse<string[]>(rest, { delimiter, skipEmptyLines: false });
    const stray = parsed.errors.find((error) => error.type === 'Quotes');
    if (!stray) return parsed.data;
    const row = (stray.row ?? 0) + 1;
    // The parser points behind the quotation mark that opens the cell.
    const at = (stray.index ?? 0) - 1;
    if (mended === MAX_MENDED_QUOTES || rest[at] !== '"') {
      report({ row }, 'broken-quotes', 'kept');
      return parsed.data;
    }
    report({ row }, 'broken-quotes', 'quote-ignored');
    rest = rest.slice(0, at) + rest.slice(at + 1);
  }
}

function withoutTrailingBlanks(cells: readonly string[]): string[] {
  let end = cells.length;
  while (end > 0 && cells[end - 1] === '') end--;
  return cells.slice(0, end);
}
