/** How a map and its comments are kept on this device, in one state. */
import type { DeviceStore } from '../sync/index.ts';
import type { SaveState } from './types.ts';

export type DeviceState = Pick<SaveState, 'device' | 'reason'>;

/** The worst of the documents' states. */
export function worstOf(devices: readonly DeviceStore[]): DeviceState {
  const states = devices.map(({ status, reason }) => ({
    device: status === 'loading' ? ('saving' as const) : status,
    ...(reason === undefined ? {} : { reason }),
  }));
  const worst = states.find(({ device }) => device === 'failed') ?? states.find(({ device }) => device === 'saving');
  return worst ?? { device: 'saved' };
}
