// The use cases for one demo account, wired up for Node: its key, the local chain, the IPFS node.
import { HDNodeWallet, Mnemonic } from "ethers";
import type { Deployment } from "../../frontend/src/chain/deployment.ts";
import { HttpRpc } from "../../frontend/src/chain/httpRpc.ts";
import { keyAccount } from "../../frontend/src/chain/keyAccount.ts";
import { ChainReader } from "../../frontend/src/chain/reader.ts";
import { type DemoPerson, demoCast } from "../../frontend/src/chain/wallet/demoWallets.ts";
import { ChainWriter } from "../../frontend/src/chain/writer.ts";
import { createCrypto } from "../../frontend/src/crypto/createCrypto.ts";
import { platformRandom } from "../../frontend/src/crypto/random.ts";
import { createIpfsStore } from "../../frontend/src/ipfs/createIpfsStore.ts";
import { parseEndpoint } from "../../frontend/src/ipfs/parseEndpoint.ts";
import { createUseCases } from "../../frontend/src/usecases/createUseCases.ts";
import { memoryLocalStore } from "../../frontend/src/usecases/memoryLocalStore.ts";
import { systemClock } from "../../frontend/src/usecases/ports.ts";
import type { Doorstep } from "../../frontend/src/usecases/useCases.ts";

/** Hardhat's, known to everybody. */
const phrase = Mnemonic.fromPhrase(
  "test test test test test test test test test test test junk", // public-test-key
);

export function castWallet(person: DemoPerson): HDNodeWallet {
  return HDNodeWallet.fromMnemonic(phrase, `m/44'/60'/0'/0/${demoCast.indexOf(person)}`);
}

export function castDoorstep(
  person: DemoPerson,
  deployment: Deployment,
  ipfsRpcUrl: string,
): Doorstep {
  const rpc = new HttpRpc({ url: deployment.rpcUrls[0] ?? "", chainId: deployment.chainId });
  return createUseCases({
    reader: new ChainReader(rpc, deployment),
    writer: new ChainWriter({
      rpc,
      deployment,
      account: keyAccount(castWallet(person), rpc, deployment.chainId),
    }),
    crypto: createCrypto(platformRandom),
    ipfs: createIpfsStore({ endpoint: parseEndpoint(ipfsRpcUrl) }),
    store: memoryLocalStore(),
    clock: systemClock,
    random: platformRandom,
  });
}
