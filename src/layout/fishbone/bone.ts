/** A slanted bone at u = 0 with people and sub-departments stacked on both sides, from the spine outward. */
import { chooseWithin, Contour, finishBlock, limitText, rowsOf, type Block, type Limit, type Part } from './block.ts';
import type { Measures } from './measures.ts';
import type { Branch } from './organisation.ts';
import { Stack } from './stack.ts';
import type { Side } from './twig.ts';

const SIDES: readonly Side[] = [-1, 1];

interface Place {
  readonly side: Side;
  readonly block: Block;
  readonly dk: number;
  readonly top: number;
}

export type Stance = 'spine' | 'twig' | 'elbow';

export interface BoneOptions {
  /** Cards per row on the left and on the right. */
  readonly left: number;
  readonly right: number;
  /** All sub-departments on the left, unless they were on the right before: tall and narrow. */
  readonly isOneSided: boolean;
  /** What a sub-department's shape is chosen by. */
  readonly limit: Limit;
  /** spine: a top department. twig: a sub-department on its parent's twig. elbow: on a twig that carries pill and leader already. */
  readonly stance: Stance;
  /** The side a sub-department was on before, if it is to stay there. */
  readonly sideOf: (sub: Branch) => Side | undefined;
  readonly subs: (sub: Branch, side: Side) => readonly Block[];
  /** Only the contour: enough to compare shapes, a third of the work. */
  readonly isDraft?: boolean;
}

export function buildBone(
  measures: Measures,
  branch: Branch,
  { isDraft = false, isOneSided, left, limit, right, sideOf, stance, subs }: BoneOptions,
): Block {
  const { cardWidth, clear, gap } = measures;
  const contour = new Contour();
  const parts: Part[] = [];
  const people = stance === 'elbow' && branch.leader !== null ? branch.people.slice(1) : branch.people;
  const perRow = left + right;
  const first = clear + gap * 0.4;
  const step = cardWidth + gap;
  const stacks = { [-1]: new Stack(-1, gap), [1]: new Stack(1, gap) };
  people.forEach((person, i) => {
    const row = Math.floor(i / perRow);
    const place = i % perRow;
    const side: Side = place < left ? -1 : 1;
    const from = first + (side === -1 ? place : place - left) * step;
    const u = side === 1 ? from : -from - cardWidth;
    contour.add(row, u, u + cardWidth);
    if (!isDraft) parts.push({ kind: 'card', person, row, u, leader: person === branch.leader });
    stacks[side].add(row, u, u + cardWidth);
  });
  const children: { block: Block; du: number; dk: number }[] = [];
  for (const sub of branch.subs) {
    const remembered = sideOf(sub) ?? (isOneSided ? -1 : undefined);
    const places = (remembered === undefined ? SIDES : [remembered]).map((side): Place => {
      const block = chooseWithin(subs(sub, side), limit, cardWidth);
      const dk = stacks[side].rowFor(block);
      return { side, block, dk, top: dk + rowsOf(block) };
    });
    const { block, dk, side } = places.reduce((a, b) => (b.top < a.top ? b : a));
    stacks[side].put(block, dk);
    contour.addBlock(block, 0, dk);
    children.push({ block, du: 0, dk });
  }
  const rows = Math.max(1, stacks[-1].rows, stacks[1].rows);
  for (let row = 0; row < rows; row++) contour.add(row, -clear, clear);
  const start = stance === 'spine' ? -0.5 : -1;
  const touching: string[] = [];
  if (stance === 'elbow') {
    const last = lastBranching(people.length, perRow, children);
    parts.unshift(bone(branch, start, last, touching));
  } else if (branch.unit !== null) {
    contour.add(rows, -branch.pillWidth / 2, branch.pillWidth / 2);
    parts.push({
      kind: 'pill',
      unit: branch.unit,
      depth: branch.depth,
      row: rows,
      u: -branch.pillWidth / 2,
      width: branch.pillWidth,
    });
    parts.unshift(bone(branch, start, rows, touching));
  } else parts.unshift(bone(branch, start, rows - 1, touching));
  if (!isDraft) parts.unshift(...ribs(branch, people, { left, right, first, step }));
  return finishBlock({
    form: `${stance === 'twig' ? 't' : 'b'}${left}.${right}.${limitText(limit)}${isOneSided ? 'l' : ''}`,
    unit: branch.unit,
    depth: branch.depth,
    spans: contour.spans,
    parts,
    children,
  });
}

function bone(branch: Branch, from: number, to: number, people: readonly string[]): Part {
  return { kind: 'bone', unit: branch.unit, depth: branch.depth, u: 0, from, to, people };
}

/** The outermost row where something leaves a bone that has no pill at its tip. */
function lastBranching(people: number, perRow: number, children: readonly { dk: number }[]): number {
  return Math.max(people > 0 ? Math.ceil(people / perRow) - 1 : 0, ...children.map((child) => child.dk), 0);
}

function ribs(
  branch: Branch,
  people: readonly string[],
  { left, right, first, step }: { left: number; right: number; first: number; step: number },
): Part[] {
  const parts: Part[] = [];
  const perRow = left + right;
  for (let row = 0; row * perRow < people.length; row++) {
    const inRow = people.slice(row * perRow, (row + 1) * perRow);
    const sides = [
      { side: -1, people: inRow.slice(0, left) },
      { side: 1, people: inRow.slice(left) },
    ];
    for (const { side, people: members } of sides) {
      if (members.length > 0)
        parts.push({
          kind: 'rib',
          unit: branch.unit,
          depth: branch.depth,
          row,
          u: 0,
          to: side * (first + (members.length - 1) * step),
          people: members,
        });
    }
  }
  return parts;
}
