/** What the hint beside a dragged card says. */
import type { MatrixValues } from '../layout/index.ts';
import { attitudeSign } from '../model/index.ts';
import type { App, OpenMap } from '../state/index.ts';
import type { DropTarget } from './drop-target.ts';

/** A sentence in the present language; null where nothing would happen. */
export function dropWords(app: App, open: OpenMap, target: DropTarget | null): string | null {
  if (!target) return null;
  if (target.kind === 'layer') return app.t('canvas.drop.layer', app.t(`layer.${target.layer}`));
  if (target.kind === 'unit') return app.t('canvas.drop.unit', open.map.units.get(target.unit)?.name ?? '');
  if (target.kind === 'slot') return app.t('canvas.drop.slot');
  if (target.kind === 'values') return valuesWords(app, open, target.values);
  const boss = open.map.people.get(target.person);
  return app.t('canvas.drop.boss', boss?.name || boss?.title || app.t('seat.unknown'));
}

/** While attitude is covered on this screen, the hint does not say it either. */
function valuesWords(app: App, open: OpenMap, { attitude, interest, power }: MatrixValues): string {
  const none = app.t('canvas.value.none');
  const parts = [
    attitude === undefined || app.discreet
      ? null
      : app.t('canvas.value.attitude', attitude === null ? none : attitudeSign(open.map.scale, attitude)),
    power === undefined ? null : app.t('canvas.value.power', power === null ? none : `${power}`),
    interest === undefined ? null : app.t('canvas.value.interest', interest === null ? none : `${interest}`),
  ];
  const said = parts.filter((part) => part !== null);
  return said.length > 0 ? said.join(' · ') : app.t('canvas.drop.slot');
}
