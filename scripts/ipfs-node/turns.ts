/**
 * Lets any number of writers work together, and garbage collection only alone: a block
 * that an add has written but not yet pinned looks like garbage.
 */
export class Turns {
  #sharing = 0;
  #waiting: (() => void)[] = [];
  #alone: Promise<unknown> | undefined;

  async together<T>(work: () => Promise<T>): Promise<T> {
    while (this.#alone !== undefined) await Promise.allSettled([this.#alone]);
    this.#sharing += 1;
    try {
      return await work();
    } finally {
      this.#sharing -= 1;
      if (this.#sharing === 0) for (const wake of this.#waiting.splice(0)) wake();
    }
  }

  async alone<T>(work: () => Promise<T>): Promise<T> {
    while (this.#alone !== undefined) await Promise.allSettled([this.#alone]);
    // Taken before waiting, so that a stream of writers can't starve it.
    const turn = (async () => {
      while (this.#sharing > 0) await new Promise<void>((wake) => this.#waiting.push(wake));
      return await work();
    })();
    this.#alone = turn;
    try {
      return await turn;
    } finally {
      this.#alone = undefined;
    }
  }
}
