/** Looking where a colleague looks, through a window of another size: what they see is seen whole, in the middle. */
import type { Rect } from '../layout/index.ts';
import type { Peer } from '../state/index.ts';
import { fitRect, MAX_ZOOM, type Insets, type Size, type Viewport } from './view-box.ts';

export type PeerCamera = NonNullable<Peer['camera']>;

/** Where the window stands: the page point in its middle, and the logarithm of the zoom, which is how zooming feels even. */
export type Pose = readonly [x: number, y: number, logZoom: number];

/** What the window shows, as others are told it: the centre and the size. */
export function cameraOf({ x, y, width, height }: Rect): PeerCamera {
  return { x: x + width / 2, y: y + height / 2, width, height };
}

/** The viewport that shows all of what they see, its centre in the middle of what the insets leave; page units. */
export function viewportFor({ x, y, width, height }: PeerCamera, size: Size, insets: Insets): Viewport {
  return fitRect({ x: x - width / 2, y: y - height / 2, width, height }, size, insets, MAX_ZOOM);
}

export function poseOf({ x, y, zoom }: Viewport, size: Size): Pose {
  return [(size.width / 2 - x) / zoom, (size.height / 2 - y) / zoom, Math.log(zoom)];
}

export function viewportOf([x, y, logZoom]: Pose, size: Size): Viewport {
  const zoom = Math.exp(logZoom);
  return { x: size.width / 2 - x * zoom, y: size.height / 2 - y * zoom, zoom };
}
