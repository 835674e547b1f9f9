import type { AccountMap } from '../../model/index.ts';
import { densityFor, type LayoutOptions, type NetworkPlacement } from '../types.ts';

export function layoutNetwork(map: AccountMap, options: LayoutOptions = {}): NetworkPlacement {
  const density = options.density ?? densityFor(map.people.size);
  return { view: 'network', width: 100, height: 100, density, cards: [], links: [], record: {} };
}
