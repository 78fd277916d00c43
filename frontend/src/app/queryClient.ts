import { QueryClient } from "@tanstack/react-query";
import { HealthRecordsError } from "../domain/errors.ts";

/*
 * Chain data lives here and nowhere else; decrypted bytes never do. Our own errors have said what
 * is wrong, and asking again gives the same answer, so only a few that pass by themselves are
 * tried again.
 */
const PASSING = /\.(unreachable|timeout|connection-lost|rate-limited)$/;

export function shouldRetry(failures: number, error: unknown): boolean {
  if (failures >= 2) return false;
  return error instanceof HealthRecordsError ? PASSING.test(error.code) : true;
}

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        retry: shouldRetry,
        retryDelay: (attempt) => 500 * 2 ** attempt,
        staleTime: 10_000,
        // A node on this machine answers without the Internet, so never wait for "online".
        networkMode: "always",
      },
      mutations: { retry: false, networkMode: "always" },
    },
  });
}
