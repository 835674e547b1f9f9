/**
 * The two messages every edit causes, written straight into their frames. Through lib0's encoders each would cost three
 * buffers outside the heap, and those are the dearest thing there is to collect.
 */
import { MESSAGE, SYNC } from './wire.ts';
import { emptyFrame } from './ws-frame.ts';

/** `encodeUpdate` as a frame. Linear in the update: one copy. */
export function updateFrame(update: Uint8Array): Uint8Array {
  const frame = emptyFrame(2 + varUintBytes(update.length) + update.length);
  const start = frame.length - update.length;
  const head = start - varUintBytes(update.length);
  frame[head - 2] = MESSAGE.sync;
  frame[head - 1] = SYNC.update;
  writeVarUint(frame, head, update.length);
  frame.set(update, start);
  return frame;
}

/** "Your first `count` document messages on this socket are on disk." Only for sockets that asked for it. */
export function savedFrame(count: number): Uint8Array {
  const bytes = varUintBytes(count);
  const frame = emptyFrame(1 + bytes);
  frame[frame.length - bytes - 1] = MESSAGE.saved;
  writeVarUint(frame, frame.length - bytes, count);
  return frame;
}

/** As lib0 writes whole numbers: seven bits a byte, the lowest first. */
function writeVarUint(frame: Uint8Array, at: number, value: number): void {
  let [left, here] = [value, at];
  for (; left > 0x7f; left = Math.floor(left / 0x80)) frame[here++] = 0x80 | (left & 0x7f);
  frame[here] = left;
}

function varUintBytes(value: number): number {
  let bytes = 1;
  for (let left = value; left > 0x7f; left = Math.floor(left / 0x80)) bytes += 1;
  return bytes;
}
