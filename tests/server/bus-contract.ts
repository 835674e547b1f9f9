/** What every bus between servers keeps to: server/bus/bus.ts, SPEC.md §10. */
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Bus, BusMessage } from '../../server/bus/bus.ts';
import { until } from '../support/server-world.ts';

/** What the servers meet at, and how it fails. */
export interface BusPlace {
  /** The bus of one more server. */
  open(): Promise<Bus>;
  cutConnections(): Promise<void>;
  halt(): Promise<void>;
  start(): Promise<void>;
}

interface Ear {
  readonly heard: BusMessage[];
  readonly stop: () => void;
}

const MAP = 'AAAAAAAAAAAAAAAAAAAAAA';
const OTHER = `${MAP}.comments`;

export function presence(...values: number[]): BusMessage {
  return { kind: 'presence', payload: new Uint8Array(values) };
}

export async function listen(bus: Bus, document = MAP): Promise<Ear> {
  const heard: BusMessage[] = [];
  const stop = await bus.subscribe(document, (message) => void heard.push(message));
  return { heard, stop };
}

/** Payloads as plain arrays: a Buffer and a Uint8Array of the same bytes are the same. */
export function plain(messages: readonly BusMessage[]): unknown[] {
  return messages.map((message) =>
    message.kind === 'presence' ? { ...message, payload: [...message.payload] } : message,
  );
}

/** Says it again until it is heard: the other one may not be back yet. */
async function untilHeard(sender: Bus, { heard }: Ear, mark: number): Promise<void> {
  const isMark = (message: BusMessage): boolean => message.kind === 'presence' && message.payload[0] === mark;
  await until(() => {
    if (!heard.some(isMark)) sender.publish(MAP, presence(mark));
    return heard.some(isMark);
  });
}

async function gapOf(bus: Bus): Promise<{ readonly count: number }> {
  const gap = { count: 0 };
  bus.onGap(() => void gap.count++);
  return gap;
}

export function describeBus(name: string, getPlace: () => BusPlace): void {
  const open = async (): Promise<Bus> => {
    const bus = await getPlace().open();
    onTestFinished(() => bus.close());
    return bus;
  };

  describe(name, () => {
    it('[W1] a message reaches every other server that has the document open, and no other document', async () => {
      const [a, b, c] = [await open(), await open(), await open()];
      const ears = [await listen(b), await listen(c)];
      const elsewhere = await listen(b, OTHER);
      a.publish(MAP, { kind: 'who' });
      a.publish(OTHER, { kind: 'log', seq: 7 });
      await until(() => elsewhere.heard.length > 0 && ears.every(({ heard }) => heard.length > 0));
      expect([...ears, elsewhere].map(({ heard }) => heard)).toEqual([
        [{ kind: 'who' }],
        [{ kind: 'who' }],
        [{ kind: 'log', seq: 7 }],
      ]);
    });

    it('[W2] a server never hears itself', async () => {
      const [a, b] = [await open(), await open()];
      const [own, others] = [await listen(a), await listen(b)];
      a.publish(MAP, presence(1));
      await until(() => others.heard.length > 0);
      // What b says now comes after a's own message would have come.
      b.publish(MAP, presence(2));
      await until(() => own.heard.length > 0);
      expect(plain(own.heard)).toEqual(plain([presence(2)]));
    });

    it('[W3] messages about a document arrive in order; of a growing log the newest number is enough', async () => {
      const [a, b] = [await open(), await open()];
      const { heard } = await listen(b);
      for (let i = 0; i < 200; i++) {
        a.publish(MAP, presence(i));
        a.publish(MAP, { kind: 'log', seq: i + 1 });
        if (i % 10 === 0) await new Promise((resolve) => setImmediate(resolve));
      }
      a.publish(MAP, { kind: 'access' });
      await until(() => heard.some(({ kind }) => kind === 'access'));
      const states = heard.flatMap((message) => (message.kind === 'presence' ? [message.payload[0]] : []));
      const numbers = heard.flatMap((message) => (message.kind === 'log' ? [message.seq] : []));
      expect(states).toEqual(Array.from({ length: 200 }, (_, i) => i));
      expect(numbers).toEqual([...new Set(numbers)].sort((x, y) => x - y));
      expect(numbers.at(-1)).toBe(200);
    });

    it('[W4] a payload of any size arrives whole', async () => {
      const [a, b] = [await open(), await open()];
      const { heard } = await listen(b);
      const sizes = [0, 1, 5900, 6000, 12_000, 100_000];
      for (const size of sizes) a.publish(MAP, { kind: 'presence', payload: new Uint8Array(size).fill(size % 251) });
      await until(() => heard.length === sizes.length);
      const payloads = heard.flatMap((message) => (message.kind === 'presence' ? [message.payload] : []));
      expect(payloads.map(({ length }) => length)).toEqual(sizes);
      expect(payloads.every((payload, i) => payload.every((byte) => byte === (sizes[i] ?? 0) % 251))).toBe(true);
    });

    it('[W5] who has stopped listening hears nothing more, and a listener that throws disturbs nobody', async () => {
      const [a, b] = [await open(), await open()];
      await b.subscribe(MAP, () => {
        throw new Error('a faulty room');
      });
      const [stopped, staying] = [await listen(b), await listen(b)];
      stopped.stop();
      stopped.stop();
      a.publish(MAP, { kind: 'who' });
      await until(() => staying.heard.length > 0);
      expect(stopped.heard).toEqual([]);
    });

    it('[W6] finds back when its connections are cut', async () => {
      const [a, b] = [await open(), await open()];
      const ear = await listen(b);
      await getPlace().cutConnections();
      await untilHeard(a, ear, 1);
      await Promise.all([a.ping(), b.ping()]);
    });

    it('[W7] while it is away nothing throws, a room still opens, and it says that it is away', async () => {
      const [a, b] = [await open(), await open()];
      const [ear, gap] = [await listen(b), await gapOf(b)];
      await getPlace().halt();
      a.publish(MAP, { kind: 'log', seq: 1 });
      const late = await listen(b, OTHER);
      await expect(a.ping()).rejects.toThrow();
      a.publish(MAP, { kind: 'log', seq: 2 });
      await getPlace().start();
      await untilHeard(a, ear, 3);
      await until(() => gap.count > 0);
      await until(() => {
        a.publish(OTHER, { kind: 'access' });
        return late.heard.length > 0;
      });
    });

    it('[W8] closing sends what was said, and a closed bus takes nothing', async () => {
      const a = await getPlace().open();
      const { heard } = await listen(await open());
      a.publish(MAP, { kind: 'log', seq: 9 });
      await a.close();
      a.publish(MAP, { kind: 'log', seq: 10 });
      await until(() => heard.length > 0);
      expect(heard).toEqual([{ kind: 'log', seq: 9 }]);
    });
  });
}
