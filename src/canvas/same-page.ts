/** Whether a colleague's page units mean something on this screen. */
import type { Peer, OpenMap } from '../state/index.ts';

/**
 * They look at the view that is drawn here, of the map as it is; a fishbone of one department is another page than that
 * of all.
 */
export function isOnSamePage({ view, focus }: Pick<Peer, 'view' | 'focus'>, open: OpenMap): boolean {
  return (
    open.past.shown === null &&
    view !== null &&
    view === open.scene?.view &&
    (view !== 'fishbone' || focus === open.focus)
  );
}
