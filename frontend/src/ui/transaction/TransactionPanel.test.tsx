import { useState } from "react";
import { afterEach, describe, expect, test, vi } from "vitest";
import { axeViolations } from "../testing/axeViolations.ts";
import { renderUi } from "../testing/renderUi.tsx";
import { TransactionPanel, type TransactionPanelProps } from "./TransactionPanel.tsx";
import type { TransactionState } from "./transactionState.ts";

const base: Omit<TransactionPanelProps, "state"> = {
  walletName: "MetaMask",
  confirmLabel: "Share with Dr. Okoro",
  explanation: {
    what: "Dr. Okoro can open your blood tests until 3 May.",
    visibleTo: "Everyone can see that something was shared.",
    irreversible: "Copies can't be taken back.",
    fee: { state: "known", amount: "0.00004", coin: "ETH" },
  },
  onConfirm: () => undefined,
  onStopWaiting: () => undefined,
  onBack: () => undefined,
  doneMessage: "Dr. Okoro can open these until 3 May.",
};

const hash = `0x${"ab".repeat(32)}`;

const states: readonly TransactionState[] = [
  { step: "review" },
  { step: "review", note: "rejected" },
  { step: "preparing" },
  { step: "waiting" },
  { step: "pending", transactionHash: hash },
  { step: "done", transactionHash: hash },
  { step: "failed", error: { code: "chain.x", message: "It broke.", nextStep: "Try again." } },
];

afterEach(() => {
  vi.useRealTimers();
});

describe("TransactionPanel", () => {
  test("says before signing what happens, who sees it, what can't be undone and what it costs", async () => {
    const onConfirm = vi.fn();
    const screen = await renderUi(
      <TransactionPanel {...base} state={{ step: "review" }} onConfirm={onConfirm} />,
    );
    const text = screen.container.textContent ?? "";
    expect(text).toContain("What will happenDr. Okoro can open your blood tests until 3 May.");
    expect(text).toContain("Who will see itEveryone can see that something was shared.");
    expect(text).toContain("What can't be undoneCopies can't be taken back.");
    expect(text).toContain("Network feeAbout 0.00004 ETH");
    expect(onConfirm).not.toHaveBeenCalled();
    await screen.getByRole("button", { name: "Share with Dr. Okoro" }).click();
    expect(onConfirm).toHaveBeenCalledOnce();
  });

  test("leaves out what can't be undone when everything can", async () => {
    const { irreversible: _, ...explanation } = base.explanation;
    const screen = await renderUi(
      <TransactionPanel {...base} state={{ step: "review" }} explanation={explanation} />,
    );
    expect(screen.container.textContent).not.toContain("can't be undone");
  });

  test.each([
    [{ state: "loading" }, "Working it out"],
    [{ state: "free" }, "Nothing for you. Someone else pays it."],
    [{ state: "unknown" }, "Not known right now."],
  ] as const)("says %o as words", async (fee, words) => {
    const screen = await renderUi(
      <TransactionPanel
        {...base}
        state={{ step: "review" }}
        explanation={{ ...base.explanation, fee }}
      />,
    );
    await expect.element(screen.getByText(words)).toBeVisible();
  });

  test("waits for the wallet with a way to stop", async () => {
    const onStopWaiting = vi.fn();
    const screen = await renderUi(
      <TransactionPanel {...base} state={{ step: "waiting" }} onStopWaiting={onStopWaiting} />,
    );
    await expect
      .element(screen.getByRole("heading", { name: "Waiting for you in MetaMask" }))
      .toBeVisible();
    await screen.getByRole("button", { name: "Stop waiting" }).click();
    expect(onStopWaiting).toHaveBeenCalledOnce();
  });

  test("says how long recording usually takes and admits when it takes longer", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const screen = await renderUi(<TransactionPanel {...base} state={{ step: "pending" }} />);
    const hint = () => screen.container.querySelector("h2 + p")?.textContent;
    expect(hint()).toContain("Usually 15 seconds");
    await vi.advanceTimersByTimeAsync(61_000);
    vi.useRealTimers();
    await expect.poll(hint).toContain("taking longer than usual");
  });

  test("says when it is done what is true now, with the transaction one tap away", async () => {
    const screen = await renderUi(
      <TransactionPanel {...base} state={{ step: "done", transactionHash: hash }} />,
    );
    await expect.element(screen.getByText("Dr. Okoro can open these until 3 May.")).toBeVisible();
    await expect.element(screen.getByText("0xabababab…ababab")).not.toBeVisible();
    await screen.getByText("Details").click();
    await expect.element(screen.getByText("0xabababab…ababab")).toBeVisible();
  });

  test("says after a failure that nothing was changed and tries again on request", async () => {
    const onConfirm = vi.fn();
    const onBack = vi.fn();
    const screen = await renderUi(
      <TransactionPanel
        {...base}
        onConfirm={onConfirm}
        onBack={onBack}
        state={{
          step: "failed",
          error: { code: "chain.rpc", message: "The network did not answer.", nextStep: "Wait." },
        }}
      />,
    );
    const alert = screen.getByRole("alert").filter({ hasText: "Not done" });
    expect(alert.element().textContent).toMatch(
      /Not done.*The network did not answer.*Nothing was changed.*Wait/,
    );
    await screen.getByRole("button", { name: "Try again" }).click();
    expect(onConfirm).toHaveBeenCalledOnce();
    await screen.getByRole("button", { name: "Change something" }).click();
    expect(onBack).toHaveBeenCalledOnce();
  });

  test("takes a rejection in the wallet back to the words, keeps what was typed, and says so aloud", async () => {
    function Form() {
      const [state, setState] = useState<TransactionState>({ step: "review" });
      return (
        <>
          <label>
            Title <input defaultValue="" />
          </label>
          <TransactionPanel
            {...base}
            state={state}
            onConfirm={() => setState({ step: "waiting" })}
            onStopWaiting={() => setState({ step: "review", note: "rejected" })}
          />
        </>
      );
    }
    const screen = await renderUi(<Form />);
    await screen.getByLabelText("Title").fill("Blood test");
    await screen.getByRole("button", { name: "Share with Dr. Okoro" }).click();
    await screen.getByRole("button", { name: "Stop waiting" }).click();
    await expect.element(screen.getByLabelText("Title")).toHaveValue("Blood test");
    const live = screen.container.querySelector("[aria-live=polite]");
    expect(live?.textContent).toBe("You said no in MetaMask. Nothing was changed.");
    expect(screen.container.contains(document.activeElement)).toBe(true);
    expect(document.activeElement).not.toBe(document.body);
  });

  test.each(states)("has nothing for axe to find in %o", async (state) => {
    await renderUi(<TransactionPanel {...base} state={state} />);
    expect(await axeViolations()).toEqual([]);
  });
});
