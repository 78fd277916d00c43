import type { Prepared } from "../model.ts";
import type { Ports } from "../ports.ts";
import { prepareCalls } from "../transactions/prepareCalls.ts";

/**
 * Takes back what this wallet signed for others to send and nobody has sent yet: a signature is
 * good for days, and whoever holds it chooses the moment.
 */
export async function prepareOrderCancellation({ writer }: Ports): Promise<Prepared<void>> {
  return prepareCalls(writer, {
    kind: "cancel-orders",
    calls: [writer.calls.cancelOrders()],
    finish: async () => undefined,
  });
}
