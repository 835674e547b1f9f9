/**
 * Which clients of a map are tabs of this very browser (SPEC.md S36). They tell each other over a BroadcastChannel and
 * never over the network: presence carries nothing that says whose browser it comes from, and nobody else can claim to
 * be one of mine.
 */
export interface OwnTabs {
  has(clientId: number): boolean;
  /** Safe to call twice. */
  destroy(): void;
}

type Message = { readonly type: 'hello' | 'here'; readonly client: number };

const CHANNEL = 'herringbone.own-tabs';
/** More are not listened to: what comes through the channel is another version's word at worst. */
const MAX_TABS = 500;

/**
 * Says to the other tabs that this one is `clientId`, and hears who they are.
 *
 * @param onChange called when a tab was heard of that was not known
 * @returns where the browser has no BroadcastChannel, one that knows nobody
 */
export function watchOwnTabs(clientId: number, onChange: () => void): OwnTabs {
  const known = new Set<number>();
  if (typeof BroadcastChannel === 'undefined') return { has: () => false, destroy() {} };
  const channel = new BroadcastChannel(CHANNEL);
  let isOpen = true;
  const say = (type: Message['type']) => channel.postMessage({ type, client: clientId } satisfies Message);
  channel.onmessage = (event: MessageEvent<unknown>) => {
    const message = parseMessage(event.data);
    if (!message || !isOpen) return;
    if (message.type === 'hello') say('here');
    if (known.has(message.client) || known.size >= MAX_TABS) return;
    known.add(message.client);
    onChange();
  };
  say('hello');
  return {
    has: (client) => known.has(client),
    destroy() {
      if (!isOpen) return;
      isOpen = false;
      channel.close();
    },
  };
}

function parseMessage(value: unknown): Message | null {
  if (typeof value !== 'object' || value === null) return null;
  const { type, client } = value as Record<string, unknown>;
  if (type !== 'hello' && type !== 'here') return null;
  return typeof client === 'number' && Number.isSafeInteger(client) ? { type, client } : null;
}
