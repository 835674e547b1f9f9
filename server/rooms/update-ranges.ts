/**
 * What an update says about many clocks at once: values that Yjs has joined into one item, and deletions. Both are short
 * to write and may be long to carry out.
 */
import type { ScannedStruct, UpdateScan } from './update-scan.ts';

/**
 * Whether Yjs might copy or look at more than `maxSteps` values: an item that refers to the middle of joined values cuts
 * them in two, by copying them, and deletions that repeat each other look at the same items again and again. Linear in
 * the update.
 */
export function isDearToCut({ structs, deletions }: UpdateScan, maxSteps: number): boolean {
  let steps = 0;
  for (const { ranges } of deletions) {
    let reach = 0;
    forEachRange(ranges, (start, end) => {
      steps += Math.max(0, Math.min(reach, end) - start);
      reach = Math.max(reach, end);
    });
  }
  const runs = runsOf(structs);
  if (runs.size === 0) return steps > maxSteps;
  const cutAt = (client: number, clock: number): void => {
    const run = lastUpTo(runs.get(client) ?? [], clock);
    if (run !== null && clock > run.clock && clock < run.clock + run.length) steps += run.length;
  };
  for (const { origin, rightOrigin } of structs) {
    if (origin !== null) cutAt(origin.client, origin.clock + 1);
    if (rightOrigin !== null) cutAt(rightOrigin.client, rightOrigin.clock);
  }
  for (const { client, ranges } of deletions) for (const edge of ranges) cutAt(client, edge);
  return steps > maxSteps;
}

/**
 * Of the values that were set under one key only the last lives, so what Yjs has joined is deleted, all of it. (It comes
 * from clients that keep deleted values for their undo.)
 */
export function isEveryRunDeleted({ structs, deletions }: UpdateScan): boolean {
  const runs = runsOf(structs);
  let left = [...runs.values()].reduce((sum, ofClient) => sum + ofClient.length, 0);
  if (left === 0) return true;
  for (const { client, ranges } of deletions) {
    const ofClient = runs.get(client) ?? [];
    let next = 0;
    forEachRange(ranges, (start, end) => {
      for (let run = ofClient[next]; run !== undefined && run.clock < end; run = ofClient[next]) {
        if (run.clock >= start && run.clock + run.length <= end) left -= 1;
        next += 1;
      }
    });
  }
  return left === 0;
}

/** By client, in the order of their clocks. */
function runsOf(structs: readonly ScannedStruct[]): ReadonlyMap<number, readonly ScannedStruct[]> {
  const runs = new Map<number, ScannedStruct[]>();
  for (const struct of structs) {
    if (struct.kind !== 'value' || struct.length === 1) continue;
    const ofClient = runs.get(struct.client);
    if (ofClient === undefined) runs.set(struct.client, [struct]);
    else ofClient.push(struct);
  }
  return runs;
}

function lastUpTo(runs: readonly ScannedStruct[], clock: number): ScannedStruct | null {
  let [low, high] = [0, runs.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((runs[middle]?.clock ?? Infinity) <= clock) low = middle + 1;
    else high = middle;
  }
  return runs[low - 1] ?? null;
}

function forEachRange(ranges: readonly number[], take: (start: number, end: number) => void): void {
  for (let i = 0; i < ranges.length; i += 2) take(ranges[i] ?? 0, ranges[i + 1] ?? 0);
}
