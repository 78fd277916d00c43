import { z } from "zod";
import { type Eip1193Provider, metaMaskRdns, type Wallet } from "./eip1193.ts";

/** The browser's `window`, as far as it matters here. */
export interface WalletHost extends EventTarget {
  readonly ethereum?: unknown;
}

const announcement = z.object({
  info: z.object({
    uuid: z.string().max(100),
    name: z.string().min(1).max(100),
    // Only pictures that are in the text itself: an address would tell a server who looks.
    icon: z
      .string()
      .max(200_000)
      .regex(/^data:image\//)
      .optional()
      .catch(undefined),
    rdns: z.string().min(1).max(200),
  }),
  provider: z.custom<Eip1193Provider>(isProvider),
});

/**
 * Looks for wallets as EIP-6963 has it, MetaMask first, and calls back each time another one
 * announces itself. Where none has after `graceMs`, `ethereum` stands in: it can belong to any
 * wallet. Returns what ends the search.
 */
export function discoverWallets(
  host: WalletHost,
  onWallets: (wallets: readonly Wallet[]) => void,
  graceMs = 300,
): () => void {
  const found = new Map<string, Wallet>();
  const listen = (event: Event) => {
    const parsed = announcement.safeParse((event as CustomEvent<unknown>).detail);
    if (!parsed.success || found.has(parsed.data.info.uuid)) return;
    const { uuid, rdns, name, icon } = parsed.data.info;
    found.set(uuid, { rdns, name, icon, provider: parsed.data.provider });
    onWallets(metaMaskFirst([...found.values()]));
  };
  host.addEventListener("eip6963:announceProvider", listen);
  host.dispatchEvent(new Event("eip6963:requestProvider"));
  const timer = setTimeout(() => {
    if (found.size > 0) return;
    onWallets(
      isProvider(host.ethereum)
        ? [
            {
              rdns: "injected",
              name: nameOf(host.ethereum),
              icon: undefined,
              provider: host.ethereum,
            },
          ]
        : [],
    );
  }, graceMs);
  return () => {
    clearTimeout(timer);
    host.removeEventListener("eip6963:announceProvider", listen);
  };
}

/** MetaMask itself, not one of those that claim `isMetaMask`; the others in the order they came. */
function metaMaskFirst(wallets: readonly Wallet[]): Wallet[] {
  const rank = ({ rdns }: Wallet) =>
    rdns === metaMaskRdns ? 0 : rdns.startsWith(`${metaMaskRdns}.`) ? 1 : 2;
  return wallets.toSorted((a, b) => rank(a) - rank(b));
}

function isProvider(value: unknown): value is Eip1193Provider {
  return (
    typeof value === "object" &&
    value !== null &&
    typeof (value as { request?: unknown }).request === "function"
  );
}

function nameOf(provider: Eip1193Provider): string {
  return (provider as { isMetaMask?: unknown }).isMetaMask === true ? "MetaMask" : "Browser wallet";
}
