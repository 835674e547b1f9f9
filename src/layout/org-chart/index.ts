/** The org chart: bosses above, reports below. Contours, forms and Pareto lists: see the notes at the head of each file. */
import {
  descendants,
  reportingTree,
  unitTree,
  type AccountMap,
  type Person,
  type PersonId,
  type Tree,
  type UnitId,
} from '../../model/index.ts';
import { densityFor, type LayoutOptions, type OrgChartPlacement } from '../types.ts';
import { Outline, type Block } from './block.ts';
import { emitChart } from './emit.ts';
import { arrangeForest, slideScale } from './forest.ts';
import { measuresFor, type Measures } from './measures.ts';
import { NO_RECIPES, readRecipes, type Recipes } from './record.ts';
import { searchShapes, type Style } from './search.ts';

/** Up to this many people a tidy tree is tried first … */
const CLASSIC_PEOPLE = 60;
/** … and taken unless its text would be smaller than this share of what all forms together reach. */
const CLASSIC_SHARE = 0.82;
/** A kept chart this many times wider than everybody side by side is mostly holes, … */
const WIDEST = 2;
/** … some people more, for a small chart may keep the holes of a large one. */
const WIDEST_SLACK = 20;

/**
 * Places everybody in the tree of reporting, in page units: no card overlaps another, no line passes through a card of
 * anybody it does not join. Same map, same placement, whatever the order of its collections. With `mode: 'keep'`
 * (default when the map has a record for this view) every recorded boss keeps the form of the team; `within` chooses
 * afresh for bosses of that department and below it only. Cost: about 0.3 s at 1,000 people afresh.
 */
export function layoutOrgChart(map: AccountMap, options: LayoutOptions = {}): OrgChartPlacement {
  const measures = measuresFor(options.density ?? densityFor(map.people.size));
  const tree = reportingTree(map);
  const recipes = recipesFor(map, options);
  const chart = map.people.size === 0 ? emptyChart() : closeHoles(measures, tree, recipes);
  return emitChart(map, tree, measures, chart);
}

/** Teams stand where they stood, unless that leaves a page of holes: then forms and order stay, and teams close up. */
function closeHoles(measures: Measures, tree: Tree<Person>, recipes: Recipes): Block {
  const chart = chooseChart(measures, tree, recipes);
  const widest = WIDEST * (tree.parent.size + WIDEST_SLACK) * (measures.card.width + measures.gap);
  if (chart.width <= widest) return chart;
  const forms = new Map([...recipes.forms].map(([person, recipe]) => [person, { ...recipe, start: null }]));
  const loners = recipes.loners && { ...recipes.loners, at: null };
  return chooseChart(measures, tree, { ...recipes, forms, at: new Map(), loners });
}

function emptyChart(): Block {
  const outline = new Outline();
  outline.cover(0, 0, 1);
  return outline.finish({ kind: 'forest', units: [] });
}

function recipesFor(map: AccountMap, { mode, within }: LayoutOptions): Recipes {
  const record = map.layouts['org-chart'];
  if (mode !== 'tidy') return readRecipes(record, new Set());
  return within === undefined ? NO_RECIPES : readRecipes(record, bossesWithin(map, within));
}

function bossesWithin(map: AccountMap, unit: UnitId): ReadonlySet<PersonId> {
  const units = new Set([unit, ...descendants(unitTree(map), unit)]);
  return new Set([...map.people.values()].filter((person) => units.has(person.unit ?? '')).map(({ id }) => id));
}

function chooseChart(measures: Measures, tree: Tree<Person>, recipes: Recipes): Block {
  const arrange = (style: Style) => {
    const fronts = searchShapes({ measures, tree, recipes, style });
    const hasReports = (person: Person) => tree.children.get(person.id)!.length > 0;
    const roots = tree.roots.filter(hasReports).map(({ id }) => id);
    const loners = tree.roots.filter((person) => !hasReports(person)).map(({ id }) => id);
    return arrangeForest({ measures, trees: roots.map((root) => fronts.get(root)!), roots, loners, recipes });
  };
  const free = arrange('free');
  if (tree.parent.size > CLASSIC_PEOPLE) return free;
  const classic = arrange('classic');
  return slideScale(measures, classic) >= CLASSIC_SHARE * slideScale(measures, free) ? classic : free;
}
