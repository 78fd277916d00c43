/** The app's settings in localStorage: addresses of nodes, never a secret. Parsed when read. */
import { z } from "zod";
import type { Settings } from "../../session/connector.ts";

const settingsSchema = z.object({
  ipfsEndpoint: z.string().max(400).optional(),
  rpcUrl: z.string().max(400).optional(),
  secondRpcUrl: z.string().max(400).optional(),
});

const chainKey = "health-records.chain";
const settingsKey = (scope: string) => `health-records.settings.${scope}`;

export function findChosenChain(storage: Storage): number | undefined {
  const chainId = Number(storage.getItem(chainKey) ?? "");
  return Number.isSafeInteger(chainId) && chainId > 0 ? chainId : undefined;
}

export function saveChosenChain(storage: Storage, chainId: number): void {
  storage.setItem(chainKey, String(chainId));
}

/** What the person changed; everything else keeps the chain's default. */
export function findSavedSettings(storage: Storage, scope: string): Partial<Settings> {
  try {
    const parsed = settingsSchema.safeParse(
      JSON.parse(storage.getItem(settingsKey(scope)) ?? "{}"),
    );
    if (!parsed.success) {
      return {};
    }
    const { ipfsEndpoint, rpcUrl, secondRpcUrl } = parsed.data;
    return {
      ...(ipfsEndpoint === undefined ? {} : { ipfsEndpoint }),
      ...(rpcUrl === undefined ? {} : { rpcUrl }),
      ...(secondRpcUrl === undefined ? {} : { secondRpcUrl }),
    };
  } catch {
    return {};
  }
}

export function saveSettings(storage: Storage, scope: string, settings: Settings): void {
  storage.setItem(settingsKey(scope), JSON.stringify(settings));
}
