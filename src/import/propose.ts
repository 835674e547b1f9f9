/** Files → what the import would do to a map, with every problem found. Nothing is written; a person agrees first. */
import type {
  AccountMap,
  AttitudeScaleId,
  PersonChange,
  PersonFields,
  ProposedChange,
  UnitId,
} from '../model/index.ts';
import { readBosses, reportRoots, settleBosses } from './bosses.ts';
import { decodeText } from './decode.ts';
import { createDepartments, type Departments } from './departments.ts';
import { createDirectory, type IdentifiedDraft } from './directory.ts';
import { tableKind, type PeopleField, type RelationField } from './headers.ts';
import { chooseLayers } from './layers.ts';
import { readPeople, type PersonDraft } from './people.ts';
import { reportInto, type Problem } from './problem.ts';
import { readRelations, readRelationsTable, type RelationsTable, type TypeCount } from './relations.ts';
import { chooseScale, readAttitude } from './scale.ts';
import { readTable } from './table.ts';
import type { TypeMeaning } from './words.ts';

export interface ImportFile {
  /** As people know it, for messages. */
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Default: relations when the header names both ends, else people. */
  readonly as?: 'people' | 'relations';
}

export interface ImportOptions {
  /** The map to add to: people with the same id (or, without an id, the same unique name) get the given fields. */
  readonly existing?: AccountMap;
  /** Default: the one that the values fit. A map that holds attitudes keeps its scale whatever is asked here. */
  readonly scale?: AttitudeScaleId;
  /** What types that are not ours mean, by the word the file uses. */
  readonly relationTypes?: ReadonlyMap<string, TypeMeaning>;
  /** The map's name. Default: unchanged. */
  readonly name?: string;
}

export interface RecognisedColumn {
  readonly file: string;
  readonly header: string;
  /** Null: kept as a custom field (people) or not read (relations). */
  readonly field: PeopleField | RelationField | null;
}

export interface ImportCounts {
  readonly people: number;
  /** Of the people, how many are new. */
  readonly created: number;
  readonly units: number;
  /** People of the files who get a boss. */
  readonly reportingLines: number;
  /** Relations other than reporting lines. */
  readonly relations: number;
  readonly types: readonly TypeCount[];
}

export interface ImportProposal {
  readonly change: ProposedChange;
  /** By file in the order given, then by row. */
  readonly problems: readonly Problem[];
  /** Types of relations that are not ours and were not explained, as the files write them. */
  readonly unknownTypes: readonly string[];
  readonly counts: ImportCounts;
  readonly columns: readonly RecognisedColumn[];
  /** The scale attitudes were read in, and whether it was concluded from the values. */
  readonly scale: AttitudeScaleId;
  readonly scaleProposed: boolean;
}

/** Never throws; pure; the same files give the same proposal. 10,000 rows take well under a second. */
export function proposeImport(files: readonly ImportFile[], options: ImportOptions = {}): ImportProposal {
  const { existing } = options;
  const problems: Problem[] = [];
  const { drafts, relationTables, columns } = readFiles(files, existing, problems);
  const choice = chooseScale(drafts, options.scale, existing);
  if (choice.proposed) reportScale(drafts, choice.scale);
  const directory = createDirectory(drafts, existing);
  const departments = createDepartments(directory.people, existing);
  const isOutsider = (person: IdentifiedDraft) => isOutside(person, departments, existing);
  const wishes = readBosses(directory);
  const meanings = options.relationTypes ?? new Map<string, TypeMeaning>();
  const { relations, types } = readRelations(relationTables, { directory, existing, meanings, wishes });
  const boss = settleBosses(wishes, directory, existing);
  reportRoots(directory.people, boss, isOutsider);
  const layers = chooseLayers(directory.people, boss, isOutsider);
  const fromFiles = new Set(directory.people.map(({ id }) => id));
  const people = directory.people.map((person): PersonChange => {
    const unit = departments.unitAt(person.draft.path);
    const attitude = readAttitude(person.draft, choice.scale);
    const reportsTo = wishes.has(person.id) ? boss.get(person.id)! : undefined;
    const set = {
      ...fieldsOf(person.draft),
      unit,
      attitude,
      reportsTo,
      layer: layers.get(person.id) ?? person.draft.layer,
    };
    return { id: person.id, create: person.create, set: person.create ? withDefaults(set) : givenOnly(set) };
  });
  for (const [id, wish] of wishes) {
    if (!fromFiles.has(id)) people.push({ id, create: false, set: { reportsTo: wish.boss } });
  }
  return {
    change: {
      units: departments.created,
      people,
      relations,
      ...(choice.scale === existing?.scale ? {} : { scale: choice.scale }),
      ...(options.name === undefined ? {} : { name: options.name }),
    },
    problems: inReadingOrder(problems, files),
    unknownTypes: types.filter((type) => !type.meaning).map((type) => type.type),
    counts: {
      people: directory.people.length,
      created: people.filter((person) => person.create).length,
      units: departments.created.length,
      reportingLines: wishes.size,
      relations: relations.length,
      types,
    },
    columns,
    scale: choice.scale,
    scaleProposed: choice.proposed,
  };
}

