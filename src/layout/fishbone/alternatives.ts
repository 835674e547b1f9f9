/**
 * For every department the few shapes worth having: those that no other beats in both rows and width
 * (layout by Pareto lists). With remembered forms only the remembered shape is built.
 */
import { buildBone, type BoneOptions, type Stance } from './bone.ts';
import { chooseWithin, paretoFront, parseLimit, type Block, type Limit } from './block.ts';
import type { Measures } from './measures.ts';
import type { Branch } from './organisation.ts';
import { combTwig, elbowTwig, gridTwig, stackTwig, type Side } from './twig.ts';

const ROW_CAPS = [1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 18, 22, 27, 33, 40, 50];
const KEPT = 14;
/** Cards on the left and right of a bone; small departments read best on one side. */
const SIDES: readonly (readonly [number, number])[] = [
  [1, 0],
  [1, 1],
  [2, 1],
  [2, 2],
  [3, 3],
  [4, 4],
];
const WIDE_SIDES: readonly (readonly [number, number])[] = [
  [6, 6],
  [9, 9],
  [13, 13],
  [17, 17],
];
const MANY_PEOPLE = 60;
/** Rows for the first sub-department of one that stands as a grid. */
const FIRST_SUB_LIMIT = '4';
/** Widths tried besides the row caps: sub-departments of one width pile up without gaps. */
const WIDTHS = 8;

type BoneOption = Pick<BoneOptions, 'isOneSided' | 'left' | 'limit' | 'right'>;

const PREFIX: Readonly<Record<Stance, string>> = { spine: 'b', twig: 't', elbow: 'eb' };

/** By department: its shape, and the side of its parent's bone. */
export interface Remembered {
  readonly forms: ReadonlyMap<string, string>;
  readonly sides: ReadonlyMap<string, Side>;
}

export class Alternatives {
  readonly #memo = new Map<string, readonly Block[]>();

  constructor(
    readonly measures: Measures,
    readonly remembered: Remembered,
    /** Whether shapes may be found in which the pill is the first bead of a column. */
    readonly allowsStacks = true,
  ) {}

  /** Shapes of a top department's bone. */
  bones(branch: Branch): readonly Block[] {
    return this.#once(`${branch.key} top`, () => this.#buildBones(branch, 'spine'));
  }

  twigs(branch: Branch, side: Side): readonly Block[] {
    return this.#once(`${branch.key} ${side}`, () => this.#buildTwigs(branch, side));
  }

