import { decoding, encoding } from 'lib0';
import type { DocumentName } from '../store/document-name.ts';
import type { BusMessage } from './bus.ts';

/** A message and the document it is about. */
export interface BusEntry {
  readonly document: DocumentName;
  readonly message: BusMessage;
}

/** The place in this list is the number on the wire. */
const KINDS = ['log', 'presence', 'who', 'access'] as const;

/** Per message: its length, then document, number of its kind, and what the kind carries. */
export function encodeEntry(entry: BusEntry): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint8Array(encoder, encodeBody(entry));
  return encoding.toUint8Array(encoder);
}

function encodeBody({ document, message }: BusEntry): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarString(encoder, document);
  encoding.writeVarUint(encoder, KINDS.indexOf(message.kind));
  if (message.kind === 'log') encoding.writeVarUint(encoder, message.seq);
  if (message.kind === 'presence') encoding.writeVarUint8Array(encoder, message.payload);
  return encoding.toUint8Array(encoder);
}

/**
 * The messages one behind the other in `bytes`, up to the first that is broken. One of an unknown kind is passed over:
 * while servers are being replaced, a newer one may say what this one does not know.
 */
export function decodeEntries(bytes: Uint8Array): BusEntry[] {
  const decoder = decoding.createDecoder(bytes);
  const entries: BusEntry[] = [];
  try {
    while (decoding.hasContent(decoder)) {
      const body = decoding.createDecoder(decoding.readVarUint8Array(decoder));
      const document = decoding.readVarString(body);
      const message = readMessage(body);
      if (message !== null) entries.push({ document, message });
    }
  } catch {
    // Nobody but servers of ours writes here; what else is there is not worth more than being passed over.
    return entries;
  }
  return entries;
}

function readMessage(decoder: decoding.Decoder): BusMessage | null {
  const kind = KINDS[decoding.readVarUint(decoder)];
  switch (kind) {
    case 'log':
      return { kind, seq: decoding.readVarUint(decoder) };
    case 'presence':
      return { kind, payload: decoding.readVarUint8Array(decoder) };
    case 'who':
    case 'access':
      return { kind };
    default:
      return null;
  }
}
