/** What is selected: people, or one relation, or one department. Ids that leave the map leave the selection. */
import type { AccountMap, Person, PersonId, Relation, RelationId, Unit } from '../model/index.ts';
import type { SelectionKind } from './types.ts';

/** A selected relation; a reporting line is one too, as `reports:<child>`. */
export type SelectedRelation =
  Relation | { readonly id: RelationId; readonly kind: 'reports'; readonly from: PersonId; readonly to: PersonId };

const REPORTS = 'reports:';

export class Selection {
  #map: () => AccountMap;
  /** In the order of selecting; may hold ids that are gone. */
  #wanted: readonly string[] = $state.raw([]);

  #people: readonly Person[] = $derived.by(() => this.#wanted.flatMap((id) => this.#map().people.get(id) ?? []));
  #relation: SelectedRelation | null = $derived.by(() => this.#findRelation());
  #unit: Unit | null = $derived.by(() => {
    const [id] = this.#wanted;
    return this.#people.length === 0 && id !== undefined ? (this.#map().units.get(id) ?? null) : null;
  });
  #ids: ReadonlySet<string> = $derived.by(() => {
    if (this.#people.length > 0) return new Set(this.#people.map((person) => person.id));
    const one = this.#relation?.id ?? this.#unit?.id;
    return new Set(one === undefined ? [] : [one]);
  });

  constructor(map: () => AccountMap) {
    this.#map = map;
  }

  get ids(): ReadonlySet<string> {
    return this.#ids;
  }
  get people(): readonly Person[] {
    return this.#people;
  }
  get relation(): SelectedRelation | null {
    return this.#relation;
  }
  get unit(): Unit | null {
    return this.#unit;
  }
  get kind(): SelectionKind {
    if (this.#people.length > 0) return 'people';
    if (this.#relation) return 'relation';
    return this.#unit ? 'unit' : 'none';
  }

  /** Replaces the selection. With `add`, each person is added, or taken out when already in. */
  select(ids: Iterable<string>, options: { readonly add?: boolean } = {}): void {
    const given = [...new Set(ids)];
    if (!options.add) {
      this.#wanted = given;
      return;
    }
    const kept = this.kind === 'people' ? [...this.#ids] : [];
    const gone = new Set(given);
    this.#wanted = [...kept.filter((id) => !gone.has(id)), ...given.filter((id) => !kept.includes(id))];
  }

  clear(): void {
    if (this.#wanted.length > 0) this.#wanted = [];
  }

  #findRelation(): SelectedRelation | null {
    const [id] = this.#wanted;
    if (id === undefined || this.#people.length > 0) return null;
    const map = this.#map();
    const relation = map.relations.get(id);
    if (relation) return relation;
    if (!id.startsWith(REPORTS)) return null;
    const child = map.people.get(id.slice(REPORTS.length));
    if (!child || child.reportsTo === null || !map.people.has(child.reportsTo)) return null;
    return { id, kind: 'reports', from: child.reportsTo, to: child.id };
  }
}
