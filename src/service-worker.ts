/**
 * Opens the app without a network: keeps the files of this version on the device. Maps are not its business; they lie
 * in IndexedDB. A page asks the server first, so that whoever is online always gets the newest version; a new version's
 * worker takes over when the last page of the old one is closed, so no open page loses files it has yet to load.
 */

/** The built files, put in by the build (vite.config.ts). */
declare const BUILT_FILES: readonly string[];
/** Changes with any of them. */
declare const BUILT_VERSION: string;

const scope = self as unknown as ServiceWorkerGlobalScope;
const PREFIX = 'herringbone-';
const CACHE = PREFIX + BUILT_VERSION;
/** Answered by the server alone, or not at all. */
const SERVER_ONLY = /^\/(?:api|sync|healthz|readyz|metrics)(?:\/|$)/;
/** A network that is there but does not answer: rather the version that is here. */
const PAGE_PATIENCE_MS = 4_000;

scope.addEventListener('install', (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(['/', ...BUILT_FILES])));
});

scope.addEventListener('activate', (event) => {
  event.waitUntil(forgetOlder());
});

scope.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== scope.location.origin || SERVER_ONLY.test(pathname)) return;
  event.respondWith(request.mode === 'navigate' ? page(request) : file(request));
});

async function page(request: Request): Promise<Response> {
  const kept = await caches.match('/');
  if (kept === undefined) return fetch(request);
  try {
    const answer = await fetch(request, { signal: AbortSignal.timeout(PAGE_PATIENCE_MS) });
    // A proxy whose server is away: its page of errors helps nobody who could go on working.
    return answer.status >= 500 ? kept : answer;
  } catch {
    return kept;
  }
}

/** Built files carry their content's hash in their name: what is kept is right. */
async function file(request: Request): Promise<Response> {
  return (await caches.match(request, { ignoreSearch: true })) ?? fetch(request);
}

async function forgetOlder(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(
    names.filter((name) => name.startsWith(PREFIX) && name !== CACHE).map((name) => caches.delete(name)),
  );
}
