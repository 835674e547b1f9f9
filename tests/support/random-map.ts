/**
 * Customers of any size from a seed: uneven departments, Chinese names, roles, attitudes, relations.
 * The same arguments give the same map.
 */
import {
  emptyMap,
  type AccountMap,
  type Layer,
  type Mark,
  type Person,
  type Relation,
  type Role,
  type Unit,
} from '../../src/model/index.ts';

export type MapShape = 'normal' | 'chain' | 'star' | 'fat' | 'flat' | 'empty-units';

const SURNAMES = [...'王李张刘陈杨黄赵周吴徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹'];
const GIVEN = [...'伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰建国志文海波宇浩晨雪'];
const UNITS = [
  '信息技术部',
  '采购供应部',
  '财务部',
  '生产制造部',
  '研发中心',
  '市场营销部',
  '人力资源部',
  '战略发展部',
  '质量管理部',
  '法务合规部',
  '物流仓储部',
  'International Business',
  '客户服务部',
  '数字化转型办公室',
  'R&D',
  '资产管理部',
];
const SUB_UNITS = [
  '规划科',
  '运维科',
  '架构组',
  '数据平台组',
  '招标组',
  '预算组',
  '一车间',
  '二车间',
  '测试组',
  'North Region',
  '华南区',
  '综合科',
];
const TITLES: Record<Layer, readonly string[]> = {
  decision: ['副总裁', '首席信息官', 'CFO'],
  management: ['总监', '部长', '经理', 'Head of IT'],
  execution: ['工程师', '专员', '会计', 'Analyst'],
  outside: ['顾问'],
};

/** Mulberry32: numbers in [0, 1) from a seed. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const key = (n: number) => `a${String(n).padStart(6, '0')}`;

class Builder {
  readonly units = new Map<string, Unit>();
  readonly people = new Map<string, Person>();
  readonly relations = new Map<string, Relation>();
  readonly random: () => number;

  constructor(seed: number) {
    this.random = seededRandom(seed);
  }

  int(below: number): number {
    return Math.floor(this.random() * below);
  }

  pick<T>(list: readonly T[]): T {
    return list[this.int(list.length)]!;
  }

  unit(name: string, parent: string | null): string {
    const id = `u${this.units.size}`;
    this.units.set(id, { id, name, parent, order: key(this.units.size), outside: false, hue: null, extra: {} });
    return id;
  }

  person(unit: string | null, reportsTo: string | null, layer: Layer): string {
    const id = `p${this.people.size}`;
    const chance = this.random();
    const roles: Role[] = chance < 0.15 ? ['A', 'D'] : chance < 0.4 ? ['E'] : chance < 0.5 ? ['I'] : [];
    const marks: Mark[] = chance < 0.04 ? ['kp'] : chance > 0.96 ? ['coach', 'tech-gatekeeper'] : [];
    this.people.set(id, {
      id,
      name:
        this.random() < 0.05
          ? ''
          : this.pick(SURNAMES) + this.pick(GIVEN) + (this.random() < 0.7 ? this.pick(GIVEN) : ''),
      title: this.pick(TITLES[layer]),
      unit,
      reportsTo,
      order: key(this.people.size),
      layer,
      roles,
      marks,
      attitude: this.random() < 0.25 ? null : this.int(5) - 1,
      power: this.random() < 0.3 ? null : 1 + this.int(5),
      interest: this.people.size % 4 === 3 ? null : 1 + ((this.people.size * 7) % 5),
      weight: null,
      notes: '',
      fields: {},
      extra: {},
    });
    return id;
  }

  department(name: string, size: number, depth: number, parent: string | null, boss: string | null): void {
    const unit = this.unit(name, parent);
    if (size <= 0) return;
    const lead = this.person(
      unit,
      boss,
      depth === 1 && size >= 4 ? 'decision' : depth <= 2 ? 'management' : 'execution',
    );
    let left = size - 1;
    if (left >= 8 && depth < 4) {
      const own = Math.floor(left * 0.15 * this.random());
      for (let i = 0; i < own; i++) this.person(unit, lead, 'execution');
      left -= own;
      const sizes = this.split(left, 2 + this.int(4));
      sizes.forEach((part, i) =>
        this.department(SUB_UNITS[(i + this.int(3)) % SUB_UNITS.length]!, part, depth + 1, unit, lead),
      );
    } else
      for (let i = 0; i < left; i++)
        this.person(unit, lead, depth === 1 && i < left * 0.35 ? 'management' : 'execution');
  }

  /** Uneven parts that sum to `total`. */
  split(total: number, parts: number): number[] {
    const weights = Array.from({ length: parts }, (_, i) => (0.7 + 0.6 * this.random()) / (i + 1) ** 0.8);
    const sum = weights.reduce((a, b) => a + b, 0);
    const sizes = weights.map((weight) => Math.floor((weight / sum) * total));
    for (let left = total - sizes.reduce((a, b) => a + b, 0), i = 0; left > 0; left--, i++) sizes[i % parts]!++;
    return sizes;
  }

  relate(count: number): void {
    const ids = [...this.people.keys()];
    const kinds = ['influence', 'influence', 'influence', 'personal', 'dotted', 'conflict'] as const;
    for (let i = 0; i < count; i++) {
      const from = this.pick(ids);
      const to = this.pick(ids);
      if (from === to) continue;
      const id = `r${i}`;
      const strength = (1 + this.int(3)) as 1 | 2 | 3;
      this.relations.set(id, {
        id,
        kind: this.pick(kinds),
        from,
        to,
        direction: this.random() < 0.1 ? 'both' : 'forward',
        strength,
        note: '',
        extra: {},
      });
    }
  }
}

