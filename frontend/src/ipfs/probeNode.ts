import { z } from "zod";
import type { IpfsErrorCode } from "./errors.ts";
import type { IpfsEndpoint } from "./parseEndpoint.ts";
import { readBounded } from "./readBounded.ts";

const versionSchema = z.object({ Version: z.string().min(1).max(100) });

/**
 * Why a call failed without an answer. A browser hides the reason (refused origin, node
 * down, wrong port all look alike), so this asks twice: once plainly, and once in a way
 * whose answer can't be read but whose arrival shows that something is there.
 * Undefined = the node answers well now: the connection broke off.
 */
export async function probeNode(
  endpoint: IpfsEndpoint,
  fetch: typeof globalThis.fetch,
): Promise<IpfsErrorCode | undefined> {
  const url = `${endpoint}/version`;
  const request = { method: "POST", redirect: "error" } as const;
  let response: Response;
  try {
    response = await fetch(url, { ...request, signal: AbortSignal.timeout(5_000) });
  } catch {
    try {
      await fetch(url, {
        ...request,
        redirect: "follow",
        mode: "no-cors",
        signal: AbortSignal.timeout(5_000),
      });
      return "ipfs.origin-refused";
    } catch {
      return "ipfs.unreachable";
    }
  }
  if (response.status === 401 || response.status === 403) return "ipfs.forbidden";
  try {
    const body = await readBounded(response, 10_000);
    versionSchema.parse(JSON.parse(new TextDecoder().decode(body)));
    return undefined;
  } catch {
    return "ipfs.bad-answer";
  }
}
