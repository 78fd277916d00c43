// What the main operations may cost in gas, in a chart that is in use (not its first grant, not
// the first record of a drawer), and what other open health-record DApps spend on the same.

/** The operations with a budget, in the order in which they are printed. */
export const budgetedOperations = [
  "register",
  "add record",
  "add record by provider",
  "add record by staff",
  "request",
  "grant",
  "approve",
  "request and approve",
  "revoke",
  "renew",
  "grant by signature",
  "receipt",
] as const;

export type BudgetedOperation = (typeof budgetedOperations)[number];

export interface Budget {
  /** Today's price list. */
  readonly mainnet: number;
  /** EDR's hardfork of that name: a new storage slot costs about 80,000 more (EIP-8037). */
  readonly amsterdam: number;
  /** Peers' gas under today's price list, run side by side; "-" where none has the operation. */
  readonly peers: string;
}

export const budgets: Readonly<Record<BudgetedOperation, Budget>> = {
  register: { mainnet: 98_000, amsterdam: 345_000, peers: "46k-2.9M" },
  "add record": { mainnet: 65_000, amsterdam: 148_000, peers: "185k-257k" },
  "add record by provider": { mainnet: 70_000, amsterdam: 152_000, peers: "-" },
  "add record by staff": { mainnet: 80_000, amsterdam: 162_000, peers: "-" },
  request: { mainnet: 75_000, amsterdam: 156_000, peers: "160k-310k" },
  grant: { mainnet: 88_000, amsterdam: 195_000, peers: "172k-363k" },
  approve: { mainnet: 56_000, amsterdam: 58_000, peers: "-" },
  "request and approve": { mainnet: 125_000, amsterdam: 215_000, peers: "353k-626k" },
  revoke: { mainnet: 52_000, amsterdam: 54_000, peers: "24k-103k (moves no key)" },
  renew: { mainnet: 40_000, amsterdam: 42_000, peers: "-" },
  "grant by signature": { mainnet: 108_000, amsterdam: 215_000, peers: "-" },
  receipt: { mainnet: 45_000, amsterdam: 47_000, peers: "-" },
};
