/**
 * Where ties pull people to, with d3-force (velocity Verlet; Barnes-Hut repulsion). Deterministic: own random source,
 * a fixed number of ticks, and only exact arithmetic from here (d3 itself uses + - * / and square roots), so that
 * every engine gives the same bytes. Positions count in cells: one card with its air is 1 × 1.
 */
import {
  forceCollide,
  forceLink,
  forceManyBody,
  forceSimulation,
  forceX,
  forceY,
  type SimulationLinkDatum,
  type SimulationNodeDatum,
} from 'd3-force';
import type { Point } from '../types.ts';
import type { Tie } from './ties.ts';

interface Body extends SimulationNodeDatum {
  x: number;
  y: number;
}
interface Spring extends SimulationLinkDatum<Body> {
  readonly weight: number;
}

export interface ForceInput {
  readonly starts: readonly Point[];
  readonly ties: readonly Tie[];
  /** By index; these do not move. */
  readonly fixed: ReadonlyMap<number, Point>;
  readonly centre: Point;
}

const LINK_LENGTH = 1.25;
const REPULSION = -1.1;
const REACH = 12;
const GATHERING = 0.07;
const BODY_RADIUS = 0.56;
const FEWEST_TICKS = 40;
const MOST_TICKS = 260;
/** Ticks × people: keeps the largest maps within seconds. */
const TICK_BUDGET = 160_000;
/** Alpha falls to this by the last tick. */
const LAST_ALPHA = 0.003;

/** Numerical Recipes' linear congruential generator: numbers in [0, 1), the same in every engine. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => (state = (Math.imul(1664525, state) + 1013904223) >>> 0) / 4294967296;
}

export function pullTogether({ centre, fixed, starts, ties }: ForceInput): Point[] {
  const bodies = starts.map(({ x, y }, i): Body => {
    const at = fixed.get(i);
    return at ? { x: at.x, y: at.y, fx: at.x, fy: at.y } : { x, y };
  });
  const springs = ties.map(({ a, b, weight }): Spring => ({ source: a, target: b, weight }));
  const ticks = ticksFor(bodies.length);
  const simulation = forceSimulation<Body>(bodies)
    .stop()
    .randomSource(seededRandom(1))
    .alphaDecay(decayOver(ticks))
    .force('link', forceLink<Body, Spring>(springs).distance(LINK_LENGTH))
    .force('charge', forceManyBody<Body>().strength(REPULSION).distanceMax(REACH))
    .force('x', forceX<Body>(centre.x).strength(GATHERING))
    .force('y', forceY<Body>(centre.y).strength(GATHERING))
    .force('collide', forceCollide<Body>(BODY_RADIUS));
  simulation.tick(ticks);
  return bodies.map(({ x, y }) => ({ x, y }));
}

function ticksFor(people: number): number {
  return Math.min(MOST_TICKS, Math.max(FEWEST_TICKS, Math.round(TICK_BUDGET / Math.max(1, people))));
}

/** The decay that takes alpha from 1 to LAST_ALPHA in so many ticks; by bisection, as powers differ between engines. */
function decayOver(ticks: number): number {
  let [low, high] = [0, 1];
  for (let round = 0; round < 40; round++) {
    const middle = (low + high) / 2;
    let alpha = 1;
    for (let i = 0; i < ticks; i++) alpha *= 1 - middle;
    if (alpha > LAST_ALPHA) low = middle;
    else high = middle;
  }
  return high;
}
