/**
 * Import in English: what is wrong (`problem.…`), what is done about it (`done.…`), where it stands, and what of a map
 * file was left out (`dropped.…`).
 */
interface Values {
  readonly value?: string;
  readonly name?: string;
  readonly other?: string;
  readonly allowed?: string;
  readonly count?: number;
}

const quote = (text = '') => `“${text}”`;

export const importEn = {
  'dropped.not-an-object': 'not an object; left out',
  'dropped.wrong-type': 'of the wrong type; the default is used',
  'dropped.out-of-range': 'out of range; the default is used',
  'dropped.unknown-value': 'not a known value; kept aside, not shown',
  'dropped.too-long': 'longer than a map holds; cut',
  'dropped.missing': 'missing; left out',
  'dropped.dangling': 'refers to nothing on the map; counts as none',
  'dropped.cycle': 'closes a cycle; shown without what stands above it',
  'dropped.circle': 'a circle; drawn without what stands above the first. Choose what is right for one of them.',
  'dropped.circle.go': 'Go there',
  'dropped.duplicate': 'the same id was there before; left out',
  'dropped.forbidden-id': 'an id that cannot be used; left out',
  'problem.empty-file': (_: Values) => 'The file is empty',
  'problem.no-rows': (_: Values) => 'There is a header and no row below it',
  'problem.no-header': (v: Values) =>
    `No column is a name or a title (the first row reads ${quote(v.value)}); call one “name” or “姓名”`,
  'problem.no-ends': (v: Values) =>
    `A list of relations needs the columns “from” and “to” (the first row reads ${quote(v.value)})`,
  'problem.spreadsheet-file': (_: Values) => 'This is a spreadsheet workbook, not text; save it as CSV UTF-8',
  'problem.not-text': (_: Values) => 'This is not a text file',
  'problem.broken-encoding': (v: Values) =>
    v.value === undefined
      ? 'The encoding is broken: the bytes are neither UTF-8 nor GB18030'
      : `The encoding of ${quote(v.value)} is broken`,
  'problem.broken-quotes': (_: Values) => 'A quotation mark has no partner',
  'problem.too-many-cells': (v: Values) => `The row has more cells than the header (${v.count}): ${quote(v.value)}`,
  'problem.too-many-columns': (v: Values) => `There are more than ${v.count} custom columns`,
  'problem.column-without-header': (v: Values) => `Column ${v.count} has values and no header`,
  'problem.duplicate-column': (_: Values) => 'Another column says the same',
  'problem.forbidden-column': (_: Values) => 'This header cannot be used',
  'problem.too-long': (v: Values) => `${quote(v.value)} is longer than ${v.count} characters`,
  'problem.missing-name': (v: Values) =>
    v.other ? `${v.other} has no name` : 'The name is missing, and so is a title',
  'problem.duplicate-id': (v: Values) => `The id ${quote(v.value)} is in use already, in row ${v.count}`,
  'problem.duplicate-name': (v: Values) => `Somebody in row ${v.count} is called ${quote(v.name)} too`,
  'problem.unusable-id': (v: Values) => `The id ${quote(v.value)} has blanks or other signs that an id cannot have`,
  'problem.unknown-manager': (v: Values) => `${v.name} reports to ${quote(v.value)}, whom nobody knows`,
  'problem.ambiguous-manager': (v: Values) =>
    `${v.name} reports to ${quote(v.value)}, and ${v.count} people are called that; use the id`,
  'problem.cycle': (v: Values) =>
    v.count === 1 ? `${v.name} reports to themselves` : `${v.name} reports, in the end, to themselves: ${v.value}`,
  'problem.two-roots': (v: Values) =>
    `${v.count} people report to nobody (rows ${v.value}); ${v.other} is the first, ${v.name} the second`,
  'problem.unknown-layer': (v: Values) => `The layer ${quote(v.value)} is not known`,
  'problem.unknown-role': (v: Values) => `The role ${quote(v.value)} is not known; A D E I S U N are`,
  'problem.unknown-mark': (v: Values) =>
    `The mark ${quote(v.value)} is not known; kp, coach, tech-gatekeeper and commercial-gatekeeper are`,
  'problem.not-a-number': (v: Values) => `${quote(v.value)} is not a number (${v.allowed})`,
  'problem.out-of-range': (v: Values) => `${quote(v.value)} is out of range (${v.allowed})`,
  'problem.scale-proposed': (v: Values) => `The attitudes fit the scale ${v.value}`,
  'problem.department-too-deep': (v: Values) =>
    `The department ${quote(v.value)} lies more than ${v.count} levels deep`,
  'problem.too-many-people': (v: Values) => `A map holds ${v.count} people`,
  'problem.too-many-units': (v: Values) => `A map holds ${v.count} departments; ${quote(v.value)} finds no room`,
  'problem.too-many-relations': (v: Values) => `A map holds ${v.count} relations`,
  'problem.unknown-type': (v: Values) =>
    v.value
      ? `The relation type ${quote(v.value)} is not known (rows with it: ${v.count})`
      : `Rows without a relation type: ${v.count}`,
  'problem.missing-end': (_: Values) => 'One end of the relation is missing',
  'problem.unknown-person': (v: Values) => `Nobody is known by the id or name ${quote(v.value)}`,
  'problem.ambiguous-person': (v: Values) => `${v.count} people are called ${quote(v.value)}; use the id`,
  'problem.self-relation': (v: Values) => `Both ends of the relation are ${v.name}`,
  'problem.duplicate-relation': (v: Values) => `The same relation between ${v.name} and ${v.other} was there before`,
  'problem.second-boss': (v: Values) => `${v.name} reports to ${v.other} already`,
  'done.file-refused': 'the file is not read',
  'done.row-skipped': 'the row is left out',
  'done.rest-skipped': 'this row and those after it are left out',
  'done.relation-skipped': 'the relation is left out',
  'done.type-skipped': 'these relations are left out until you say which kind they are',
  'done.kept': 'kept as it is',
  'done.kept-as-seat': 'kept as an unknown seat',
  'done.kept-without-boss': 'kept without a boss',
  'done.boss-unchanged': 'the boss on the map stays',
  'done.kept-without-unit': 'people there are kept without a department',
  'done.kept-as-custom': 'kept as a custom field',
  'done.value-ignored': 'the value is left out, the rest of the row is kept',
  'done.cells-ignored': 'these cells are left out, the rest of the row is kept',
  'done.column-ignored': 'the column is left out',
  'done.quote-ignored': 'the quotation mark is left out',
  'done.cut-short': 'the rest is cut off',
  'done.id-made': 'a new id is made; references to it still work',
  'done.lowest-used': 'taken as 1',
  'done.marked-unreadable': 'what cannot be read shows as �; save the file as UTF-8 and try again',
  'done.scale-used': 'read in that scale; choose the other if it is wrong',
  'problem.place': (file: string, row: number | null, column: string | null) =>
    [file, row === null ? '' : `row ${row}`, column === null ? '' : `column “${column}”`].filter(Boolean).join(', '),
  'problem.sentence': (place: string, wrong: string, done: string) => `${place}: ${wrong}; ${done}.`,
};
