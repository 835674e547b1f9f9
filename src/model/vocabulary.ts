/**
 * The choices of the method, in the order people read them. Names and explanations in both languages live in i18n,
 * keyed by these ids.
 */

/** The pictures of a map, in the order of the rail and of Alt+1, Alt+2, … */
export const VIEWS = ['fishbone', 'power-map', 'org-chart', 'attitude-matrix', 'interest-matrix', 'network'] as const;
export type ViewId = (typeof VIEWS)[number];

export const LAYERS = ['decision', 'management', 'execution', 'outside'] as const;
export type Layer = (typeof LAYERS)[number];

/** Decision roles by order of influence: A approver, D decision maker, E evaluator, I influencer, S supporter, U user, N initiator. */
export const ROLES = ['A', 'D', 'E', 'I', 'S', 'U', 'N'] as const;
export type Role = (typeof ROLES)[number];

export const MARKS = ['kp', 'coach', 'tech-gatekeeper', 'commercial-gatekeeper'] as const;
export type Mark = (typeof MARKS)[number];

export const RELATION_KINDS = ['reports', 'dotted', 'influence', 'personal', 'conflict'] as const;
export type RelationKind = (typeof RELATION_KINDS)[number];

/** Both scales are in use in the field; they are offered side by side and never silently converted. */
export const ATTITUDE_SCALES = {
  '3..-1': { values: [3, 2, 1, 0, -1] },
  '+2..-2': { values: [2, 1, 0, -1, -2] },
} as const;
export type AttitudeScaleId = keyof typeof ATTITUDE_SCALES;

/** The digit as printed on cards: `+1` on the signed scale, a real minus sign on both; '' when not contacted. */
export function attitudeSign(scale: AttitudeScaleId, attitude: number | null): string {
  if (attitude === null) return '';
  if (attitude < 0) return `−${-attitude}`;
  return scale === '+2..-2' && attitude > 0 ? `+${attitude}` : `${attitude}`;
}

export const HUE_COUNT = 16;
export const POWER_RANGE = [1, 5] as const;
export const INTEREST_RANGE = [1, 5] as const;
export const WEIGHT_RANGE = [0, 100] as const;
