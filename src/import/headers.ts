/** Which column holds what: headers in English or Chinese, in any order, case and spacing. */

export const PEOPLE_FIELDS = [
  'id',
  'name',
  'title',
  'department',
  'reports_to',
  'layer',
  'roles',
  'marks',
  'attitude',
  'power',
  'interest',
  'weight',
  'notes',
] as const;
export type PeopleField = (typeof PEOPLE_FIELDS)[number];

export const RELATION_FIELDS = ['from', 'to', 'type', 'strength', 'note'] as const;
export type RelationField = (typeof RELATION_FIELDS)[number];

/** A column of a file and what it is read as; `field: null` = kept as a custom field under its header. */
export interface Column<F extends string> {
  readonly index: number;
  readonly header: string;
  readonly field: F | null;
}

/** Earlier words win when two columns of a file mean the same field. */
const PEOPLE_WORDS: Readonly<Record<PeopleField, string>> = {
  id: 'id,编号,工号,员工编号,人员编号,person id,employee id,staff id,employee number,no,序号',
  name: 'name,姓名,名字,full name,employee name,person name,display name,人员姓名,employee,person,联系人',
  title: 'title,职务,职位,job title,position,岗位,头衔,职称,job,post',
  department:
    'department,部门,dept,department path,department name,部门名称,所属部门,division,unit,team,科室,单位,组织,机构',
  reports_to:
    'reports_to,上级,report to,reporting to,manager,boss,supervisor,line manager,superior,manager id,manager name,直属上级,直接上级,汇报对象,汇报给,上级编号,上级工号,上级姓名,直接领导,领导',
  layer: 'layer,层级,层次,决策层级',
  roles: 'roles,角色,role,decision role,decision roles,决策角色',
  marks: 'marks,标记,mark',
  attitude: 'attitude,态度,stance,立场',
  power: 'power,影响力,权力',
  interest: 'interest,关注度,利益相关度,stake',
  weight: 'weight,权重,decision weight,决策权重,weight percent',
  notes: 'notes,备注,note,comment,comments,remark,remarks,说明',
};

const RELATION_WORDS: Readonly<Record<RelationField, string>> = {
  from: 'from,从,起点,来源,source,发起方',
  to: 'to,到,终点,目标,target,接收方',
  type: 'type,类型,关系类型,kind,relation,relation type,关系',
  strength: 'strength,强度,weight,权重',
  note: 'note,备注,notes,comment,说明',
};

/** How headers are compared: as words are, and without percent signs, brackets, stars and colons. */
function plainHeader(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_\-.%*:()[\]【】"']+/g, '');
}

type Words<F> = ReadonlyMap<string, { readonly field: F; readonly rank: number }>;

function headerTable<F extends string>(words: Readonly<Record<F, string>>): Words<F> {
  const table = new Map<string, { field: F; rank: number }>();
  for (const field of Object.keys(words) as F[]) {
    words[field].split(',').forEach((word, rank) => table.set(plainHeader(word), { field, rank }));
  }
  return table;
}

const PEOPLE_TABLE = headerTable(PEOPLE_WORDS);
const RELATION_TABLE = headerTable(RELATION_WORDS);

/** A header as a whole, or when all its parts (`姓名 / Name`, `reports_to 上级`) mean the same. */
function fieldOf<F>(header: string, table: Words<F>): { field: F; rank: number } | null {
  const whole = table.get(plainHeader(header));
  if (whole) return whole;
  const parts = header
    .normalize('NFKC')
    .split(/[/|()[\]【】]+|(?<=[\u3400-\u9fff])\s*(?=[a-z])|(?<=[a-z])\s*(?=[\u3400-\u9fff])/i)
    .filter((part) => plainHeader(part) !== '');
  if (parts.length < 2) return null;
  const found = parts.map((part) => table.get(plainHeader(part)));
  const first = found[0];
  return first && found.every((entry) => entry?.field === first.field) ? first : null;
}

function recognise<F extends string>(headers: readonly string[], table: Words<F>): Column<F>[] {
  const best = new Map<F, { index: number; rank: number }>();
  headers.forEach((header, index) => {
    const found = fieldOf(header, table);
    if (!found) return;
    const rival = best.get(found.field);
    if (!rival || found.rank < rival.rank) best.set(found.field, { index, rank: found.rank });
  });
  const fieldAt = new Map([...best].map(([field, { index }]) => [index, field]));
  return headers.map((header, index) => ({ index, header: header.trim(), field: fieldAt.get(index) ?? null }));
}

export function recognisePeople(headers: readonly string[]): Column<PeopleField>[] {
  return recognise(headers, PEOPLE_TABLE);
}

export function recogniseRelations(headers: readonly string[]): Column<RelationField>[] {
  return recognise(headers, RELATION_TABLE);
}

/** True when a column's own header means a field that an earlier or better column of the file already holds. */
export function isSecondFor(header: string): boolean {
  return fieldOf(header, PEOPLE_TABLE) !== null;
}

/** A file with both ends of a relation is a list of relations; everything else is taken for people. */
export function tableKind(headers: readonly string[]): 'people' | 'relations' {
  const fields = new Set(recogniseRelations(headers).map((column) => column.field));
  return fields.has('from') && fields.has('to') ? 'relations' : 'people';
}

/** How many of the headers are known: the measure by which the delimiter is chosen. */
export function knownHeaders(headers: readonly string[]): number {
  const count = (columns: readonly Column<string>[]) => columns.filter((column) => column.field !== null).length;
  return Math.max(count(recognisePeople(headers)), count(recogniseRelations(headers)));
}
