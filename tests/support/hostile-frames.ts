/**
 * Frames from a seed: valid messages of the protocol, messages that only look valid, and mutations of both. The same
 * seed gives the same frames, but for what was learnt from other rooms meanwhile.
 */
import { encoding } from 'lib0';
import * as Y from 'yjs';
import { encodeAwareness, MESSAGE } from '../../server/rooms/wire.ts';
import { deepUpdate, forgedUpdate, history, integer, pick, PROTOTYPE_KEYS, syncFrame } from './hostile-updates.ts';
import { seededRandom } from './random-map.ts';

export interface HostileFrame {
  readonly bytes: Uint8Array;
  /** Mutated: most likely the server closes the socket over it, and hears nothing of what follows. */
  readonly isWild: boolean;
}

const MAX_LEARNT = 200;

export class HostileFrames {
  readonly #random: () => number;
  readonly #learnt: Uint8Array[] = [];
  #history: Uint8Array[] = [];
  #position = 0;

  constructor(seed: number) {
    this.#random = seededRandom(seed);
  }

  /** A frame overheard in another room, to be replayed. */
  learn(frame: Uint8Array): void {
    if (this.#learnt.length < MAX_LEARNT) this.#learnt.push(frame);
    else this.#learnt[integer(this.#random, MAX_LEARNT)] = frame;
  }

  /** One in six is mutated. */
  next(): HostileFrame {
    const bytes = this.#message();
    return this.#random() < 1 / 6 ? { bytes: this.#mutate(bytes), isWild: true } : { bytes, isWild: false };
  }

  #message(): Uint8Array {
    const random = this.#random;
    const kind = random();
    if (kind < 0.4) return syncFrame('update', this.#update());
    if (kind < 0.5) return syncFrame('step2', this.#update());
    if (kind < 0.58) return syncFrame('step1', this.#stateVector());
    if (kind < 0.85) return encodeAwareness(this.#awareness());
    if (kind < 0.9) return new Uint8Array([MESSAGE.queryAwareness]);
    if (kind < 0.93) return new Uint8Array([pick(random, [2, 4, 77, 99, 100, 127]), integer(random, 128)]);
    return this.#learnt.length > 0 ? pick(random, this.#learnt) : syncFrame('update', forgedUpdate(random));
  }

  /** Mostly the next edit of a history, sometimes one further on: a gap. */
  #update(): Uint8Array {
    const random = this.#random;
    const kind = random();
    if (kind < 0.01) return deepUpdate(random, integer(random, 400));
    if (kind < 0.1) return forgedUpdate(random);
    if (kind < 0.12) return Y.convertUpdateFormatV1ToV2(this.#edit());
    if (kind < 0.15) return Y.mergeUpdates([this.#edit(), this.#edit()]);
    return this.#edit();
  }

  #edit(): Uint8Array {
    if (this.#position >= this.#history.length) {
      this.#history = history(this.#random, 40);
      this.#position = this.#random() < 0.7 ? 0 : integer(this.#random, 4);
    }
    const update = this.#history[this.#position] ?? new Uint8Array([0, 0]);
    this.#position += this.#random() < 0.03 ? 2 : 1;
    return update;
  }

  #stateVector(): Uint8Array {
    const random = this.#random;
    const encoder = encoding.createEncoder();
    const count = pick(random, [0, 1, 3]);
    encoding.writeVarUint(encoder, random() < 0.05 ? 2 ** 31 : count);
    for (let i = 0; i < count * 2; i++) encoding.writeVarUint(encoder, integer(random, 2 ** 32));
    return encoding.toUint8Array(encoder);
  }

  #awareness(): Uint8Array {
    const random = this.#random;
    const count = pick(random, [0, 1, 1, 1, 2, 20]);
    const encoder = encoding.createEncoder();
    encoding.writeVarUint(encoder, random() < 0.03 ? 2 ** 32 : count);
    for (let i = 0; i < count; i++) {
      encoding.writeVarUint(encoder, pick(random, [1, 2, integer(random, 2 ** 32), 0, Number.MAX_SAFE_INTEGER]));
      encoding.writeVarUint(encoder, pick(random, [1, integer(random, 100), Number.MAX_SAFE_INTEGER]));
      encoding.writeVarString(encoder, this.#state());
    }
    return encoding.toUint8Array(encoder);
  }

  #state(): string {
    const random = this.#random;
    const key = pick(random, PROTOTYPE_KEYS);
    return pick(random, [
      'null',
      '{}',
      '{"cursor":{"x":1,"y":2},"user":{"name":"李娜"}}',
      `{"${key}":{"${key}":1}}`,
      '[]',
      '"text"',
      '{"open":',
      '['.repeat(integer(random, 1_500)),
      '\u0000',
      `{"long":"${'x'.repeat(integer(random, 3_000))}"}`,
    ]);
  }

  #mutate(bytes: Uint8Array): Uint8Array {
    let mutant = bytes;
    for (let times = pick(this.#random, [1, 1, 2, 4]); times > 0; times--) mutant = this.#mutateOnce(mutant);
    return mutant;
  }

  #mutateOnce(bytes: Uint8Array): Uint8Array {
    const random = this.#random;
    const at = integer(random, bytes.length + 1);
    const copy = bytes.slice();
    const noise = Uint8Array.from({ length: integer(random, 24) }, () => integer(random, 256));
    const mutations: (() => Uint8Array)[] = [
      () => (copy.length > 0 ? flipBit(copy, Math.min(at, copy.length - 1), integer(random, 8)) : noise),
      () => bytes.slice(0, at),
      () => join(bytes, noise),
      () => join(bytes.slice(0, at), noise, bytes.slice(at)),
      () => join(bytes.slice(0, at), bytes.slice(at + 1 + integer(random, 8))),
      () => join(bytes.slice(0, at), bytes.slice(Math.max(0, at - integer(random, 16)))),
      // A number that never ends, or one far beyond what numbers can hold.
      () => join(bytes.slice(0, at), new Uint8Array(1 + integer(random, 12)).fill(255), bytes.slice(at + 1)),
      () => join(new Uint8Array([integer(random, 256)]), bytes.slice(1)),
      () => syncFrame('update', bytes),
      () => noise,
    ];
    return pick(random, mutations)();
  }
}

function flipBit(bytes: Uint8Array, at: number, bit: number): Uint8Array {
  bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
  return bytes;
}

function join(...parts: Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}
