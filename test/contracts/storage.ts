// Reaches into a contract's storage for states that no test could bring about in time, such as
// the 65,535th key version. Finds a mapping by what it holds, so that it doesn't depend on the
// order of declarations.
import { AbiCoder, keccak256, toBeHex } from "ethers";
import { ethers, networkHelpers } from "./chain.ts";

const highestBaseSlot = 40;

export interface MappedWord {
  read(): Promise<bigint>;
  write(word: bigint): Promise<void>;
}

/** The words of one mapping by key. */
export type Mapping = (key: number | bigint | string) => MappedWord;

/** The one mapping of `contract` whose word under `key` (of this Solidity type) `matches`. */
export async function findMapping(
  contract: { getAddress(): Promise<string> },
  keyType: string,
  key: number | bigint | string,
  matches: (word: bigint) => boolean,
): Promise<Mapping> {
  const address = await contract.getAddress();
  const mappings = Array.from(
    { length: highestBaseSlot + 1 },
    (_, base): Mapping =>
      (at) => {
        const slot = keccak256(AbiCoder.defaultAbiCoder().encode([keyType, "uint256"], [at, base]));
        return {
          read: async () => BigInt(await ethers.provider.getStorage(address, slot)),
          write: async (word) => networkHelpers.setStorageAt(address, slot, toBeHex(word, 32)),
        };
      },
  );
  const found: Mapping[] = [];
  for (const mapping of mappings) if (matches(await mapping(key).read())) found.push(mapping);
  const [mapping, ...others] = found;
  if (mapping === undefined || others.length > 0) throw new Error(`${found.length} mappings match`);
  return mapping;
}
