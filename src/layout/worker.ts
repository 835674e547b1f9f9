/** The layouts in a worker: one request in, one answer out, each as the difference to the one before. */
import type { ViewId } from '../model/index.ts';
import {
  applyMapDelta,
  NO_MAP,
  placementDelta,
  type KnownMap,
  type MapDelta,
  type PlacementDelta,
  type SentPlacement,
} from './delta.ts';
import { layoutView } from './registry.ts';
import type { LayoutOptions } from './types.ts';

export interface LayoutRequest {
  readonly generation: number;
  readonly view: ViewId;
  readonly map: MapDelta;
  readonly options: LayoutOptions;
}
export type LayoutAnswer =
  | { readonly generation: number; readonly placement: PlacementDelta }
  | { readonly generation: number; readonly error: string };

let known: KnownMap = NO_MAP;
const sent = new Map<ViewId, SentPlacement>();

self.addEventListener('message', ({ data }: MessageEvent<LayoutRequest>) => {
  const { generation, options, view } = data;
  const answer = (): LayoutAnswer => {
    try {
      const applied = applyMapDelta(known, data.map);
      known = applied.known;
      const { delta, sent: now } = placementDelta(layoutView(view, applied.map, options), sent.get(view));
      sent.set(view, now);
      return { generation, placement: delta };
    } catch (error) {
      return { generation, error: String(error) };
    }
  };
  self.postMessage(answer());
});
