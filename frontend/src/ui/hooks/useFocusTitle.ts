import { useEffect, useRef } from "react";

/**
 * For a page that has several steps under one address: each new step starts at the top, with the
 * focus on its title, as a page of its own would.
 */
export function useFocusTitle(step: string | undefined): void {
  const previous = useRef(step);
  useEffect(() => {
    if (previous.current === step) return;
    previous.current = step;
    window.scrollTo(0, 0);
    document.querySelector<HTMLElement>("[data-page-title]")?.focus({ preventScroll: true });
  }, [step]);
}
