import { createContext, useContext } from "react";
import type { ChainChip, Identity } from "../ui/layout/AppLayout.tsx";
import type { Role, WaitingCounts } from "./navigation.ts";

/** What the frame shows about the session. Provided by whoever owns the session. */
export interface ShellState {
  readonly role: Role;
  readonly identity?: Identity | undefined;
  readonly chain?: ChainChip | undefined;
  readonly waiting?: WaitingCounts | undefined;
  /** Set while somebody acts for a chart's owner: whose it is, and whether with their own seed. */
  readonly acting?: { readonly name: string; readonly holdsMainKeys: boolean } | undefined;
  readonly lock?: (() => void) | undefined;
}

export const ShellContext = createContext<ShellState>({ role: "visitor" });

export function useShellState(): ShellState {
  return useContext(ShellContext);
}
