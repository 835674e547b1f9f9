/** The layouts people choose from; adding one is one folder and one line here. */
import type { AccountMap, ViewId } from '../model/index.ts';
import { layoutFishbone } from './fishbone/index.ts';
import { layoutPowerMap } from './power-map/index.ts';
import type { LayoutOptions, Placement } from './types.ts';

export const LAYOUTS: readonly {
  readonly view: ViewId;
  readonly layout: (map: AccountMap, options?: LayoutOptions) => Placement;
}[] = [
  { view: 'fishbone', layout: layoutFishbone },
  { view: 'power-map', layout: layoutPowerMap },
];

/** The placement of a map in a view, in page units. See each layout for what its options mean there. */
export function layoutView(view: ViewId, map: AccountMap, options?: LayoutOptions): Placement {
  const entry = LAYOUTS.find((candidate) => candidate.view === view);
  if (!entry) throw new Error(`unknown view: ${view}`);
  return entry.layout(map, options);
}
