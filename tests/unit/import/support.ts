import { readFileSync } from 'node:fs';
import { proposeImport, type ImportOptions, type ImportProposal } from '../../../src/import/index.ts';

export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

export function fixture(name: string): Uint8Array {
  return readFileSync(new URL(`../../fixtures/import/${name}`, import.meta.url));
}

/** Imports one list of people given as text. */
export function importPeople(csv: string, options: ImportOptions = {}): ImportProposal {
  return proposeImport([{ name: 'people.csv', bytes: bytesOf(csv) }], options);
}

export function importBoth(people: string, relations: string, options: ImportOptions = {}): ImportProposal {
  const files = [
    { name: 'people.csv', bytes: bytesOf(people) },
    { name: 'relations.csv', bytes: bytesOf(relations) },
  ];
  return proposeImport(files, options);
}

/** `row column code consequence` of every problem. */
export function summary(proposal: ImportProposal): string[] {
  return proposal.problems.map(({ row, column, code, consequence }) =>
    [row ?? '-', column ?? '-', code, consequence].join(' '),
  );
}

export function person(proposal: ImportProposal, id: string) {
  const found = proposal.change.people.find((entry) => entry.id === id);
  if (!found) throw new Error(`no person ${id} in the proposal`);
  return found.set;
}

/** Bosses by person, for everybody of the proposal. */
export function bosses(proposal: ImportProposal): Record<string, string | null | undefined> {
  return Object.fromEntries(proposal.change.people.map(({ id, set }) => [id, set.reportsTo]));
}
