/**
 * What `npm start` tells the app beside it: the local chain, the IPFS node and the cast. Asked for
 * on loopback pages only; a published app has no such file and never looks for it.
 */
import { z } from "zod";
import { type Deployment, parseDeployment } from "../../chain/deployment.ts";
import { type DemoPerson, demoCast } from "../../chain/wallet/demoWallets.ts";
import { isLoopbackHost } from "../../chain/wallet/openInMetaMaskLink.ts";

export interface LocalSystem {
  readonly deployment: Deployment;
  /** Changes with every fresh chain. */
  readonly instance: string;
  readonly ipfsRpcUrl: string;
  readonly cast: readonly LocalCastMember[];
}

export interface LocalCastMember {
  readonly person: DemoPerson;
  /** The recovery sheet's code, for demo accounts that were set up already. */
  readonly sheet: string | undefined;
}

const schema = z.object({
  deployment: z.unknown(),
  instance: z.string().regex(/^[0-9a-f]{1,64}$/),
  ipfs: z.object({ rpcUrl: z.url() }),
  cast: z.array(z.object({ person: z.enum(demoCast), sheet: z.string().max(500).optional() })),
});

/** Undefined when there is none (a published app, `vite` alone). Throws chain.bad-deployment. */
export async function findLocalSystem(
  page: Pick<Location, "hostname">,
  fetch: typeof globalThis.fetch,
): Promise<LocalSystem | undefined> {
  if (!isLoopbackHost(page.hostname)) {
    return undefined;
  }
  let content: unknown;
  try {
    const response = await fetch("./local.json", { signal: AbortSignal.timeout(10_000) });
    if (!response.ok) {
      return undefined;
    }
    content = await response.json();
  } catch {
    return undefined;
  }
  const parsed = schema.safeParse(content);
  if (!parsed.success) {
    return undefined;
  }
  return {
    deployment: parseDeployment(parsed.data.deployment),
    instance: parsed.data.instance,
    ipfsRpcUrl: parsed.data.ipfs.rpcUrl,
    cast: parsed.data.cast.map(({ person, sheet }) => ({ person, sheet })),
  };
}
