import { useQuery } from "@tanstack/react-query";
import { describe, expect, test } from "vitest";
import { HealthRecordsError } from "../../domain/errors.ts";
import { axeViolations } from "../testing/axeViolations.ts";
import { renderUi } from "../testing/renderUi.tsx";
import { QueryFaces } from "./QueryFaces.tsx";

const unreachable = new HealthRecordsError({
  code: "ipfs.unreachable",
  message: "The storage site did not answer.",
  nextStep: "Start it and try again.",
  details: { endpoint: "http://127.0.0.1:5001" },
});

/** Asks `answers` one after the other, once for each fetch. */
function Records({ answers }: { answers: (() => Promise<string[]>)[] }) {
  const query = useQuery({
    queryKey: ["records"],
    queryFn: () => (answers.length > 1 ? answers.shift() : answers[0])?.() ?? [],
  });
  return (
    <QueryFaces query={query} empty={<p>Your records will be here</p>}>
      {(records) => (
        <>
          <ul>
            {records.map((record) => (
              <li key={record}>{record}</li>
            ))}
          </ul>
          <button type="button" onClick={() => void query.refetch()}>
            Refresh
          </button>
        </>
      )}
    </QueryFaces>
  );
}

describe("QueryFaces", () => {
  test("shows outlines while loading, and words after two seconds", async () => {
    const screen = await renderUi(<Records answers={[() => new Promise(() => undefined)]} />);
    const words = screen.getByText("Loading");
    await expect.element(words).toHaveClass("hr-visually-hidden");
    await expect.element(words, { timeout: 4000 }).not.toHaveClass("hr-visually-hidden");
  });

  test("says what will be here when there is nothing", async () => {
    const screen = await renderUi(<Records answers={[async () => []]} />);
    await expect.element(screen.getByText("Your records will be here")).toBeVisible();
  });

  test("shows the data", async () => {
    const screen = await renderUi(<Records answers={[async () => ["Blood test"]]} />);
    await expect.element(screen.getByRole("listitem")).toHaveTextContent("Blood test");
  });

  test("says what happened and what to do, and tries again on request", async () => {
    const screen = await renderUi(
      <Records answers={[() => Promise.reject(unreachable), async () => ["Blood test"]]} />,
    );
    await expect.element(screen.getByText("The storage site did not answer.")).toBeVisible();
    await expect.element(screen.getByText("Start it and try again.")).toBeVisible();
    expect(await axeViolations()).toEqual([]);
    await screen.getByRole("button", { name: "Try again" }).click();
    await expect.element(screen.getByRole("listitem")).toHaveTextContent("Blood test");
  });

  test("keeps the last data under a notice when a refresh fails", async () => {
    const screen = await renderUi(
      <Records answers={[async () => ["Blood test"], () => Promise.reject(unreachable)]} />,
    );
    await screen.getByRole("button", { name: "Refresh" }).click();
    await expect.element(screen.getByText(/This may be out of date/)).toBeVisible();
    await expect.element(screen.getByRole("listitem")).toHaveTextContent("Blood test");
  });

  test("puts an unexpected failure into plain words and its text under the fold", async () => {
    const screen = await renderUi(
      <Records answers={[() => Promise.reject(new TypeError("x is undefined"))]} />,
    );
    await expect.element(screen.getByText("Something went wrong in this app.")).toBeVisible();
    await expect.element(screen.getByText("TypeError: x is undefined")).not.toBeVisible();
  });
});
