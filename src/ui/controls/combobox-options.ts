/** What a type-ahead list offers: pure, so that ranking is tested without a screen. */
export interface Option {
  readonly id: string;
  readonly label: string;
  /** A second line: title, department. Searched as well, but ranked behind the label. */
  readonly hint: string;
}

/**
 * The options that contain the query, label starts first, then label, then hint; ties keep the given order.
 * An empty query offers all. At most `limit` (default 50).
 */
export function matchOptions(options: readonly Option[], query: string, limit = 50): readonly Option[] {
  const wanted = query.trim().toLocaleLowerCase();
  if (wanted === '') return options.slice(0, limit);
  const rank = ({ label, hint }: Option) => {
    const text = label.toLocaleLowerCase();
    if (text.startsWith(wanted)) return 0;
    if (text.includes(wanted)) return 1;
    return hint.toLocaleLowerCase().includes(wanted) ? 2 : 3;
  };
  return options
    .map((option) => ({ option, rank: rank(option) }))
    .filter((entry) => entry.rank < 3)
    .sort((a, b) => a.rank - b.rank)
    .slice(0, limit)
    .map((entry) => entry.option);
}

/**
 * The option that a step down (1) or up (-1) leads to, by id: options come and go while a list is open, and the one that
 * was marked stays marked. From one that is gone, or from none, a step leads to the first.
 */
export function stepInOptions(options: readonly Option[], marked: string | null, step: 1 | -1): string | null {
  const at = options.findIndex(({ id }) => id === marked);
  const to = at < 0 ? 0 : Math.min(Math.max(at + step, 0), options.length - 1);
  return options[to]?.id ?? null;
}