  /** Shapes of a sub-department as a bone standing on its parent's twig. */
  #standing(branch: Branch): readonly Block[] {
    return this.#once(`${branch.key} twig`, () => this.#buildBones(branch, 'twig'));
  }

  #elbows(branch: Branch): readonly Block[] {
    return this.#once(`${branch.key} elbow`, () => this.#buildBones(branch, 'elbow'));
  }

  #once(key: string, build: () => readonly Block[]): readonly Block[] {
    const known = this.#memo.get(key);
    if (known) return known;
    const built = build();
    this.#memo.set(key, built);
    return built;
  }

  #buildBones(branch: Branch, stance: Stance): Block[] {
    const count = branch.people.length - (stance === 'elbow' && branch.leader !== null ? 1 : 0);
    const remembered = this.#rememberedBone(branch, stance);
    const options = remembered ?? this.#boneOptions(branch, count);
    const build = (option: BoneOption, isDraft: boolean) =>
      buildBone(this.measures, branch, {
        ...option,
        stance,
        isDraft,
        subs: (sub, side) => this.twigs(sub, side),
        sideOf: (sub) => this.remembered.sides.get(sub.key),
      });
    if (options.length === 1) return [build(options[0]!, false)];
    const drafts = new Map(options.map((option) => [build(option, true), option]));
    return paretoFront([...drafts.keys()], KEPT).map((draft) => build(drafts.get(draft)!, false));
  }

  #boneOptions(branch: Branch, count: number): BoneOption[] {
    const sides = [...SIDES, ...(count > MANY_PEOPLE ? WIDE_SIDES : [])].filter(
      ([left, right], i) => i === 0 || left + right <= Math.max(2, count),
    );
    const limits = this.#limits(branch.subs.flatMap((sub) => [this.twigs(sub, -1), this.twigs(sub, 1)]));
    const bothSides = sides.flatMap(([left, right]) =>
      limits.map((limit) => ({ left, right, limit, isOneSided: false })),
    );
    if (branch.subs.length < 2) return bothSides;
    return [
      ...bothSides,
      ...[1, 2].flatMap((left) => limits.map((limit) => ({ left, right: 0, limit, isOneSided: true }))),
    ];
  }

  /** The limits that choose differently among these fronts: numbers of rows, then widths. */
  #limits(fronts: readonly (readonly Block[])[]): Limit[] {
    const { cardWidth } = this.measures;
    const widths = new Set(fronts.flatMap((front) => front.map(({ width }) => Math.ceil((width * 10) / cardWidth))));
    const sorted = [...widths].sort((a, b) => a - b);
    const some = sorted.length <= WIDTHS ? sorted : evenly(sorted, WIDTHS);
    const limits = [
      ...(fronts.length > 0 ? ROW_CAPS : [0]).map((value): Limit => ({ kind: 'rows', value })),
      ...some.map((value): Limit => ({ kind: 'width', value })),
    ];
    const seen: Block[][] = [];
    return limits.filter((limit) => {
      const chosen = fronts.map((front) => chooseWithin(front, limit, cardWidth));
      if (seen.some((before) => before.every((block, i) => block === chosen[i]))) return false;
      seen.push(chosen);
      return true;
    });
  }

  #rememberedBone(branch: Branch, stance: Stance): BoneOption[] | null {
    const match = /^(b|t|eb)(\d+)\.(\d+)\.(w?\d{1,4})(l?)$/.exec(this.remembered.forms.get(branch.key) ?? '');
    if (!match || match[1] !== PREFIX[stance]) return null;
    const [left, right] = [Number(match[2]), Number(match[3])];
    if (left < 1 || left > 40 || right > 40) return null;
    return [{ left, right, limit: parseLimit(match[4]!), isOneSided: match[5] === 'l' }];
  }

  #buildTwigs(branch: Branch, side: Side): Block[] {
    // A chip has no shapes; what it looked like open is remembered for when it opens again.
    if (branch.folded) return [gridTwig(this.measures, branch, side, 1)];
    const remembered = this.#rememberedTwig(branch, side);
    if (remembered) return [remembered];
    const blocks: Block[] = [];
    const count = branch.people.length;
    if (branch.subs.length === 0) {
      const seen = new Set<number>();
      for (let columns = 1; columns <= Math.max(1, count); columns++) {
        const rows = Math.ceil(count / columns);
        if (seen.has(rows)) continue;
        seen.add(rows);
        blocks.push(gridTwig(this.measures, branch, side, Math.max(1, Math.min(columns, count || 1))));
      }
      for (let columns = 1; this.allowsStacks && columns <= Math.min(3, count); columns++)
        blocks.push(stackTwig(this.measures, branch, side, columns));
    }
    if (branch.subs.length > 0 || count >= 6)
      for (const inner of this.#elbows(branch)) blocks.push(elbowTwig(this.measures, branch, side, inner));
    if (branch.subs.length > 0) blocks.push(...this.#combs(branch, side));
    return paretoFront(blocks, KEPT);
  }

  #combs(branch: Branch, side: Side): Block[] {
    const count = branch.people.length;
    const columns = [...new Set([1, 2, 3, Math.ceil(count / 2), count])].filter(
      (c) => c >= 1 && c <= Math.max(1, count),
    );
    const fronts = branch.subs.map((sub) => this.#standing(sub));
    return this.#limits(fronts).flatMap((limit) => {
      const standing = this.#standingWithin(branch, limit);
      return columns.map((c) => combTwig(this.measures, branch, side, { columns: c, limit, standing }));
    });
  }

  #standingWithin(branch: Branch, limit: Limit): Block[] {
    return branch.subs.map((sub) => chooseWithin(this.#standing(sub), limit, this.measures.cardWidth));
  }

  /** The recorded form, or the nearest to it when the department got its first sub-department or lost its last. */
  #rememberedTwig(branch: Branch, side: Side): Block | null {
    const form = this.remembered.forms.get(branch.key) ?? '';
    const match = /^([gsc])(\d{1,3})(?:\.(w?\d{1,4}))?$/.exec(form);
    if (!match) {
      if (this.#rememberedBone(branch, 'elbow') === null) return null;
      return elbowTwig(this.measures, branch, side, this.#elbows(branch)[0]!);
    }
    const columns = Math.max(1, Math.min(Number(match[2]), branch.people.length || 1));
    if (branch.subs.length > 0) {
      const limit = parseLimit(match[3] ?? FIRST_SUB_LIMIT);
      return combTwig(this.measures, branch, side, { columns, limit, standing: this.#standingWithin(branch, limit) });
    }
    return match[1] === 's' && branch.people.length > 0
      ? stackTwig(this.measures, branch, side, columns)
      : gridTwig(this.measures, branch, side, columns);
  }
}

const evenly = <T>(list: readonly T[], most: number): T[] =>
  Array.from({ length: most }, (_, i) => list[Math.round((i * (list.length - 1)) / (most - 1))]!);
