/** What concerns the map as a whole. */
import type * as Y from 'yjs';
import { ATTITUDE_SCALES, MAX_NAME, type Account, type AttitudeScaleId, type Opportunity } from '../../model/index.ts';
import { DONE, refused, type Outcome } from '../outcome.ts';
import { rootOf } from '../schema.ts';
import { put } from '../values.ts';
import { command } from '../write.ts';

function putMeta(doc: Y.Doc, key: string, value: unknown): void {
  const meta = rootOf(doc, 'meta');
  if (meta) put(meta, key, value);
}

export function setMapName(doc: Y.Doc, name: string): Outcome {
  return command(doc, () => {
    if (name.length > MAX_NAME) return refused('too-long');
    putMeta(doc, 'name', name);
    return DONE;
  });
}

/** Changes the given fields of the account; the others stay. */
export function setAccount(doc: Y.Doc, patch: Partial<Account>): Outcome {
  return command(doc, () => {
    if ([patch.name, patch.industry].some((text) => (text ?? '').length > MAX_NAME)) return refused('too-long');
    if (patch.grade !== undefined && !['', 'A', 'B', 'C', 'D'].includes(patch.grade)) return refused('out-of-range');
    for (const [key, value] of Object.entries(patch)) if (value !== undefined) putMeta(doc, `account.${key}`, value);
    return DONE;
  });
}

/** Changes the given fields of the opportunity; the others stay. Stages are 1-6. */
export function setOpportunity(doc: Y.Doc, patch: Partial<Opportunity>): Outcome {
  return command(doc, () => {
    if ((patch.name ?? '').length > MAX_NAME) return refused('too-long');
    const stage = patch.stage ?? 1;
    if (!Number.isInteger(stage) || stage < 1 || stage > 6) return refused('out-of-range');
    for (const [key, value] of Object.entries(patch))
      if (value !== undefined) putMeta(doc, `opportunity.${key}`, value);
    return DONE;
  });
}

/** Attitudes are never converted: those outside the new scale read as not contacted, and come back with the old scale. */
export function setScale(doc: Y.Doc, scale: AttitudeScaleId): Outcome {
  return command(doc, () => {
    if (!Object.hasOwn(ATTITUDE_SCALES, scale)) return refused('out-of-range');
    putMeta(doc, 'scale', scale);
    return DONE;
  });
}
