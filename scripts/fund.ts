// `npm run fund -- ADDRESS`: coins of the practice chain for one's own MetaMask account. Works on the
// local chain only: it takes them from a test account whose key everybody knows.
import { parseEther } from "ethers";
import { findAddress } from "../frontend/src/chain/caip.ts";
import { HttpRpc } from "../frontend/src/chain/httpRpc.ts";
import { localChainId } from "../frontend/src/chain/knownChains.ts";
import { castWallet } from "./start/castWallet.ts";

const coins = "10";
const text = process.argv[2] ?? "";
const address = findAddress(text);
if (address === undefined) {
  console.error(
    text === ""
      ? "Whose account? Usage: npm run fund -- 0x… (MetaMask shows the address under the account's name)"
      : `"${text}" is not an account's address: 0x and 40 letters and digits. Copy it from MetaMask again.`,
  );
  process.exit(1);
}
const url = `http://127.0.0.1:${process.env.CHAIN_PORT ?? "8545"}`;
const rpc = new HttpRpc({ url, chainId: localChainId });
try {
  const giver = castWallet("admin");
  const nonce = Number(await rpc.send("eth_getTransactionCount", [giver.address, "pending"]));
  const gasPrice = BigInt(String(await rpc.send("eth_gasPrice", [])));
  const raw = await giver.signTransaction({
    type: 0,
    chainId: localChainId,
    nonce,
    to: address,
    value: parseEther(coins),
    gasLimit: 21_000n,
    gasPrice: gasPrice * 2n,
  });
  await rpc.send("eth_sendRawTransaction", [raw]);
  console.log(`${address} has ${coins} more practice ETH.`);
} catch (error) {
  console.error(
    `The practice chain does not answer at ${url}. Is npm start running? (${error instanceof Error ? error.message : String(error)})`,
  );
  process.exit(1);
}
