/** What a bench found, in one form: printed while it runs, and as tables for the README at the end. */

export interface Row {
  readonly measure: string;
  readonly ours: string;
  /** What it was compared with, by name. */
  readonly peers?: Readonly<Record<string, string>>;
  readonly target: string;
  /** Null: shown for comparison, no target. */
  readonly isMet: boolean | null;
}

/** Where the table has another name for a contender. Nobody is in a row both with and without files. */
const COLUMNS: Readonly<Record<string, string>> = {
  'y-websocket': '@y/websocket-server 0.1.1',
  'y-websocket + leveldb': 'the same with leveldb',
  hocuspocus: 'Hocuspocus 4.7, its own provider',
  'hocuspocus + files': 'Hocuspocus 4.7, its own provider',
  'hocuspocus, lean': 'Hocuspocus 4.7, lean clients',
};

const ORDER: readonly string[] = ['relay', ...new Set(Object.values(COLUMNS))];

/** Prints it at once, and hands it to the bench that started this process, if one did. */
export function report(row: Row): void {
  const peers = Object.entries(row.peers ?? {}).map(([name, value]) => `${name} ${value}`);
  console.log(`${row.measure}: ${row.ours}${row.target === '' ? '' : ` · target ${row.target} · ${verdict(row)}`}`);
  if (peers.length > 0) console.log(`  ${peers.join(' · ')}`);
  process.send?.(row);
}

/** As markdown: first what was compared with peers, then what has none. */
export function toMarkdown(all: readonly Row[]): string {
  const [compared, alone] = [all.filter(({ peers }) => peers), all.filter(({ peers }) => !peers)];
  return [compared, alone]
    .filter((some) => some.length > 0)
    .map(toTable)
    .join('\n\n');
}

function toTable(some: readonly Row[]): string {
  const inColumns = some.map(({ peers = {} }) =>
    Object.fromEntries(Object.entries(peers).map(([name, value]) => [COLUMNS[name] ?? name, value])),
  );
  const columns = ORDER.filter((column) => inColumns.some((peers) => peers[column] !== undefined));
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    line(['', 'Herringbone', ...columns, 'target', '']),
    line(['---', '--:', ...columns.map(() => '--:'), '---', '---']),
    ...some.map((row, i) =>
      line([row.measure, row.ours, ...columns.map((name) => inColumns[i]?.[name] ?? ''), row.target, verdict(row)]),
    ),
  ].join('\n');
}

/** Of milliseconds, in any order; NaN of none. */
export function percentile(values: readonly number[]): { readonly p50: number; readonly p99: number } {
  const sorted = Float64Array.from(values).sort();
  const at = (share: number): number => sorted[Math.floor(sorted.length * share)] ?? Number.NaN;
  return { p50: at(0.5), p99: at(0.99) };
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** A few significant digits, with the unit. */
export function show(value: number, unit = ''): string {
  if (!Number.isFinite(value)) return '–';
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return `${value.toLocaleString('en', { maximumFractionDigits: digits })}${unit}`;
}

function verdict({ isMet }: Row): string {
  return isMet === null ? '' : isMet ? 'met' : 'NOT met';
}
