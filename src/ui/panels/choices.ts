/** The method's choices as rows of buttons: label, hint with the key that does the same, and colour. */
import { ATTITUDE_SCALES, attitudeSign, LAYERS, MARKS, ROLES } from '../../model/index.ts';
import type { AttitudeScaleId, Layer, Mark, Role } from '../../model/index.ts';
import type { MessageKey } from '../../i18n/index.ts';
import type { App } from '../../state/index.ts';

export interface Choice<T> {
  readonly value: T;
  readonly label: string;
  readonly title?: string;
  readonly tone?: string;
}

const MARK_KEYS: Readonly<Record<Mark, string>> = {
  kp: 'K',
  coach: 'C',
  'tech-gatekeeper': 'G',
  'commercial-gatekeeper': '',
};

const TONES: Readonly<Record<AttitudeScaleId, Readonly<Record<string, string>>>> = {
  '3..-1': { '3': 'strong', '2': 'strong', '1': 'warm', '0': 'neutral', '-1': 'against' },
  '+2..-2': { '2': 'strong', '1': 'mild', '0': 'neutral', '-1': 'wary', '-2': 'against' },
};

export function layerChoices(app: App): Choice<Layer>[] {
  return LAYERS.map((value) => ({ value, label: app.t(`layer.${value}`) }));
}

export function roleChoices(app: App): Choice<Role>[] {
  return ROLES.map((value) => ({
    value,
    label: value,
    title: app.t('choice.role', value, app.t(`role.${value}`), app.t(`role.${value}.hint`)),
  }));
}

export function markChoices(app: App): Choice<Mark>[] {
  return MARKS.map((value) => {
    const hint = app.t(`mark.${value}.hint`);
    const label = app.t(`mark.${value}`);
    const key = MARK_KEYS[value];
    return { value, label, title: key === '' ? `${label} · ${hint}` : app.t('choice.mark', label, hint, key) };
  });
}

/** The values of the map's scale, then "not contacted". */
export function attitudeChoices(app: App, scale: AttitudeScaleId): Choice<number | null>[] {
  const values = ATTITUDE_SCALES[scale].values.map((value) => {
    const label = attitudeSign(scale, value);
    const word = app.t(`attitude.${scale}.${value}` as MessageKey);
    return {
      value: value as number | null,
      label,
      title: value >= 0 ? app.t('choice.attitude', label, word, String(value)) : `${label} · ${word}`,
      tone: `var(--stance-${TONES[scale][String(value)]})`,
    };
  });
  return [
    ...values,
    { value: null, label: app.t('attitude.none'), title: app.t('choice.none', app.t('attitude.none')) },
  ];
}

/** The word for a value as it stands, also when it is not of the present scale. */
export function attitudeWord(app: App, scale: AttitudeScaleId, value: number | null): string {
  if (value === null) return app.t('attitude.none');
  const known = ATTITUDE_SCALES[scale].values.some((other) => other === value);
  return known ? app.t(`attitude.${scale}.${value}` as MessageKey) : app.t('person.attitude.other', String(value));
}
