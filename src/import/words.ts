/** The words in which people write layers, roles, marks, attitudes and relations, in English and Chinese. */
import type { AttitudeScaleId, Layer, Mark, RelationKind, Role } from '../model/index.ts';

/** How words are compared: full-width forms made narrow, lower case, without spaces, `_`, `-`, `.`. */
export function plainWord(text: string): string {
  if (text === '') return '';
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_\-.·]+/g, '');
}

function wordTable<T extends string>(words: Readonly<Record<T, string>>): ReadonlyMap<string, T> {
  const table = new Map<string, T>();
  for (const id of Object.keys(words) as T[]) {
    table.set(plainWord(id), id);
    for (const word of words[id].split(',')) table.set(plainWord(word), id);
  }
  return table;
}

export const LAYER_WORDS: ReadonlyMap<string, Layer> = wordTable({
  decision: '决策,决策层,高层,decision layer,decision level,decision maker,senior,executive,top,c-level',
  management: '管理,管理层,中层,management layer,management level,manager,middle,middle management',
  execution: '执行,执行层,基层,员工,execution layer,execution level,working,working level,staff,operational',
  outside: '外部,外部单位,外部机构,第三方,outsider,external,third party',
});

export const ROLE_WORDS: ReadonlyMap<string, Role> = wordTable({
  A: '审批,审批者,审批人,批准者,approver,approve,approval',
  D: '决策,决策者,决策人,拍板人,decision maker,decider,decision',
  E: '评估,评估者,评估人,评价者,evaluator,evaluate',
  I: '影响,影响者,影响人,influencer,influence',
  S: '支持,支持者,支持人,supporter,support',
  U: '使用,使用者,用户,使用人,user,end user',
  N: '发起,发起者,发起人,提出者,initiator,initiate',
});

export const MARK_WORDS: ReadonlyMap<string, Mark> = wordTable({
  kp: '关键人,关键人物,关键人KP,key person,key player,key',
  coach: '教练,内线',
  'tech-gatekeeper': '技术把关者,技术把关,技术把关人,technical gatekeeper,tech gate,technical',
  'commercial-gatekeeper': '商务把关者,商务把关,商务把关人,商务,commercial gate,commercial,purchasing gatekeeper',
});

/** Attitudes as words, by scale; numbers are read elsewhere. */
export const ATTITUDE_WORDS: Readonly<Record<AttitudeScaleId, ReadonlyMap<string, number>>> = {
  '3..-1': new Map(
    Object.entries({
      coach: 3,
      教练: 3,
      supportsusonly: 2,
      支持并排他: 2,
      supports: 1,
      支持不排他: 1,
      neutral: 0,
      中立: 0,
      against: -1,
      反对: -1,
    }),
  ),
  '+2..-2': new Map(
    Object.entries({
      drivesit: 2,
      主动推动: 2,
      agrees: 1,
      认可配合: 1,
      watching: 0,
      neutral: 0,
      中立观望: 0,
      中立: 0,
      reserved: -1,
      保留: -1,
      openlyagainst: -2,
      明确反对: -2,
    }),
  ),
};

/** Signs for "nothing is known", which are not a value. */
export const NOTHING_WORDS: ReadonlySet<string> = new Set(
  [
    '',
    '?',
    '？',
    '/',
    '—',
    '–',
    '－',
    'n/a',
    'na',
    'none',
    'null',
    'unknown',
    'tbd',
    'not contacted',
    '未接触',
    '未知',
    '无',
    '待定',
    '不详',
  ].map(plainWord),
);

export const STRENGTH_WORDS: ReadonlyMap<string, 1 | 2 | 3> = new Map(
  Object.entries({ weak: 1, 弱: 1, medium: 2, normal: 2, 中: 2, strong: 3, 强: 3 } as const),
);

/** What a word of a relations file means: one of our kinds, and whether `from` and `to` change places. */
export interface TypeMeaning {
  readonly kind: RelationKind;
  readonly reverse: boolean;
}

/**
 * The kinds by id and by name. As everywhere in the map, `from` is the boss in `reports` and `dotted` and the one who is
 * listened to in `influence`; only the phrase "reports to" says it the other way round.
 */
export const TYPE_WORDS: ReadonlyMap<string, TypeMeaning> = new Map<string, TypeMeaning>([
  ...['reports', '主汇报'].map((word) => [word, { kind: 'reports', reverse: false }] as const),
  ...['reportsto', '汇报给'].map((word) => [word, { kind: 'reports', reverse: true }] as const),
  ...['dotted', 'secondboss', '附加汇报'].map((word) => [word, { kind: 'dotted', reverse: false }] as const),
  ...['influence', 'influences', '影响'].map((word) => [word, { kind: 'influence', reverse: false }] as const),
  ...['personal', 'personaltie', '私人关系'].map((word) => [word, { kind: 'personal', reverse: false }] as const),
  ...['conflict', '矛盾'].map((word) => [word, { kind: 'conflict', reverse: false }] as const),
]);
