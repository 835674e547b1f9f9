/** What waits: for a commit in the store's queue, for the bus in its outbox. */
import { describe, expect, it } from 'vitest';
import { decodeEntries } from '../../server/bus/bus-frame.ts';
import type { BusMessage } from '../../server/bus/bus.ts';
import { Outbox, type Outgoing } from '../../server/bus/outbox.ts';
import { AppendQueue, type AppendBatch } from '../../server/store/append-queue.ts';
import { until } from '../support/server-world.ts';

/** Writes when the test says so, and remembers what was written. */
function openGate<Batch>() {
  const batches: Batch[] = [];
  let pass: (error: Error | null) => void = () => undefined;
  return {
    batches,
    write: (batch: Batch): Promise<void> => {
      batches.push(batch);
      return new Promise((resolve, reject) => {
        pass = (error) => (error === null ? resolve() : reject(error));
      });
    },
    /** Lets what was begun last through. */
    pass: (error: Error | null = null): void => pass(error),
  };
}

function openQueue(maxBytes = 1000) {
  const gate = openGate<AppendBatch>();
  const last = new Map<string, number>();
  const queue = new AppendQueue({
    maxBytes,
    write: async (batch) => {
      await gate.write(batch);
      for (const [document, updates] of batch) last.set(document, (last.get(document) ?? 0) + updates.length);
      return last;
    },
  });
  const sizes = (): Record<string, number>[] =>
    gate.batches.map((batch) => Object.fromEntries([...batch].map(([document, { length }]) => [document, length])));
  return { queue, gate, sizes };
}

const update = new Uint8Array(10);

describe('appends that wait', () => {
  it('[T10] everything that arrives during one commit goes into the next, of all documents together', async () => {
    const { queue, gate, sizes } = openQueue();
    const first = queue.append('a', [update]);
    await until(() => gate.batches.length === 1);
    const others = [queue.append('a', [update, update]), queue.append('b', [update]), queue.append('a', [update])];
    gate.pass();
    expect(await first).toBe(1);
    await until(() => gate.batches.length === 2);
    gate.pass();
    expect(await Promise.all(others)).toEqual([3, 1, 4]);
    expect(sizes()).toEqual([{ a: 1 }, { a: 3, b: 1 }]);
  });

  it('[T10] a commit takes only so many bytes; what is larger goes alone', async () => {
    const { queue, gate, sizes } = openQueue(25);
    const all = [queue.append('a', [update]), queue.append('b', [update]), queue.append('a', [new Uint8Array(99)])];
    all.push(queue.append('a', [update]));
    for (let i = 1; i <= 3; i++) {
      await until(() => gate.batches.length === i);
      gate.pass();
    }
    expect(await Promise.all(all)).toEqual([1, 1, 2, 3]);
    expect(sizes()).toEqual([{ a: 1, b: 1 }, { a: 1 }, { a: 1 }]);
  });

  it('[T11] when a commit fails, what waits behind it fails too, and what comes later does not', async () => {
    const { queue, gate } = openQueue();
    const failing = [queue.append('a', [update])];
    await until(() => gate.batches.length === 1);
    failing.push(queue.append('a', [update]));
    gate.pass(new Error('away'));
    for (const append of failing) await expect(append).rejects.toThrow('away');
    const later = queue.append('a', [update]);
    await until(() => gate.batches.length === 2);
    gate.pass();
    expect(await later).toBe(1);
  });
});

function openOutbox(maxBytes = 10_000) {
  const gate = openGate<readonly Outgoing[]>();
  const outbox = new Outbox({ send: gate.write, maxBytes, log: () => undefined });
  const sent = (): string[][] =>
    gate.batches.map((batch) => batch.flatMap(({ bytes }) => decodeEntries(bytes).map(inShort)));
  return { outbox, gate, sent };
}

function inShort({ document, message }: { document: string; message: BusMessage }): string {
  const rest = message.kind === 'log' ? message.seq : message.kind === 'presence' ? message.payload[0] : '';
  return `${document} ${message.kind} ${rest}`.trim();
}

const presence = (value: number): BusMessage => ({ kind: 'presence', payload: new Uint8Array(100).fill(value) });

describe('messages that wait', () => {
  it('[W3] nothing is said twice; of a growing log the newest number is said, in the place of the older', async () => {
    const { outbox, gate, sent } = openOutbox();
    for (const seq of [1, 2, 3]) {
      outbox.push('a', { kind: 'log', seq });
      outbox.push('a', presence(seq));
      outbox.push('b', { kind: 'who' });
    }
    await until(() => gate.batches.length === 1);
    expect(sent()).toEqual([['a log 3', 'a presence 1', 'b who', 'a presence 2', 'a presence 3']]);
  });

  it('[W7] what could not be sent is sent again, before what came later', async () => {
    const { outbox, gate, sent } = openOutbox();
    outbox.push('a', presence(1));
    await until(() => gate.batches.length === 1);
    outbox.push('a', presence(2));
    gate.pass(new Error('away'));
    await until(() => gate.batches.length === 2);
    gate.pass();
    await until(() => gate.batches.length === 3);
    expect(sent()).toEqual([['a presence 1'], ['a presence 1'], ['a presence 2']]);
  });

  it('[W7] above its bytes the oldest goes', async () => {
    const { outbox, gate, sent } = openOutbox(350);
    outbox.push('a', { kind: 'log', seq: 1 });
    await until(() => gate.batches.length === 1);
    for (let i = 1; i <= 5; i++) outbox.push('a', presence(i));
    gate.pass();
    await until(() => gate.batches.length === 2);
    expect(sent()[1]).toEqual(['a presence 3', 'a presence 4', 'a presence 5']);
  });
});
