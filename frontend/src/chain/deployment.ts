import { z } from "zod";
import type { Address } from "../domain/brand.ts";
import { findAddress } from "./caip.ts";
import { type ContractName, contractNames } from "./contractNames.ts";
import { ChainError } from "./errors.ts";

/** Where the contracts are on one chain, and how to reach it. */
export interface Deployment {
  /** EIP-155. */
  readonly chainId: number;
  readonly name: string;
  readonly addresses: Readonly<Record<ContractName, Address>>;
  /** The first block that can hold an event of ours. */
  readonly deploymentBlock: number;
  /** At least one; a second lets keys be compared across two. */
  readonly rpcUrls: readonly string[];
  /** A block explorer's address without a trailing slash. */
  readonly explorer?: string | undefined;
  readonly coin: { readonly name: string; readonly symbol: string; readonly decimals: number };
}

const address = z.string().transform((text, context): Address => {
  const found = findAddress(text);
  if (found === undefined) {
    context.addIssue({ code: "custom", message: "not an address" });
    return z.NEVER;
  }
  return found;
});

const webAddress = z.url({ protocol: /^https?$/ }).max(300);

const deploymentSchema = z.strictObject({
  chainId: z.int().positive(),
  name: z.string().min(1).max(60),
  addresses: z.strictObject(
    Object.fromEntries(contractNames.map((name) => [name, address])) as Record<
      ContractName,
      typeof address
    >,
  ),
  deploymentBlock: z.int().nonnegative(),
  rpcUrls: z.array(webAddress).min(1).max(10),
  explorer: webAddress.transform((text) => text.replace(/\/+$/, "")).optional(),
  coin: z.strictObject({
    name: z.string().min(1).max(40),
    symbol: z.string().regex(/^[A-Za-z0-9]{1,11}$/),
    decimals: z.int().min(0).max(36),
  }),
});

/** Throws chain.bad-deployment. */
export function parseDeployment(value: unknown): Deployment {
  const parsed = deploymentSchema.safeParse(value);
  if (!parsed.success) {
    throw new ChainError("chain.bad-deployment", {
      details: { where: parsed.error.issues[0]?.path.join(".") ?? "" },
      cause: parsed.error,
    });
  }
  return parsed.data;
}
