/** What is known of a chain before anything is deployed on it. */
export interface KnownChain {
  readonly chainId: number;
  readonly name: string;
  readonly coin: { readonly name: string; readonly symbol: string; readonly decimals: number };
  readonly rpcUrls: readonly string[];
  readonly explorer?: string;
}

/** The practice chain on one's own computer. */
export const localChainId = 31_337;
export const sepoliaChainId = 11_155_111;

const ether = { name: "Ether", symbol: "ETH", decimals: 18 };

export const knownChains: readonly KnownChain[] = [
  {
    chainId: localChainId,
    name: "Practice chain",
    coin: ether,
    rpcUrls: ["http://127.0.0.1:8545"],
  },
  {
    chainId: sepoliaChainId,
    name: "Sepolia",
    coin: { ...ether, name: "Sepolia Ether" },
    rpcUrls: ["https://ethereum-sepolia-rpc.publicnode.com", "https://rpc.sepolia.org"],
    explorer: "https://sepolia.etherscan.io",
  },
];

export function findKnownChain(chainId: number): KnownChain | undefined {
  return knownChains.find((chain) => chain.chainId === chainId);
}
