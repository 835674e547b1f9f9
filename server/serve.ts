import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readConfig, type Environment, type Settings } from './config.ts';
import { summarize } from './config-summary.ts';
import { createServer } from './create-server.ts';
import { DEFAULT_LIMITS } from './limits.ts';
import { createLog } from './log.ts';
import { explain } from './start-failure.ts';

const APP_FOLDER = fileURLToPath(new URL('../dist', import.meta.url));

/**
 * Runs the server until SIGINT or SIGTERM, and prints its address and settings. Resolves with the process's exit code: 0
 * after a clean stop, and when it was stopped before it had started; 1 when it could not start (then one line on standard error says why), or when the stop took
 * longer than `stopMs`. A second signal ends the process at once, with 1.
 */
export async function serve(env: Environment): Promise<number> {
  let settings: Settings | null = null;
  try {
    settings = await readConfig(env);
    const log = createLog({ level: settings.logLevel });
    const server = createServer({ ...settings, appFolder: await appFolder(), log });
    const asked = nextSignal();
    const early = await Promise.race([server.listen().then(() => null), asked]);
    if (early !== null) return 0;
    console.log(`Herringbone is at ${server.address?.origin}/\n${summarize(settings)}`);
    log('info', 'listening', { detail: server.address?.origin ?? '' });
    log('info', 'draining', { detail: await asked });
    const end = await Promise.race([
      server.destroy().then(() => 'stopped' as const),
      nextSignal().then(() => 'stop-cut-short' as const),
      after(stopMs(settings)).then(() => 'stop-timed-out' as const),
    ]);
    log(end === 'stopped' ? 'info' : 'error', end);
    return end === 'stopped' ? 0 : 1;
  } catch (error) {
    console.error(`herringbone: ${explain(error, settings)}`);
    return 1;
  }
}

function nextSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    const signals = ['SIGTERM', 'SIGINT'] as const;
    const hear = (signal: NodeJS.Signals): void => {
      for (const other of signals) process.off(other, hear);
      resolve(signal);
    };
    for (const signal of signals) process.on(signal, hear);
  });
}

function stopMs({ limits, drainDelayMs }: Settings): number {
  return (limits?.stopMs ?? DEFAULT_LIMITS.stopMs) + (drainDelayMs ?? 0);
}

function after(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds).unref());
}

async function appFolder(): Promise<string | null> {
  return access(join(APP_FOLDER, 'index.html')).then(
    () => APP_FOLDER,
    () => null,
  );
}
