import type { AccountMap } from '../../model/index.ts';
import { densityFor, type LayoutOptions, type MatrixPlacement } from '../types.ts';

export function layoutAttitudeMatrix(map: AccountMap, options: LayoutOptions = {}): MatrixPlacement {
  return empty('attitude-matrix', map, options);
}

export function layoutInterestMatrix(map: AccountMap, options: LayoutOptions = {}): MatrixPlacement {
  return empty('interest-matrix', map, options);
}

function empty(view: MatrixPlacement['view'], map: AccountMap, options: LayoutOptions): MatrixPlacement {
  const density = options.density ?? densityFor(map.people.size);
  return { view, width: 100, height: 100, density, cards: [], cells: [], axes: [], leaders: [], record: {} };
}
