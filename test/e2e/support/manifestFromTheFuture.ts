// A record as a later version of the app might write it: a manifest with a higher version.
import { Wallet } from "ethers";
import { HttpRpc } from "../../../frontend/src/chain/httpRpc.ts";
import { keyAccount } from "../../../frontend/src/chain/keyAccount.ts";
import { ChainReader } from "../../../frontend/src/chain/reader.ts";
import { ChainWriter } from "../../../frontend/src/chain/writer.ts";
import { decodeCbor, encodeCbor } from "../../../frontend/src/crypto/primitives/cbor.ts";
import type { Compartment, Digest, Epoch } from "../../../frontend/src/domain/brand.ts";
import { createIpfsStore } from "../../../frontend/src/ipfs/createIpfsStore.ts";
import { parseEndpoint } from "../../../frontend/src/ipfs/parseEndpoint.ts";
import type { RunningSystem } from "./system.ts";

/** @param manifest an existing one of the same patient, which it is made from. */
export async function addManifestFromTheFuture(
  system: RunningSystem,
  key: string,
  manifest: Digest,
): Promise<void> {
  const ipfs = createIpfsStore({ endpoint: parseEndpoint(system.ipfsRpcUrl) });
  const document = decodeCbor(await ipfs.getDocument(manifest)) as Record<string, unknown>;
  const { digest } = await ipfs.putDocument(encodeCbor({ ...document, v: 99 }));

  const { deployment } = system;
  const rpc = new HttpRpc({ url: system.rpcUrl, chainId: deployment.chainId });
  const account = keyAccount(new Wallet(key), rpc, deployment.chainId);
  const [patient] = await new ChainReader(rpc, deployment).patientsOf(account.address);
  if (patient === undefined) throw new Error("this account has no chart");
  const writer = new ChainWriter({ rpc, deployment, account });
  const record = { compartment: 1 as Compartment, epoch: 1 as Epoch, manifest: digest };
  for await (const state of writer.send(writer.calls.addRecords(patient, [record]))) {
    if (state.step === "failed") throw state.error;
  }
}
