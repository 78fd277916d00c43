import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { describe, expect, test, vi } from "vitest";
import { render } from "vitest-browser-react";
import { HealthRecordsError } from "../domain/errors.ts";
import { fakePatientApp, fakePrepared, withSession } from "./testing/fakeSession.tsx";
import { useWalletTask, type Work } from "./useWalletTask.ts";

function Task({ work }: { work: Work<string> }) {
  const task = useWalletTask(work);
  const { state } = task.panel;
  return (
    <>
      <output>
        {state.step} {state.step === "review" && state.note}
      </output>
      <p>{task.fee.state === "known" ? `${task.fee.amount} ${task.fee.coin}` : task.fee.state}</p>
      <p>{task.result}</p>
      <button type="button" onClick={task.start}>
        Start
      </button>
      <button type="button" onClick={task.panel.onConfirm}>
        Confirm
      </button>
      <button type="button" onClick={task.reset}>
        Reset
      </button>
    </>
  );
}

async function renderTask(work: Work<string>) {
  const screen = await render(
    <QueryClientProvider client={new QueryClient()}>
      {withSession(<Task work={work} />, fakePatientApp())}
    </QueryClientProvider>,
  );
  const press = (name: string) => screen.getByRole("button", { name }).click();
  const step = () => expect.element(screen.getByRole("status"));
  return { screen, press, step };
}

const unreachable = () =>
  Promise.reject(
    new HealthRecordsError({ code: "ipfs.unreachable", message: "No.", nextStep: "Try again." }),
  );

describe("a task that ends in the wallet", () => {
  test("started, it stops at the explanation with the fee", async () => {
    const { screen, press, step } = await renderTask(async () => fakePrepared("shared"));
    await press("Start");
    await step().toHaveTextContent("review");
    await expect.element(screen.getByText("0.00004 ETH")).toBeVisible();
    await press("Confirm");
    await step().toHaveTextContent("done");
    await expect.element(screen.getByText("shared")).toBeVisible();
  });

  test("confirmed at once, nothing is made before, and the wallet opens by itself", async () => {
    const work = vi.fn<Work<string>>(async () => fakePrepared("shared"));
    const { press, step } = await renderTask(work);
    await step().toHaveTextContent("review");
    expect(work).not.toHaveBeenCalled();
    await press("Confirm");
    await step().toHaveTextContent("done");
    expect(work).toHaveBeenCalledOnce();
  });

  test("no in the wallet leads back to the explanation, and yes is still possible", async () => {
    const { press, step } = await renderTask(async () =>
      fakePrepared("shared", ["reject", "confirm"]),
    );
    await press("Confirm");
    await step().toHaveTextContent("review rejected");
    await press("Confirm");
    await step().toHaveTextContent("done");
  });

  test("trying again after a failure opens no wallet that nobody asked for", async () => {
    const work = vi.fn<Work<string>>(async () => fakePrepared("shared"));
    work.mockImplementationOnce(unreachable);
    const { press, step } = await renderTask(work);
    await press("Start");
    await step().toHaveTextContent("failed");
    await press("Confirm");
    await step().toHaveTextContent("review");
  });

  test("trying again goes on to the wallet where the person had confirmed already", async () => {
    const work = vi.fn<Work<string>>(async () => fakePrepared("shared"));
    work.mockImplementationOnce(unreachable);
    const { press, step } = await renderTask(work);
    await press("Confirm");
    await step().toHaveTextContent("failed");
    await press("Confirm");
    await step().toHaveTextContent("done");
  });

  test("back to the form stops what is being made", async () => {
    let signal: AbortSignal | undefined;
    const { press, step } = await renderTask((given) => {
      signal = given.signal;
      return new Promise(() => undefined);
    });
    await press("Start");
    await step().toHaveTextContent("preparing");
    await press("Reset");
    expect(signal?.aborted).toBe(true);
    await step().toHaveTextContent("review");
  });
});
