import { formatSignedOrder, type Order, signOrder } from "../../chain/orders.ts";
import { toChainError } from "../../chain/toChainError.ts";
import { UseCaseError } from "../errors.ts";
import type { Ports } from "../ports.ts";
import type { Cancellable, SponsorablePrepared } from "../useCases.ts";
import { type CallsToConfirm, prepareCalls } from "./prepareCalls.ts";

/** How long a sponsor may take to send what the patient signed. */
const orderLifeSeconds = 7 * 24 * 60 * 60;

/**
 * A task of the patient that somebody else may send and pay for.
 * @param order the same as the one call; `undefined` where it takes more than one, or one that
 * the relay doesn't carry.
 */
export function prepareOrder(
  ports: Ports,
  order: Order | undefined,
  task: CallsToConfirm<void>,
): SponsorablePrepared {
  return {
    ...prepareCalls(ports.writer, task),
    sign: (options) => signForSponsor(ports, order, options),
  };
}

/** The patient's signature as text for whoever sends it. Throws usecases.not-sponsorable. */
export async function signForSponsor(
  { writer, reader }: Ports,
  order: Order | undefined,
  { signal }: Cancellable = {},
): Promise<string> {
  if (order === undefined) throw new UseCaseError("usecases.not-sponsorable");
  const signer = writer.account.address;
  const [nonce, now] = await Promise.all([reader.relayNonceOf(signer), reader.timestampOf()]);
  signal?.throwIfAborted();
  try {
    const signed = await signOrder(writer.account, writer.deployment, order, {
      nonce,
      deadline: now + orderLifeSeconds,
    });
    return formatSignedOrder(writer.deployment, writer.calls, signed);
  } catch (error) {
    throw toChainError(error);
  }
}
