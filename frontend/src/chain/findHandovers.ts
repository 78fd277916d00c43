import { z } from "zod";
import type { Digest, PatientNumber, ProviderNumber } from "../domain/brand.ts";
import { contractInterfaces } from "./contractInterfaces.ts";
import { isChainError } from "./errors.ts";
import { decodeLog, logSchema } from "./events.ts";
import type { ChainReader } from "./reader.ts";
import { toChainError } from "./toChainError.ts";

/**
 * Every handover of a patient's keys by an organization, replaced ones too, for those who may not
 * ask the contract (other providers): its events are public. `undefined` where this RPC refuses to search
 * or forgot: then nobody can say.
 */
export async function findHandovers(
  reader: ChainReader,
  patient: PatientNumber,
  organization: ProviderNumber,
): Promise<readonly { readonly doctor: ProviderNumber; readonly envelope: Digest }[] | undefined> {
  const { deployment } = reader;
  const handedOver = contractInterfaces.HealthRecords.getEvent("KeysHandedOver");
  if (handedOver === null) throw new RangeError("no such event: KeysHandedOver");
  const filter = {
    address: deployment.addresses.HealthRecords,
    topics: [handedOver.topicHash, topicOf(patient), topicOf(organization)],
    fromBlock: `0x${deployment.deploymentBlock.toString(16)}`,
    toBlock: "latest",
  };
  let answer: unknown;
  try {
    answer = await reader.rpc.send("eth_getLogs", [filter]);
  } catch (error) {
    const failure = toChainError(error, "rpc");
    if (isChainError(failure, "chain.rpc-failed", "chain.rpc-busy")) return undefined;
    throw failure;
  }
  const logs = z.array(logSchema).safeParse(answer);
  if (!logs.success) return undefined;
  return logs.data.flatMap((log) => {
    const event = decodeLog(deployment, log);
    if (event?.name !== "KeysHandedOver" || event.args.organization !== organization) return [];
    return [{ doctor: event.args.doctor, envelope: event.args.envelope }];
  });
}

function topicOf(number: number): string {
  return `0x${number.toString(16).padStart(64, "0")}`;
}
