const FINAL_BINARY = 0x82;
const LENGTH_16 = 126;
const LENGTH_64 = 127;

/**
 * `payload` as one whole binary WebSocket frame of a server (RFC 6455 §5.2: final, unmasked). Built once for everybody
 * it goes to: that is cheaper than to let the library frame it for each, by a third of all CPU in a room of a hundred.
 */
export function toFrame(payload: Uint8Array): Uint8Array {
  const { length } = payload;
  const frame = emptyFrame(length);
  frame.set(payload, frame.length - length);
  return frame;
}

/** A frame whose last `length` bytes, the payload, are still to be written: for what can be written in place. */
export function emptyFrame(length: number): Buffer {
  const headBytes = length < LENGTH_16 ? 2 : length < 2 ** 16 ? 4 : 10;
  const frame = Buffer.allocUnsafe(headBytes + length);
  frame[0] = FINAL_BINARY;
  if (headBytes === 2) frame[1] = length;
  if (headBytes === 4) {
    frame[1] = LENGTH_16;
    frame.writeUInt16BE(length, 2);
  }
  if (headBytes === 10) {
    frame[1] = LENGTH_64;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  return frame;
}
