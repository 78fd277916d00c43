import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { expect, test, vi } from "vitest";
import { render } from "vitest-browser-react";
import { fakePatientApp, withSession } from "./testing/fakeSession.tsx";
import { useRoleQuery } from "./useRoleQuery.ts";

function Live({ read }: { read: () => Promise<number> }) {
  const { data } = useRoleQuery(["live"], read, { live: true });
  return <output>{data}</output>;
}

function Others({ read }: { read: (name: string) => Promise<number> }) {
  useRoleQuery(["plain"], () => read("plain"));
  useRoleQuery(["off"], () => read("off"), { enabled: false, live: true });
  return null;
}

test("what is live is asked again with a new block, and only then", async () => {
  let block = 7;
  const newestBlock = vi.fn(() => block);
  let answers = 0;
  const read = async () => {
    answers += 1;
    return answers;
  };
  const others = vi.fn(async (_name: string) => 0);
  const screen = await render(
    <QueryClientProvider client={new QueryClient()}>
      {withSession(
        <>
          <Live read={read} />
          <Others read={others} />
        </>,
        fakePatientApp(),
        { newestBlock },
      )}
    </QueryClientProvider>,
  );
  const answer = screen.getByRole("status");
  await expect.poll(() => newestBlock.mock.calls.length).toBeGreaterThan(0);
  await expect.element(answer).toHaveTextContent("2");
  const first = answers;
  // It looked at the chain again, and saw the same block.
  await expect.poll(() => newestBlock.mock.calls.length, { timeout: 15_000 }).toBeGreaterThan(1);
  await expect.element(answer).toHaveTextContent(String(first));
  block = 8;
  await expect
    .poll(() => answer.element().textContent, { timeout: 15_000 })
    .toBe(String(first + 1));
  expect(others.mock.calls).toEqual([["plain"]]);
});
