import { z } from "zod";
import type { PatientNumber, ProviderNumber } from "../domain/brand.ts";
import { contractInterfaces } from "./contractInterfaces.ts";
import { isChainError } from "./errors.ts";
import { decodeLog, logSchema } from "./events.ts";
import type { ChainReader } from "./reader.ts";
import { toChainError } from "./toChainError.ts";

/**
 * The doctors to whom an organization ever handed a patient's keys, for those who may not ask the
 * contract (other providers): its events are public. `undefined` where this RPC refuses to search
 * or forgot: then nobody can say.
 */
export async function findHandovers(
  reader: ChainReader,
  patient: PatientNumber,
  organization: ProviderNumber,
): Promise<readonly ProviderNumber[] | undefined> {
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
  const doctors = new Set<ProviderNumber>();
  for (const log of logs.data) {
    const event = decodeLog(deployment, log);
    if (event?.name === "KeysHandedOver" && event.args.organization === organization) {
      doctors.add(event.args.doctor);
    }
  }
  return [...doctors];
}

function topicOf(number: number): string {
  return `0x${number.toString(16).padStart(64, "0")}`;
}
