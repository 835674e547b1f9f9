/** Parsed things of a document by id, so that a change costs the parsing of what changed only. */
import * as Y from 'yjs';
import {
  assembleMap,
  isId,
  MAX_PEOPLE,
  parseMeta,
  parsePerson,
  parseRelation,
  parseUnit,
  type Assembled,
  type AttitudeScaleId,
  type Draft,
  type Dropped,
  type FinishedCache,
  type MetaDraft,
  type Person,
  type Relation,
  type Unit,
} from '../model/index.ts';
import { LayoutDrafts } from './layout-drafts.ts';
import { rawFields } from './raw.ts';
import type { ReadResult } from './read-result.ts';
import { reuseAssembled, type ChangedPerson } from './reuse.ts';
import { ENTITY_ROOTS, rootOf, ROOTS, SCHEMA, schemaOf, type EntityRoot, type Root } from './schema.ts';

type AnyDraft = Draft<Unit> | Draft<Person> | Draft<Relation | null>;

/** Parsed things by id, and which of them are to be parsed again. */
export class DraftStore {
  readonly #finished: FinishedCache = new WeakMap();
  readonly #drafts: Record<EntityRoot, Map<string, AnyDraft>> = {
    units: new Map(),
    people: new Map(),
    relations: new Map(),
  };
  /** Null: everything. */
  readonly #dirty: Record<EntityRoot, Set<string> | null> = { units: null, people: null, relations: null };
  /** What was wrong with the keys of a root themselves. */
  readonly #misplaced: Record<EntityRoot, Map<string, Dropped>> = {
    units: new Map(),
    people: new Map(),
    relations: new Map(),
  };
  /** The scale people were parsed with: another one changes which attitudes are valid. */
  #scale: AttitudeScaleId | null = null;
  #meta: MetaDraft | null = null;
  /** What the last map was made with. */
  #assembledMeta: MetaDraft | null = null;
  readonly #layouts = new LayoutDrafts();
  /** The last map, as long as nothing but people's own words and records changed since. */
  #assembled: Assembled | null = null;

  constructor(readonly doc: Y.Doc) {}

  markDirty(root: Root, event: Y.YEvent<Y.AbstractType<unknown>>): void {
    if (root === 'meta') this.#meta = null;
    else if (root === 'layout') this.#layouts.markDirty(event.changes.keys.keys());
    else {
      const ids = event.path.length === 0 ? event.changes.keys.keys() : [String(event.path[0])];
      for (const id of ids) this.#dirty[root]?.add(id);
    }
  }

  read(): ReadResult {
    const broken: Dropped[] = ROOTS.filter((root) => !rootOf(this.doc, root)).map((root) => ({
      path: root,
      reason: 'not-an-object',
    }));
    const meta = (this.#meta ??= this.#readMeta());
    if (meta.scale !== this.#scale) {
      this.#scale = meta.scale;
      this.#dirty.people = null;
    }
    const changes = this.#refresh(meta);
    const layouts = this.#layouts.read(rootOf(this.doc, 'layout'));
    const reused = changes && this.#assembled && reuseAssembled(this.#assembled, changes, this.#finished);
    this.#assembled = reused ?? this.#assemble(meta);
    const { removed, dropped } = this.#assembled;
    const map = { ...this.#assembled.map, layouts: layouts.records };
    const misplaced = ENTITY_ROOTS.flatMap((root) => [...this.#misplaced[root].values()]);
    const schema = schemaOf(this.doc);
    return {
      map,
      removed,
      dropped: [...broken, ...misplaced, ...dropped, ...layouts.dropped].sort(byPath),
      schema,
      readOnly: schema > SCHEMA,
    };
  }

  #readMeta(): MetaDraft {
    const root = rootOf(this.doc, 'meta');
    const { schema, ...raw } = root ? rawFields(root) : {};
    const draft = parseMeta(raw);
    if (schema === undefined || schema === schemaOf(this.doc)) return draft;
    return { ...draft, dropped: [...draft.dropped, { path: 'schema', reason: 'wrong-type' }] };
  }

  #assemble(meta: MetaDraft): Assembled {
    return assembleMap(
      {
        meta,
        units: this.#drafts.units as Map<string, Draft<Unit>>,
        people: this.#drafts.people as Map<string, Draft<Person>>,
        relations: this.#drafts.relations as Map<string, Draft<Relation | null>>,
        layouts: {},
      },
      this.#finished,
    );
  }

  /** Parses what is dirty. Returns the people who changed, or null when anything else did. */
  #refresh(meta: MetaDraft): ReadonlyMap<string, ChangedPerson> | null {
    const dirty = this.#dirty.people;
    const isLimited = this.#drafts.people.size > MAX_PEOPLE;
    const isWider = meta !== this.#assembledMeta || this.#dirty.units?.size !== 0 || this.#dirty.relations?.size !== 0;
    this.#assembledMeta = meta;
    const before = new Map(
      [...(dirty ?? [])].map((id) => [id, this.#drafts.people.get(id) as Draft<Person> | undefined]),
    );
    for (const root of ENTITY_ROOTS) this.#reparse(root, meta.scale);
    if (dirty === null || isWider || isLimited) return null;
    return new Map(
      [...before].map(([id, draft]) => [
        id,
        { before: draft, after: this.#drafts.people.get(id) as Draft<Person> | undefined },
      ]),
    );
  }

  #reparse(root: EntityRoot, scale: AttitudeScaleId): void {
    const map = rootOf(this.doc, root);
    const dirty = this.#dirty[root];
    this.#dirty[root] = new Set();
    if (!map) return;
    if (dirty === null) {
      this.#drafts[root].clear();
      this.#misplaced[root].clear();
      map.forEach((value, id) => this.#parse(root, id, value, scale));
    } else {
      for (const id of dirty) this.#parse(root, id, map.get(id), scale);
    }
  }

  #parse(root: EntityRoot, id: string, value: unknown, scale: AttitudeScaleId): void {
    this.#drafts[root].delete(id);
    this.#misplaced[root].delete(id);
    if (value === undefined) return;
    const path = `${root}/${id.slice(0, 128)}`;
    if (!isId(id)) this.#misplaced[root].set(id, { path, reason: 'forbidden-id' });
    else if (!(value instanceof Y.Map)) this.#misplaced[root].set(id, { path, reason: 'not-an-object' });
    else this.#drafts[root].set(id, parseEntity(root, id, value as Y.Map<unknown>, scale));
  }
}

function parseEntity(root: EntityRoot, id: string, entity: Y.Map<unknown>, scale: AttitudeScaleId): AnyDraft {
  if (root === 'people') return parsePerson(id, rawFields(entity), scale);
  return root === 'units' ? parseUnit(id, rawFields(entity)) : parseRelation(id, rawFields(entity));
}

/** Replicas hold their keys in different orders; their reports are equal nevertheless. */
function byPath(a: Dropped, b: Dropped): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : a.reason < b.reason ? -1 : a.reason > b.reason ? 1 : 0;
}
