/** The import while a person looks at it: files and pasted text in, a proposal out; nothing is written to the map. */
import { SvelteMap } from 'svelte/reactivity';
import { proposeImport, type ImportFile, type ImportProposal, type TypeMeaning } from '../../import/index.ts';
import type { AccountMap, AttitudeScaleId } from '../../model/index.ts';

/** More is surely not a list of people, and would only make the browser suffer. */
const MAX_FILE_BYTES = 50 * 1024 * 1024;

export class ImportSession {
  #existing: () => AccountMap;
  #files: readonly ImportFile[] = $state.raw([]);
  #pasted = $state('');
  #scale: AttitudeScaleId | null = $state(null);
  #meanings = new SvelteMap<string, TypeMeaning>();
  #tooLarge: readonly string[] = $state.raw([]);
  #proposal: ImportProposal | null = $derived.by(() => this.#propose());
  readonly #pastedName: () => string;

  constructor(existing: () => AccountMap, pastedName: () => string) {
    this.#existing = existing;
    this.#pastedName = pastedName;
  }

  get files(): readonly ImportFile[] {
    return this.#files;
  }
  /** Names of files that were not read because of their size. */
  get tooLarge(): readonly string[] {
    return this.#tooLarge;
  }
  get pasted(): string {
    return this.#pasted;
  }
  set pasted(text: string) {
    this.#pasted = text;
  }
  get proposal(): ImportProposal | null {
    return this.#proposal;
  }
  get meanings(): ReadonlyMap<string, TypeMeaning> {
    return this.#meanings;
  }

  setScale(scale: AttitudeScaleId): void {
    this.#scale = scale;
  }

  /** What a type of relation of the files means; null = left out. */
  setMeaning(type: string, meaning: TypeMeaning | null): void {
    if (meaning === null) this.#meanings.delete(type);
    else this.#meanings.set(type, meaning);
  }

  async addFiles(files: readonly File[]): Promise<void> {
    const small = files.filter((file) => file.size <= MAX_FILE_BYTES);
    this.#tooLarge = files.filter((file) => file.size > MAX_FILE_BYTES).map((file) => file.name);
    const read = await Promise.all(
      small.map(async (file) => ({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) })),
    );
    const isNew = (name: string) => read.every((file) => file.name !== name);
    this.#files = [...this.#files.filter((file) => isNew(file.name)), ...read];
  }

  removeFile(name: string): void {
    this.#files = this.#files.filter((file) => file.name !== name);
  }

  #propose(): ImportProposal | null {
    const pasted = this.#pasted.trim() === '' ? [] : [{ name: this.#pastedName(), bytes: encode(this.#pasted) }];
    const files = [...this.#files, ...pasted];
    if (files.length === 0) return null;
    return proposeImport(files, {
      existing: this.#existing(),
      relationTypes: this.#meanings,
      ...(this.#scale === null ? {} : { scale: this.#scale }),
    });
  }
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
