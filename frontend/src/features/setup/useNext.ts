import { useSearchParams } from "react-router";

/** Where the person wanted to go before set-up or unlocking came in between. Own paths only. */
export function useNext(): { next: string; keep: (path: string) => string } {
  const [search] = useSearchParams();
  const wished = search.get("next") ?? "/";
  const next = wished.startsWith("/") && !wished.startsWith("//") ? wished : "/";
  return {
    next,
    keep: (path) =>
      next === "/"
        ? path
        : `${path}${path.includes("?") ? "&" : "?"}${new URLSearchParams({ next })}`,
  };
}
