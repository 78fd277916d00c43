import { createContext, useContext } from "react";

export interface ToastContent {
  readonly message: string;
  readonly kind?: "info" | "good" | "warning" | undefined;
}

export interface Announcer {
  /** Says it to screen readers only. `assertive` interrupts: for failures. */
  announce(message: string, options?: { assertive?: boolean }): void;
  /** Shows it for eight seconds, and says it. Never the only place for something that matters. */
  toast(content: ToastContent): void;
}

export const AnnouncerContext = createContext<Announcer | undefined>(undefined);

export function useAnnounce(): Announcer {
  const announcer = useContext(AnnouncerContext);
  if (announcer === undefined) throw new Error("useAnnounce needs an AnnouncerProvider around it.");
  return announcer;
}