/** A map of `people` persons (0 and up). chain: departments nested up to 40 deep; star: 40 small ones; fat: one huge beside one of a single person. */
export function randomMap(seed: number, people: number, shape: MapShape = 'normal'): AccountMap {
  const build = new Builder(seed * 7919 + people);
  if (people > 0) fill(build, people, shape);
  if (build.people.size > 1) build.relate(Math.round(people * 0.6));
  const map = {
    ...emptyMap('华东智造集团股份有限公司'),
    units: build.units,
    people: build.people,
    relations: build.relations,
  };
  return { ...map, account: { ...map.account, name: '华东智造集团股份有限公司' } };
}

function fill(build: Builder, people: number, shape: MapShape): void {
  const head = build.person(null, null, 'decision');
  const rest = people - 1;
  if (shape === 'flat') {
    for (let i = 0; i < rest; i++)
      build.person(null, i < 6 ? head : `p${1 + build.int(i)}`, i < 6 ? 'management' : 'execution');
  } else if (shape === 'chain') {
    let parent: string | null = null;
    let boss = head;
    for (let i = 0, deep = Math.min(rest, 40); i < deep; i++) {
      parent = build.unit(`部门${i + 1}`, parent);
      for (let k = 0, own = Math.ceil((rest - i) / deep); k < own; k++) {
        const id: string = build.person(parent, boss, i < 2 ? 'management' : 'execution');
        if (k === 0) boss = id;
      }
    }
  } else if (shape === 'star')
    build.split(rest, 40).forEach((size, i) => build.department(`部门${i + 1}`, size, 4, null, head));
  else if (shape === 'fat') {
    build.department('审计监察部', Math.min(1, rest), 4, null, head);
    build.department('生产制造部', rest - 1, 4, null, head);
  } else {
    const count = Math.max(3, Math.min(UNITS.length, Math.round(1.35 * people ** 0.36)));
    build.split(rest, count).forEach((size, i) => build.department(UNITS[i]!, size, 1, null, head));
    if (shape === 'empty-units') for (let i = 0; i < 5; i++) build.unit(`空部门${i}`, i % 2 === 0 ? null : 'u0');
  }
}

/** The same map with every collection's iteration order reversed or shuffled. */
export function shuffledMap(map: AccountMap, seed: number): AccountMap {
  const random = seededRandom(seed);
  const shuffle = <K, V>(entries: ReadonlyMap<K, V>) =>
    new Map(
      [...entries]
        .map((entry) => ({ entry, rank: random() }))
        .sort((a, b) => a.rank - b.rank)
        .map(({ entry }) => entry),
    );
  return { ...map, units: shuffle(map.units), people: shuffle(map.people), relations: shuffle(map.relations) };
}
