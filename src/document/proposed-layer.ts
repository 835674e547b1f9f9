import type * as Y from 'yjs';
import { proposeLayer, type Layer, type PersonId, type UnitId } from '../model/index.ts';
import { rootOf } from './schema.ts';
import { ancestorsOf, parentOf } from './standing.ts';
import { liveEntity } from './write.ts';

interface Standing {
  readonly title: string;
  readonly unit: UnitId | null;
  readonly reportsTo: PersonId | null;
}

/** The layer to write for somebody on the map, or about to be. Same rule as the reader's (M8). */
export function layerFor(doc: Y.Doc, person: PersonId | Standing): Layer {
  const { title, unit, reportsTo } = typeof person === 'string' ? standingOf(doc, person) : person;
  if (unit !== null && isOutside(doc, unit)) return 'outside';
  const depth = reportsTo === null ? 0 : ancestorsOf(doc, 'people', reportsTo).length + 1;
  return proposeLayer(depth, title, typeof person === 'string' ? countReports(doc, person) : 0);
}

function standingOf(doc: Y.Doc, id: PersonId): Standing {
  const entity = liveEntity(doc, 'people', id);
  const [title, unit] = [entity?.get('title'), entity?.get('unit')];
  return {
    title: typeof title === 'string' ? title : '',
    unit: typeof unit === 'string' ? unit : null,
    reportsTo: parentOf(doc, 'people', id),
  };
}

function countReports(doc: Y.Doc, boss: PersonId): number {
  let count = 0;
  for (const id of rootOf(doc, 'people')?.keys() ?? []) {
    if (liveEntity(doc, 'people', id) && parentOf(doc, 'people', id) === boss) count++;
  }
  return count;
}

function isOutside(doc: Y.Doc, unit: UnitId): boolean {
  const there = liveEntity(doc, 'units', unit) ? [unit] : [];
  return [...there, ...ancestorsOf(doc, 'units', unit)].some(
    (id) => liveEntity(doc, 'units', id)?.get('outside') === true,
  );
}
