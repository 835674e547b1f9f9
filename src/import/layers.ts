/** Proposes layers where the file gives none: from title, depth in the reporting tree and number of reports. */
import { buildTree, proposeLayer, type Layer, type PersonId } from '../model/index.ts';
import type { IdentifiedDraft } from './directory.ts';

/** The layer of every new person; `isOutsider` wins over the proposal, the file's own layer over both. O(n log n). */
export function chooseLayers(
  people: readonly IdentifiedDraft[],
  boss: ReadonlyMap<PersonId, PersonId | null>,
  isOutsider: (person: IdentifiedDraft) => boolean,
): ReadonlyMap<PersonId, Layer> {
  const items = [...boss.keys()].map((id) => ({ id, order: '' }));
  const tree = buildTree(items, (item) => boss.get(item.id) ?? null);
  const layers = new Map<PersonId, Layer>();
  for (const person of people) {
    if (!person.create) continue;
    const { id, draft } = person;
    const proposed = () => proposeLayer(tree.depth.get(id) ?? 0, draft.title, tree.children.get(id)?.length ?? 0);
    layers.set(id, draft.layer ?? (isOutsider(person) ? 'outside' : proposed()));
  }
  return layers;
}
