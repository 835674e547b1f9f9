/** Lists on their way into the map: read and judged, not yet agreed to. */
import { proposeImport, type ImportOptions, type ImportProposal } from '../import/index.ts';
import type { AccountMap } from '../model/index.ts';

export interface StagedImport extends Pick<ImportProposal, 'change' | 'problems'> {
  readonly fileNames: readonly string[];
}

/** Reads files against the map they would be added to. Never throws for bad content: problems are listed. */
export async function readImport(
  files: readonly File[],
  existing: AccountMap,
  options: Omit<ImportOptions, 'existing'> = {},
): Promise<StagedImport & ImportProposal> {
  const read = await Promise.all(
    files.map(async (file) => ({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) })),
  );
  return { ...proposeImport(read, { ...options, existing }), fileNames: files.map((file) => file.name) };
}
