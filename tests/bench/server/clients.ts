/** The people of a bench: lean ones, or whoever a contender brings along. */
import { join } from 'node:path';
import { LeanClient, type LeanEvents, type LeanTarget } from '../../support/lean-client.ts';

export interface BenchTarget extends LeanTarget {
  /** People come with Hocuspocus's own provider and a document each, not as lean clients. */
  readonly hasProvider?: boolean;
}

export interface BenchClient {
  readonly joined: Promise<void>;
  sendUpdate(update: Uint8Array): void;
  close(): void;
}

interface ProviderModule {
  readonly ProviderClient: new (target: BenchTarget, events: LeanEvents) => BenchClient;
}

/** By this Yjs notices a second copy of itself, and warns. Ours and the provider's only ever exchange bytes. */
const YJS_IS_LOADED = '__ $YJS$ __';
const PROVIDER_CLIENT = join(import.meta.dirname, 'peers/provider-client.mjs');

/** On its way in when this resolves; `joined` says when it is. */
export async function openClient(target: BenchTarget, events: LeanEvents = {}): Promise<BenchClient> {
  if (!target.hasProvider) return new LeanClient(target, events);
  Reflect.deleteProperty(globalThis, YJS_IS_LOADED);
  const { ProviderClient } = (await import(PROVIDER_CLIENT)) as ProviderModule;
  return new ProviderClient(target, events);
}
