/** An error that goes to the caller in Kubo's shape: `{"Message", "Code", "Type": "error"}`. */
export class RpcError extends Error {
  /** HTTP status: Kubo has 500 (its code 0) for whatever isn't the caller's fault. */
  readonly status: number = 500;

  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = new.target.name;
  }

  toJSON(): { Message: string; Code: number; Type: "error" } {
    return { Message: this.message, Code: this.status === 400 ? 1 : 0, Type: "error" };
  }
}

/** The call itself is wrong: 400, Kubo's code 1. */
export class BadCallError extends RpcError {
  override readonly status = 400;
}
