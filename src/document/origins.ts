/** Who caused a transaction. A closed list: anything else came over a wire or from a store. */
export type Origin = 'edit' | 'import' | 'layout' | 'restore' | 'load' | 'undo' | 'keep';

/**
 * The origins that undo follows: what a person did here. 'load' fills an empty document, 'undo' is undo itself, and
 * 'keep' notes where the layout put what the last step brought: it belongs to that step.
 */
const LOCAL_ORIGINS = ['edit', 'import', 'layout', 'restore'] as const satisfies readonly Origin[];

/** True for what a person did on this device, which undo may take back. */
export function isLocalOrigin(origin: unknown): origin is (typeof LOCAL_ORIGINS)[number] {
  return LOCAL_ORIGINS.some((known) => known === origin);
}
