/**
 * Routes lines so that none passes through a card: between rows they run in the empty channel, through a row only in
 * a gutter between columns, in a free slot, or straight where everything is clear. Lanes keep lines of one gutter
 * apart; all reporting lines of one manager share a lane and read as one trunk.
 */
import type { LinkPlacement, Point } from '../types.ts';
import { arcHeights, sideOffsets, spreadLanes } from './lanes.ts';
import type { Edge } from './network.ts';
import { assignPorts, type Ports } from './ports.ts';
import { ARC_LOW, endsOf, planRoute, portWishes, type Route, type Streets } from './streets.ts';
import { untangle } from './untangle.ts';

/** Rounds of choosing other gutters and sides, each after lanes and ports have been dealt out anew. */
const ROUNDS = 2;

export function routeLinks(streets: Streets, edges: readonly Edge[]): LinkPlacement[] {
  const routes = edges.map((edge) => planRoute(streets, edge));
  let drawn = draw(streets, routes);
  for (let round = 0; round < ROUNDS; round++) {
    if (untangle(streets, routes, drawn) === 0) break;
    drawn = draw(streets, routes);
  }
  return routes.map(({ edge, isDown }, i): LinkPlacement => {
    const { direction, from, id, kind, strength, to } = edge;
    const points = isDown ? drawn[i]! : [...drawn[i]!].reverse();
    return { id, kind, from, to, direction, strength, points: points.map(roundPoint) };
  });
}

const roundPoint = ({ x, y }: Point): Point => ({ x: Math.round(x * 2) / 2, y: Math.round(y * 2) / 2 });

/** Corner points of every route from its upper (or left) end to the other. */
function draw(streets: Streets, routes: readonly Route[]): Point[][] {
  spreadLanes(streets, routes);
  const ports = assignPorts(
    streets,
    routes.flatMap((route) => portWishes(streets, route)),
  );
  const arcs = arcHeights(streets, routes);
  const sides = sideOffsets(streets, routes);
  return routes.map((route, i) =>
    route.kind === 'side'
      ? drawSide(streets, route, sides.get(i) ?? 0)
      : route.kind === 'arc'
        ? drawArc(streets, route, ports, arcs.get(i) ?? ARC_LOW)
        : drawThrough(streets, route, ports),
  );
}

function drawSide(streets: Streets, { lower, upper }: Route, offset: number): Point[] {
  const [a, b] = [streets.rect(upper), streets.rect(lower)];
  const y = a.y + a.height / 2 + offset;
  return [
    { x: a.x + a.width, y },
    { x: b.x, y },
  ];
}

function drawArc(streets: Streets, route: Route, ports: Ports, height: number): Point[] {
  const [a, b] = [streets.rect(route.upper), streets.rect(route.lower)];
  const row = streets.row(route.upper);
  const [start, end] = endsOf(ports, route.edge.id);
  const y = route.isBelow ? streets.bottom(row) + height : streets.top(row) - height;
  const edgeOf = ({ height: h, y: top }: { y: number; height: number }) => (route.isBelow ? top + h : top);
  return [
    { x: start, y: edgeOf(a) },
    { x: start, y },
    { x: end, y },
    { x: end, y: edgeOf(b) },
  ];
}

function drawThrough(streets: Streets, route: Route, ports: Ports): Point[] {
  const [a, b] = [streets.rect(route.upper), streets.rect(route.lower)];
  const [start, end] = endsOf(ports, route.edge.id);
  const through = route.gates.flatMap(({ row, x }) => [
    { x, y: streets.top(row) - 2 },
    { x, y: streets.bottom(row) + 2 },
  ]);
  return [{ x: start, y: a.y + a.height }, ...through, { x: end, y: b.y }];
}
