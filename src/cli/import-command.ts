/** `import`: CSV lists → a map file. */
import { basename } from 'node:path';
import { applyChange, docFromMap, readMap } from '../document/index.ts';
import { cliText, problemText, type Language } from '../i18n/index.ts';
import {
  hasAttitudes,
  isNote,
  proposeImport,
  type ImportFile,
  type ImportProposal,
  type TypeMeaning,
} from '../import/index.ts';
import {
  ATTITUDE_SCALES,
  emptyMap,
  RELATION_KINDS,
  toFileText,
  type AttitudeScaleId,
  type ParsedFile,
} from '../model/index.ts';
import {
  choiceOf,
  CommandFailure,
  refusePositionals,
  required,
  UsageError,
  type Command,
  type Given,
  type Terminal,
} from './command.ts';
import { complainAboutDropped, readBytes, readMapToChange, sayWritten, writeOutput } from './files.ts';

export const importCommand: Command = {
  name: 'import',
  options: {
    people: { takes: 'many' },
    relations: { takes: 'many' },
    relation: { takes: 'many' },
    scale: { takes: 'one' },
    name: { takes: 'one' },
    into: { takes: 'one' },
    strict: { takes: 'flag' },
    output: { takes: 'one', short: 'o' },
  },
  run: async (given, terminal) => {
    const { language } = terminal;
    const output = required(given, 'output', language);
    const into = given.one('into');
    refusePositionals(given, language);
    if (given.many('people').length === 0 && (into === undefined || given.many('relations').length === 0)) {
      throw new UsageError(cliText(language, 'cli.missing-option', '--people'));
    }
    const scale = choiceOf(given, 'scale', Object.keys(ATTITUDE_SCALES) as AttitudeScaleId[], language);
    const relationTypes = readMeanings(given.many('relation'), language);
    const existing = into === undefined ? undefined : await readMapToChange(into, language);
    if (existing && into !== undefined) complainAboutDropped(into, existing, terminal);
    if (existing && scale && scale !== existing.map.scale && hasAttitudes(existing.map)) {
      throw new UsageError(cliText(language, 'cli.scale-differs', existing.map.scale));
    }
    const name = nameOf(given, existing);
    const proposal = proposeImport(await readFiles(given, language), {
      ...(existing ? { existing: existing.map } : {}),
      ...(scale ? { scale } : {}),
      ...(name === undefined ? {} : { name }),
      relationTypes,
    });
    complain(proposal, terminal);
    if (isUseless(proposal)) throw new CommandFailure(cliText(language, 'cli.nothing-usable'));
    const wrong = proposal.problems.filter((problem) => !isNote(problem)).length + (existing?.dropped.length ?? 0);
    if (given.flag('strict') && wrong > 0) throw new CommandFailure(cliText(language, 'cli.strict', wrong));
    await writeOutput(output, mapText(proposal, existing, language), language);
    sayWritten(resultText(proposal, language), output, terminal);
    return 0;
  },
};

/** `advice=influence:reverse` → what `advice` means. @throws UsageError for anything of another form. */
function readMeanings(texts: readonly string[], language: Language): Map<string, TypeMeaning> {
  return new Map(
    texts.map((text) => {
      const match = /^(.*)=([a-z]+)(:reverse)?$/.exec(text);
      const kind = RELATION_KINDS.find((known) => known === match?.[2]);
      if (!match || !kind) throw new UsageError(cliText(language, 'cli.bad-relation', text));
      return [match[1]!, { kind, reverse: match[3] !== undefined }] as const;
    }),
  );
}

function nameOf(given: Given, existing: ParsedFile | undefined): string | undefined {
  const name = given.one('name');
  if (name !== undefined || existing) return name;
  return basename(given.many('people')[0] ?? '').replace(/\.[^.]*$/, '');
}

async function readFiles(given: Given, language: Language): Promise<ImportFile[]> {
  const files: ImportFile[] = [];
  for (const as of ['people', 'relations'] as const) {
    for (const file of given.many(as)) files.push({ name: basename(file), bytes: await readBytes(file, language), as });
  }
  return files;
}

function complain({ problems, unknownTypes }: ImportProposal, { language, complain }: Terminal): void {
  for (const problem of problems) complain(problemText(language, problem));
  for (const type of unknownTypes) complain(cliText(language, 'cli.explain-type', type));
}

function isUseless({ change }: ImportProposal): boolean {
  return change.people.length === 0 && change.relations.length === 0;
}

/** @throws CommandFailure when the map would hold too much. */
function mapText(proposal: ImportProposal, existing: ParsedFile | undefined, language: Language): string {
  const doc = docFromMap(existing?.map ?? emptyMap(), existing ? { removed: existing.removed } : {});
  const outcome = applyChange(doc, proposal.change);
  if (!outcome.ok) throw new CommandFailure(cliText(language, 'cli.too-many'));
  const { map, removed } = readMap(doc);
  doc.destroy();
  return toFileText(map, removed);
}

function resultText({ counts, problems }: ImportProposal, language: Language): string {
  const parts = [cliText(language, 'cli.imported', counts.people, counts.reportingLines, counts.units)];
  for (const { type, meaning, count } of counts.types) {
    if (meaning) parts.push(cliText(language, 'cli.imported-type', type, count));
  }
  if (problems.length > 0) parts.push(cliText(language, 'cli.problems', problems.length));
  return parts.join(language === 'zh' ? '，' : ', ');
}
