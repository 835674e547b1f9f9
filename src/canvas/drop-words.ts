/** What the hint beside a dragged card says. */
import type { App, OpenMap } from '../state/index.ts';
import type { DropTarget } from './drop-target.ts';

/** A sentence in the present language; null where nothing would happen. */
export function dropWords(app: App, open: OpenMap, target: DropTarget | null): string | null {
  if (!target) return null;
  if (target.kind === 'layer') return app.t('canvas.drop.layer', app.t(`layer.${target.layer}`));
  if (target.kind === 'unit') return app.t('canvas.drop.unit', open.map.units.get(target.unit)?.name ?? '');
  const boss = open.map.people.get(target.person);
  return app.t('canvas.drop.boss', boss?.name || boss?.title || app.t('seat.unknown'));
}
