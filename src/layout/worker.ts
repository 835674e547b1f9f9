/** The layouts in a worker: one request in, one answer out, told apart by generation. */
import type { AccountMap, ViewId } from '../model/index.ts';
import { layoutView } from './registry.ts';
import type { LayoutOptions, Placement } from './types.ts';

export interface LayoutRequest {
  readonly generation: number;
  readonly view: ViewId;
  readonly map: AccountMap;
  readonly options: LayoutOptions;
}
export type LayoutAnswer =
  | { readonly generation: number; readonly placement: Placement }
  | { readonly generation: number; readonly error: string };

self.addEventListener('message', ({ data }: MessageEvent<LayoutRequest>) => {
  const { generation, map, options, view } = data;
  const answer = (): LayoutAnswer => {
    try {
      return { generation, placement: layoutView(view, map, options) };
    } catch (error) {
      return { generation, error: String(error) };
    }
  };
  self.postMessage(answer());
});
