/** Client processes that take orders and answer each with one message. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export class Workers<Order extends object> {
  readonly #processes: readonly ChildProcess[];

  constructor(file: string, count: number) {
    this.#processes = Array.from({ length: count }, () =>
      fork(join(import.meta.dirname, file), { execArgv: ['--import', 'tsx'] }),
    );
  }

  /** The answers of all. @throws the first error that one of them answers. */
  tell(order: (part: number, parts: number) => Order): Promise<readonly object[]> {
    return Promise.all(
      this.#processes.map(async (child, part) => {
        const answer = once(child, 'message');
        child.send(order(part, this.#processes.length));
        const [reply] = (await answer) as [{ error?: string }];
        if (reply.error !== undefined) throw new Error(reply.error);
        return reply;
      }),
    );
  }

  stop(): void {
    for (const child of this.#processes) child.kill('SIGKILL');
  }
}
