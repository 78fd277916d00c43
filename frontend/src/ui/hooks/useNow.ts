import { useEffect, useState } from "react";

/** The time, refreshed every `everyMs`, for "2 minutes ago" and for waiting times. */
export function useNow(everyMs: number): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}
