import type { AccountMap } from '../../model/index.ts';
import { densityFor, type LayoutOptions, type OrgChartPlacement } from '../types.ts';

export function layoutOrgChart(map: AccountMap, options: LayoutOptions = {}): OrgChartPlacement {
  const density = options.density ?? densityFor(map.people.size);
  return { view: 'org-chart', width: 100, height: 100, density, cards: [], lines: [], record: {} };
}
