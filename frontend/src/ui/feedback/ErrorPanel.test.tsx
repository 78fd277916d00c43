import { expect, test } from "vitest";
import { axeViolations } from "../testing/axeViolations.ts";
import { renderUi } from "../testing/renderUi.tsx";
import { ErrorPanel } from "./ErrorPanel.tsx";

const error = {
  code: "crypto.wrong-passphrase",
  message: "That is not the passphrase of this device.",
  nextStep: "Type it again, or use your recovery sheet.",
  details: { attempts: 3 },
};

test("says what happened, that nothing was lost, and what to do, in that order", async () => {
  const screen = await renderUi(
    <ErrorPanel error={error} actions={<button type="button">Type it again</button>} />,
  );
  const text =
    screen.getByRole("alert").filter({ hasText: error.message }).element().textContent ?? "";
  const order = [error.message, "Nothing was lost or changed.", error.nextStep].map((part) =>
    text.indexOf(part),
  );
  expect(order.every((place) => place >= 0)).toBe(true);
  expect(order).toEqual([...order].sort((a, b) => a - b));
  await expect.element(screen.getByRole("button", { name: "Type it again" })).toBeVisible();
  expect(await axeViolations()).toEqual([]);
});

test("shows the code and the details only when asked", async () => {
  const screen = await renderUi(<ErrorPanel error={error} />);
  await expect.element(screen.getByText(error.code)).not.toBeVisible();
  await screen.getByText("Details").click();
  await expect.element(screen.getByText(error.code)).toBeVisible();
  await expect.element(screen.getByText("attempts")).toBeVisible();
});

test("takes the focus when it answers what the person did, and not otherwise", async () => {
  const quiet = await renderUi(<ErrorPanel error={error} />);
  expect(quiet.getByRole("alert").filter({ hasText: error.message }).element()).not.toBe(
    document.activeElement,
  );
  await quiet.unmount();
  const loud = await renderUi(<ErrorPanel error={error} takesFocus />);
  await expect.element(loud.getByRole("alert").filter({ hasText: error.message })).toHaveFocus();
});
