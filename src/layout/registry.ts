/** The layouts people choose from; adding one is one folder and one line here. */
import type { AccountMap, ViewId } from '../model/index.ts';
import { layoutFishbone, placeInFishbone } from './fishbone/index.ts';
import {
  attitudeMatrixValues,
  interestMatrixValues,
  layoutAttitudeMatrix,
  layoutInterestMatrix,
  placeInAttitudeMatrix,
  placeInInterestMatrix,
} from './matrix/index.ts';
import { layoutNetwork, placeInNetwork } from './network/index.ts';
import { layoutOrgChart } from './org-chart/index.ts';
import { PAGE_KEY, readPageChoices } from './page-choices.ts';
import { layoutPowerMap, placeInPowerMap } from './power-map/index.ts';
import type { Layout, LayoutOptions, Placement } from './types.ts';

export const LAYOUTS: Readonly<Record<ViewId, Layout>> = {
  fishbone: { view: 'fishbone', layout: layoutFishbone, place: placeInFishbone },
  'power-map': { view: 'power-map', layout: layoutPowerMap, place: placeInPowerMap },
  'org-chart': { view: 'org-chart', layout: layoutOrgChart },
  'attitude-matrix': {
    view: 'attitude-matrix',
    layout: layoutAttitudeMatrix,
    place: placeInAttitudeMatrix,
    valuesAt: attitudeMatrixValues,
  },
  'interest-matrix': {
    view: 'interest-matrix',
    layout: layoutInterestMatrix,
    place: placeInInterestMatrix,
    valuesAt: interestMatrixValues,
  },
  network: { view: 'network', layout: layoutNetwork, place: placeInNetwork },
};

/** The placement of a map in a view, in page units. See each layout for what its options mean there. */
export function layoutView(view: ViewId, map: AccountMap, options?: LayoutOptions): Placement {
  const entry = Object.hasOwn(LAYOUTS, view) ? LAYOUTS[view] : undefined;
  if (!entry) throw new Error(`unknown view: ${view}`);
  const choices = readPageChoices(map.layouts[view]);
  const placement = entry.layout(map, { ...choices, ...options });
  if (Object.keys(choices).length === 0) return placement;
  return { ...placement, record: { ...placement.record, [PAGE_KEY]: choices } };
}
