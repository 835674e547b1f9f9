import { isLoopback } from '../access/request-origin.ts';
import { readConfig, type Environment, type Settings } from '../config.ts';
import { checkFolder, checkSecret, checkSpace } from './doctor-folder.ts';
import { checkApp, checkClock, checkFiles, checkNode, checkPort } from './doctor-machine.ts';
import { checkDatabase, checkRedis } from './doctor-services.ts';
import { bad, good, reasonOf, warn, type Finding } from './findings.ts';

/**
 * Looks at everything a server needs, in the order in which it needs it, and changes nothing. Never throws for what it
 * finds; what depends on settings is left out when these are wrong.
 */
export async function* examine(env: Environment, folder = process.cwd()): AsyncGenerator<Finding> {
  yield checkNode();
  yield await checkApp();
  let settings: Settings;
  try {
    settings = await readConfig(env, folder);
  } catch (error) {
    yield bad('settings-bad', reasonOf(error));
    return;
  }
  yield good('settings', settings.configFile ?? '');
  for (const name of settings.unknownVariables) yield warn('setting-unknown', name);
  yield* checkKeeping(settings);
  yield* checkPort(settings);
  yield* checkOpenness(settings);
  yield* checkClock(settings);
  yield* checkFiles(settings);
}

async function* checkKeeping(settings: Settings): AsyncGenerator<Finding> {
  if (settings.databaseUrl) {
    yield* checkDatabase(settings.databaseUrl);
    if (settings.redisUrl) yield* checkRedis(settings.redisUrl);
    return;
  }
  const isThere = yield* checkFolder(settings);
  yield* checkSpace(settings);
  if (isThere) yield* checkSecret(settings);
}

/** What matters as soon as others than this machine can reach the server. */
function* checkOpenness({ host, publicOrigin, createTokens }: Settings): Generator<Finding> {
  if (isLoopback(host) && !publicOrigin) return;
  if (!publicOrigin) yield warn('url-missing', host);
  else if (new URL(publicOrigin).protocol === 'http:' && !isLoopback(new URL(publicOrigin).hostname)) {
    yield warn('url-plain', publicOrigin);
  } else yield good('url', publicOrigin);
  if ((createTokens?.length ?? 0) === 0) yield warn('open-creation');
}
