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

const rows: Row[] = [];

export function report(row: Row): void {
  rows.push(row);
  const peers = Object.entries(row.peers ?? {}).map(([name, value]) => `${name} ${value}`);
  console.log(`${row.measure}: ${row.ours} · target ${row.target} · ${verdict(row)}`);
  if (peers.length > 0) console.log(`  ${peers.join(' · ')}`);
}

/** Everything reported so far as a markdown table. */
export function toMarkdown(): string {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row.peers ?? {})))];
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    line(['measure', 'Herringbone', ...names, 'target', '']),
    line(['---', '--:', ...names.map(() => '--:'), '---', '---']),
    ...rows.map((row) =>
      line([row.measure, row.ours, ...names.map((name) => row.peers?.[name] ?? ''), row.target, verdict(row)]),
    ),
  ].join('\n');
}

export function hasMissed(): boolean {
  return rows.some((row) => row.isMet === false);
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
