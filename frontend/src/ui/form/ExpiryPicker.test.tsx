import { useState } from "react";
import { expect, test } from "vitest";
import { axeViolations } from "../testing/axeViolations.ts";
import { renderUi } from "../testing/renderUi.tsx";
import { ExpiryPicker } from "./ExpiryPicker.tsx";
import { type ExpiryChoice, expiryDate } from "./expiryDate.ts";
import { passphraseStrength } from "./passphraseStrength.ts";

const now = new Date(2027, 0, 31, 10, 0);
const endOf = (year: number, month: number, day: number) =>
  new Date(year, month - 1, day, 23, 59, 59);

function Picker({ latest }: { latest?: Date }) {
  const [value, setValue] = useState<ExpiryChoice>({ kind: "week" });
  return <ExpiryPicker value={value} onChange={setValue} now={now} latest={latest} />;
}

test("ends at the end of the last day, and in a short month on its last day", () => {
  expect(expiryDate({ kind: "week" }, now)).toEqual(endOf(2027, 2, 7));
  expect(expiryDate({ kind: "month" }, now)).toEqual(endOf(2027, 2, 28));
  expect(expiryDate({ kind: "year" }, now)).toEqual(endOf(2028, 1, 31));
  expect(expiryDate({ kind: "date", day: "2027-05-03" }, now)).toEqual(endOf(2027, 5, 3));
});

test("takes no day that isn't one", () => {
  expect(expiryDate({ kind: "date", day: "2027-02-30" }, now)).toBeUndefined();
  expect(expiryDate({ kind: "date", day: "" }, now)).toBeUndefined();
});

test("says the last day of each choice, and asks for a day after today", async () => {
  const screen = await renderUi(<Picker />);
  await expect.element(screen.getByText("For a visit · Until February 7, 2027")).toBeVisible();
  await screen.getByText("Another date").click();
  await screen.getByLabelText("Last day").fill("2027-01-30");
  await expect.element(screen.getByText("Choose a day after today.")).toBeVisible();
  expect(await axeViolations()).toEqual([]);
});

test("offers nothing beyond the latest day", async () => {
  const screen = await renderUi(<Picker latest={endOf(2027, 2, 10)} />);
  await expect.element(screen.getByRole("radio", { name: /1 month/ })).toBeDisabled();
  await expect.element(screen.getByRole("radio", { name: /7 days/ })).toBeEnabled();
});

test("judges a passphrase by how much there is to guess, not by its signs", () => {
  expect(passphraseStrength("")).toBe("empty");
  expect(passphraseStrength("P@ss1!")).toBe("short");
  expect(passphraseStrength("aaaaaaaaaaaaaaaaaaaa")).toBe("weak");
  expect(passphraseStrength("1234567890123456")).toBe("weak");
  expect(passphraseStrength("Password2026!!")).toBe("weak");
  expect(passphraseStrength("blue teapot sings")).toBe("fair");
  expect(passphraseStrength("four blue teapots sing")).toBe("good");
});
