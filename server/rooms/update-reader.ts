import { isUtf8 } from 'node:buffer';

/** Why an update is not read to its end: it is none, or taking it in would stop the server for everybody. */
export type Obstacle = 'malformed' | 'too-dear';

export class UnreadableUpdate extends Error {
  readonly obstacle: Obstacle;

  constructor(obstacle: Obstacle) {
    super(obstacle);
    this.obstacle = obstacle;
  }
}

export interface ValueCaps {
  /** Plain values, those inside of objects and lists counted one by one. */
  readonly updateValues: number;
  /** How deep objects and lists may lie in each other. */
  readonly valueDepth: number;
}

/**
 * The pieces of an update (encoding V1), read in order; values and their texts are passed over without building them.
 * Every method throws `UnreadableUpdate` where lib0 would throw or read past the end.
 */
export class UpdateReader {
  readonly #bytes: Buffer;
  readonly #caps: ValueCaps;
  #at = 0;
  #values = 0;

  constructor(bytes: Uint8Array, caps: ValueCaps) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#caps = caps;
  }

  /** Bytes read so far. */
  get position(): number {
    return this.#at;
  }

  byte(): number {
    const byte = this.#bytes[this.#at];
    if (byte === undefined) throw new UnreadableUpdate('malformed');
    this.#at += 1;
    return byte;
  }

  /** Up to 2^53 - 1. */
  varUint(): number {
    let byte = this.byte();
    let number = byte & 0x7f;
    for (let factor = 0x80; byte >= 0x80; factor *= 0x80) {
      byte = this.byte();
      number += (byte & 0x7f) * factor;
      if (number > Number.MAX_SAFE_INTEGER) throw new UnreadableUpdate('malformed');
    }
    return number;
  }

  /** How many things follow, of `bytesEach` or more: no more than fit into the rest. */
  count(bytesEach: number): number {
    const count = this.varUint();
    if (count * bytesEach > this.#bytes.length - this.#at) throw new UnreadableUpdate('malformed');
    return count;
  }

  text(): string {
    const start = this.skipText();
    return this.#bytes.toString('utf8', start, this.#at);
  }

  /** Where it began. What is no UTF-8 would throw in Yjs, in the middle of applying. */
  skipText(): number {
    const start = this.skipBytes();
    for (let i = start; i < this.#at; i++) {
      if ((this.#bytes[i] ?? 0) < 0x80) continue;
      if (!isUtf8(this.#bytes.subarray(i, this.#at))) throw new UnreadableUpdate('malformed');
      break;
    }
    return start;
  }

  /** A length, and so many bytes. Where they begin. */
  skipBytes(): number {
    const length = this.count(1);
    this.#at += length;
    return this.#at - length;
  }

  /** One plain value, whatever it holds. */
  skipValue(depth = 0): void {
    this.#values += 1;
    if (this.#values > this.#caps.updateValues || depth > this.#caps.valueDepth) throw new UnreadableUpdate('too-dear');
    const kind = this.byte();
    switch (kind) {
      // Undefined, null, false, true.
      case 127:
      case 126:
      case 121:
      case 120:
        return;
      case 125:
        return this.#skipInteger();
      case 124:
        return this.#skip(4);
      case 123:
      case 122:
        return this.#skip(8);
      case 119:
        return void this.skipText();
      case 118:
      case 117:
        return this.#skipMany(kind === 118, depth + 1);
      case 116:
        return void this.skipBytes();
      default:
        throw new UnreadableUpdate('malformed');
    }
  }

  #skipMany(isObject: boolean, depth: number): void {
    for (let left = this.count(isObject ? 2 : 1); left > 0; left -= 1) {
      if (isObject) this.skipText();
      this.skipValue(depth);
    }
  }

  /** With a sign in the first byte; lib0's own bounds. */
  #skipInteger(): void {
    let byte = this.byte();
    let number = byte & 0x3f;
    for (let factor = 0x40; byte >= 0x80; factor *= 0x80) {
      byte = this.byte();
      number += (byte & 0x7f) * factor;
      if (byte >= 0x80 && number > Number.MAX_SAFE_INTEGER) throw new UnreadableUpdate('malformed');
    }
  }

  #skip(bytes: number): void {
    this.#at += bytes;
    if (this.#at > this.#bytes.length) throw new UnreadableUpdate('malformed');
  }
}
