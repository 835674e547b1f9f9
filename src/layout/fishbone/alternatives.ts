/**
 * For every department the few shapes worth having: those that no other beats in both rows and width
 * (layout by Pareto lists). With remembered forms only the remembered shape is built.
 */
import { buildBone, type Stance } from './bone.ts';
import { narrowestWithin, paretoFront, type Block } from './block.ts';
import type { Measures } from './measures.ts';
import type { Branch } from './organisation.ts';
import { combTwig, elbowTwig, gridTwig, stackTwig, type Side } from './twig.ts';

const ROW_CAPS = [1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 18, 22, 27, 33, 40, 50];
const KEPT = 9;
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
const FIRST_SUB_CAP = 4;

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
    const blocks = options.map(([left, right, cap]) =>
      buildBone(this.measures, branch, {
        left,
        right,
        cap,
        stance,
        subs: (sub, side) => this.twigs(sub, side),
        sideOf: (sub) => this.remembered.sides.get(sub.key),
      }),
    );
    return paretoFront(blocks, KEPT);
  }

  #boneOptions(branch: Branch, count: number): [number, number, number][] {
    const sides = [...SIDES, ...(count > MANY_PEOPLE ? WIDE_SIDES : [])].filter(
      ([left, right], i) => i === 0 || left + right <= Math.max(2, count),
    );
    const caps = branch.subs.length > 0 ? ROW_CAPS : [0];
    return sides.flatMap(([left, right]) => caps.map((cap): [number, number, number] => [left, right, cap]));
  }

  #rememberedBone(branch: Branch, stance: Stance): [number, number, number][] | null {
    const match = /^(b|t|eb)(\d+)\.(\d+)\.(\d+)$/.exec(this.remembered.forms.get(branch.key) ?? '');
    if (!match || match[1] !== PREFIX[stance]) return null;
    const [left, right, cap] = [Number(match[2]), Number(match[3]), Number(match[4])];
    return left >= 1 && left <= 40 && right <= 40 ? [[left, right, cap]] : null;
  }

  #buildTwigs(branch: Branch, side: Side): Block[] {
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
      for (let columns = 1; columns <= Math.min(3, count); columns++)
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
    const seen = new Set<string>();
    const blocks: Block[] = [];
    for (const cap of ROW_CAPS) {
      const standing = this.#standingWithin(branch, cap);
      const shape = standing.map((block) => block.form).join();
      if (seen.has(shape)) continue;
      seen.add(shape);
      for (const c of columns) blocks.push(combTwig(this.measures, branch, side, { columns: c, cap, standing }));
    }
    return blocks;
  }

  #standingWithin(branch: Branch, cap: number): Block[] {
    return branch.subs.map((sub) => narrowestWithin(this.#standing(sub), cap));
  }

  /** The recorded form, or the nearest to it when the department got its first sub-department or lost its last. */
  #rememberedTwig(branch: Branch, side: Side): Block | null {
    const form = this.remembered.forms.get(branch.key) ?? '';
    const match = /^([gsc])(\d{1,3})(?:\.(\d{1,3}))?$/.exec(form);
    if (!match) {
      if (this.#rememberedBone(branch, 'elbow') === null) return null;
      return elbowTwig(this.measures, branch, side, this.#elbows(branch)[0]!);
    }
    const columns = Math.max(1, Math.min(Number(match[2]), branch.people.length || 1));
    if (branch.subs.length > 0) {
      const cap = match[3] === undefined ? FIRST_SUB_CAP : Number(match[3]);
      return combTwig(this.measures, branch, side, { columns, cap, standing: this.#standingWithin(branch, cap) });
    }
    return match[1] === 's' && branch.people.length > 0
      ? stackTwig(this.measures, branch, side, columns)
      : gridTwig(this.measures, branch, side, columns);
  }
}
