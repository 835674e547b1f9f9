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

/** Per message: document, number of its kind, then what the kind carries. */
export function encodeEntry({ document, message }: BusEntry): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarString(encoder, document);
  encoding.writeVarUint(encoder, KINDS.indexOf(message.kind));
  if (message.kind === 'log') encoding.writeVarUint(encoder, message.seq);
  if (message.kind === 'presence') encoding.writeVarUint8Array(encoder, message.payload);
  return encoding.toUint8Array(encoder);
}

/** Entries one behind the other. Null when it is not that: what others sent is not to be trusted. */
export function decodeEntries(bytes: Uint8Array): BusEntry[] | null {
  const decoder = decoding.createDecoder(bytes);
  const entries: BusEntry[] = [];
  try {
    while (decoding.hasContent(decoder)) {
      const document = decoding.readVarString(decoder);
      const message = readMessage(decoder);
      if (message === null) return null;
      entries.push({ document, message });
    }
  } catch {
    return null;
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