function readFiles(files: readonly ImportFile[], existing: AccountMap | undefined, problems: Problem[]) {
  const drafts: PersonDraft[] = [];
  const relationTables: RelationsTable[] = [];
  const columns: RecognisedColumn[] = [];
  for (const file of files) {
    const report = reportInto(problems, file.name);
    const { text, problem } = decodeText(file.bytes);
    if (problem && problem !== 'broken-encoding') {
      report({ row: null }, problem, 'file-refused');
      continue;
    }
    const table = readTable(text, report);
    const isPlaced = problems.some(({ file: at, code }) => at === file.name && code === problem);
    if (problem && !isPlaced) report({ row: null }, problem, 'marked-unreadable');
    if (!table) continue;
    const kind = file.as ?? tableKind(table.headers);
    const read =
      kind === 'people'
        ? readPeople(table, report, (id) => existing?.people.has(id) ?? false)
        : readRelationsTable(table, report);
    if (!read) continue;
    if ('drafts' in read) drafts.push(...read.drafts);
    else relationTables.push(read);
    for (const { header, field } of read.columns) if (header !== '') columns.push({ file: file.name, header, field });
  }
  return { drafts, relationTables, columns };
}

function reportScale(drafts: readonly PersonDraft[], scale: AttitudeScaleId): void {
  const first = drafts.find((draft) => draft.attitudeText !== '');
  const place = { row: null, column: first?.header('attitude') ?? null };
  first?.report(place, 'scale-proposed', 'scale-used', { value: scale.replace('-', '−') });
}

function isOutside(
  { draft, id }: IdentifiedDraft,
  departments: Departments,
  existing: AccountMap | undefined,
): boolean {
  if (draft.layer !== null) return draft.layer === 'outside';
  const unit: UnitId | null = departments.unitAt(draft.path) ?? existing?.people.get(id)?.unit ?? null;
  return unit !== null && departments.isOutside(unit);
}

function fieldsOf(draft: PersonDraft) {
  const { name, title, roles, marks, power, interest, weight, notes, fields } = draft;
  return { name, title, roles, marks, power, interest, weight, notes, fields };
}

type MaybeFields = { readonly [K in keyof PersonFields]: PersonFields[K] | null };

/** A new person: what the file leaves out is what nobody knows yet. */
function withDefaults(set: MaybeFields): PersonFields {
  const { name, title, unit, layer, power, interest, weight, notes, fields } = set;
  return {
    name: name ?? '',
    title: title ?? '',
    unit: unit ?? null,
    reportsTo: set.reportsTo ?? null,
    layer: layer ?? 'execution',
    roles: set.roles ?? [],
    marks: set.marks ?? [],
    attitude: set.attitude ?? null,
    power: power ?? null,
    interest: interest ?? null,
    weight: weight ?? null,
    notes: notes ?? '',
    fields: fields ?? {},
  };
}

/** Somebody who is there: a blank cell says nothing and changes nothing. */
function givenOnly(set: MaybeFields): PersonFields {
  const given = Object.entries(set).filter(
    ([field, value]) =>
      value !== undefined && value !== '' && (value !== null || (field === 'attitude' && set.attitude === null)),
  );
  return Object.fromEntries(
    given.filter(([field, value]) => field !== 'fields' || Object.keys(value ?? {}).length > 0),
  );
}

function inReadingOrder(problems: readonly Problem[], files: readonly ImportFile[]): Problem[] {
  const place = new Map(files.map((file, index) => [file.name, index]));
  return [...problems].sort((a, b) => place.get(a.file)! - place.get(b.file)! || (a.row ?? 0) - (b.row ?? 0));
}
