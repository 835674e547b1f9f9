import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Meter, MeterEvent, MeterStep } from './meter.ts';

/** What `/metrics` looks up when it is asked. */
export interface Gauges {
  readonly rooms: () => number;
  readonly sockets: () => number;
}

const EVENTS: Readonly<Record<MeterEvent, string>> = {
  'updates-in': 'Edits taken in from sockets',
  'updates-out': 'Frames with edits sent to sockets',
  'updates-pulled': 'Edits read that other servers have taken in',
  'presence-out': 'Presence messages sent to sockets',
  compactions: 'Logs rewritten as snapshots',
  'history-snapshots': 'States kept for the history',
  'sockets-opened': 'Sockets let in',
  'sockets-refused': 'Sockets closed at the gate',
  'slow-readers-cut': 'Sockets cut off because they did not read',
  paused: 'Times a socket was paused over its rate',
};

const STEPS: Readonly<Record<MeterStep, string>> = {
  append: 'Seconds from an edit to its place on disk',
  load: 'Seconds to load a document into a room',
  compact: 'Seconds to rewrite a log as a snapshot',
};

const SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];
const LAG_RESOLUTION_MS = 10;
const PREFIX = 'herringbone_';

/** Counts for Prometheus, in a registry of its own: several servers of one process do not mix. */
export class PrometheusMeter implements Meter {
  readonly #registry = new Registry();
  /** Plain numbers: an edit is counted several times on its way, and a scrape comes a few times a minute. */
  readonly #counts = new Map<MeterEvent, number>();
  readonly #times = new Map<MeterStep, Histogram>();
  readonly #lag = monitorEventLoopDelay({ resolution: LAG_RESOLUTION_MS });

  constructor() {
    for (const [event, help] of entriesOf(EVENTS)) this.#addCounter(event, help);
    for (const [step, help] of entriesOf(STEPS)) {
      const name = `${PREFIX}${step}_seconds`;
      this.#times.set(step, new Histogram({ name, help, buckets: SECONDS, registers: [this.#registry] }));
    }
    this.#addProcess();
    this.#lag.enable();
  }

  count(event: MeterEvent, by = 1): void {
    this.#counts.set(event, (this.#counts.get(event) ?? 0) + by);
  }

  time(step: MeterStep, seconds: number): void {
    this.#times.get(step)?.observe(seconds);
  }

  /** Shows these from now on; called once. */
  watch({ rooms, sockets }: Gauges): void {
    this.#addGauge('rooms', 'Documents that are open', rooms);
    this.#addGauge('sockets', 'Sockets that are connected', sockets);
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  /** Prometheus's text format. */
  text(): Promise<string> {
    return this.#registry.metrics();
  }

  destroy(): void {
    this.#lag.disable();
    this.#registry.clear();
  }

  #addCounter(event: MeterEvent, help: string): void {
    const counts = this.#counts;
    new Counter({
      name: `${PREFIX}${event.replaceAll('-', '_')}_total`,
      help,
      registers: [this.#registry],
      collect() {
        this.reset();
        this.inc(counts.get(event) ?? 0);
      },
    });
  }

  #addGauge(name: string, help: string, read: () => number): void {
    new Gauge({
      name: `${PREFIX}${name}`,
      help,
      registers: [this.#registry],
      collect() {
        this.set(read());
      },
    });
  }

  #addProcess(): void {
    this.#addGauge('memory_bytes', 'Resident memory of the process', () => process.memoryUsage.rss());
    this.#addGauge('heap_bytes', 'JavaScript heap in use', () => process.memoryUsage().heapUsed);
    this.#addGauge('uptime_seconds', 'Seconds since the process started', () => process.uptime());
    this.#addGauge('cpu_seconds_total', 'CPU seconds of the process since its start', () => {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1e6;
    });
    const lag = this.#lag;
    new Gauge({
      name: `${PREFIX}event_loop_lag_seconds`,
      help: 'How late timers were since the last scrape: median, 99 of 100, worst',
      labelNames: ['quantile'],
      registers: [this.#registry],
      collect() {
        // The monitor measures the whole interval between its ticks; the lag is what is beyond it.
        const late = (nanoseconds: number): number => Math.max(0, nanoseconds / 1e9 - LAG_RESOLUTION_MS / 1000);
        this.set({ quantile: '0.5' }, late(lag.percentile(50)));
        this.set({ quantile: '0.99' }, late(lag.percentile(99)));
        this.set({ quantile: '1' }, late(lag.max));
        lag.reset();
      },
    });
  }
}

/** Tells both. */
export function bothMeters(one: Meter, other: Meter): Meter {
  return {
    count(event, by) {
      one.count(event, by);
      other.count(event, by);
    },
    time(step, seconds) {
      one.time(step, seconds);
      other.time(step, seconds);
    },
  };
}

function entriesOf<K extends string>(record: Readonly<Record<K, string>>): [K, string][] {
  return Object.entries(record) as [K, string][];
}
