import { useCallback, useEffect, useState } from "react";

export type CopyState = "idle" | "copied" | "refused";

/** Copies text; the state goes back to idle after four seconds. */
export function useCopy(): { state: CopyState; copy: (text: string) => Promise<void> } {
  const [state, setState] = useState<CopyState>("idle");
  useEffect(() => {
    if (state === "idle") return;
    const timer = setTimeout(() => setState("idle"), 4000);
    return () => clearTimeout(timer);
  }, [state]);
  const copy = useCallback(async (text: string) => {
    try {
      await navigator.clipboard.writeText(text);
      setState("copied");
    } catch {
      // No permission, or a page that is not secure: the text is on screen and can be selected.
      setState("refused");
    }
  }, []);
  return { state, copy };
}
