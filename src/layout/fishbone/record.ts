/** The fishbone's layout record: per department its shape, and per top department its half and place. Read from anything. */
import type { LayoutRecord } from '../../model/index.ts';
import type { Block } from './block.ts';
import type { Fish } from './fish.ts';

interface Place {
  readonly above: boolean;
  readonly index: number;
}

export function readRecord(record: LayoutRecord | undefined): {
  forms: ReadonlyMap<string, string>;
  sides: ReadonlyMap<string, -1 | 1>;
  places: ReadonlyMap<string, Place>;
} {
  const sides = new Map<string, -1 | 1>();
  const forms = new Map<string, string>();
  const places = new Map<string, Place>();
  for (const [key, entry] of Object.entries(record ?? {})) {
    if (typeof entry !== 'object' || entry === null) continue;
    const { form, half, index, side } = entry as Record<string, unknown>;
    if (typeof form === 'string' && form.length <= 40) forms.set(key, form);
    if (side === 'left' || side === 'right') sides.set(key, side === 'left' ? -1 : 1);
    if ((half === 'above' || half === 'below') && typeof index === 'number' && Number.isFinite(index))
      places.set(key, { above: half === 'above', index });
  }
  return { forms, sides, places };
}

export function toRecord(fish: Fish): LayoutRecord {
  const record: Record<string, { form: string; side?: 'left' | 'right'; half?: 'above' | 'below'; index?: number }> =
    {};
  const note = (key: string, block: Block) => {
    if (!Object.hasOwn(record, key))
      record[key] = { form: block.form, ...(block.side && { side: block.side === -1 ? 'left' : 'right' }) };
    for (const child of block.children) {
      // The inner bone of an elbow belongs to the same department: what stands on it is one level further in.
      const nested = child.block.unit === block.unit ? child.block.children : [child];
      for (const { block: sub } of nested) if (sub.unit !== null) note(sub.unit, sub);
    }
  };
  for (const [half, bones] of [
    ['above', fish.upper.bones],
    ['below', fish.lower.bones],
  ] as const) {
    bones.forEach(({ block, branch }, index) => {
      note(branch.key, block);
      record[branch.key] = { form: block.form, half, index };
    });
  }
  return record;
}
