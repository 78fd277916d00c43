import { afterEach, expect, test, vi } from "vitest";
import { axeViolations } from "../testing/axeViolations.ts";
import { renderUi } from "../testing/renderUi.tsx";
import { SecretWords } from "./SecretWords.tsx";

const words = Array.from({ length: 24 }, (_, index) => `word${index + 1}`);
const sheet = (
  <SecretWords words={words} qrValue="seed" owner="Amina" madeOn={new Date(2026, 10, 22)} />
);

afterEach(() => vi.restoreAllMocks());

test("shows no word until asked, then all 24 in order", async () => {
  const screen = await renderUi(sheet);
  expect(screen.getByRole("listitem").elements()).toHaveLength(0);
  await screen.getByRole("button", { name: "Show the words" }).click();
  const list = screen.getByRole("list", { name: "Your 24 recovery words, in order" });
  const shown = [...list.element().querySelectorAll("li")].map((item) => item.textContent);
  expect(shown).toEqual(words.map((word, index) => `${index + 1}${word}`));
  expect(await axeViolations()).toEqual([]);
  await screen.getByRole("button", { name: "Hide the words" }).click();
  expect(screen.getByRole("listitem").elements()).toHaveLength(0);
});

test("keeps the sheet and its QR code off the screen, and takes it away with the page", async () => {
  const screen = await renderUi(sheet);
  const paper = document.querySelector<HTMLElement>(".hr-print-only");
  expect(paper?.querySelectorAll("li")).toHaveLength(24);
  expect(paper?.querySelector("svg")).not.toBeNull();
  expect(paper?.checkVisibility()).toBe(false);
  await screen.unmount();
  expect(document.querySelector(".hr-print-only")).toBeNull();
});

test("prints and tells so", async () => {
  const print = vi.spyOn(window, "print").mockImplementation(() => undefined);
  const onPrinted = vi.fn();
  const screen = await renderUi(
    <SecretWords words={words} qrValue="seed" madeOn={new Date()} onPrinted={onPrinted} />,
  );
  await screen.getByRole("button", { name: "Print the sheet" }).click();
  expect(print).toHaveBeenCalledOnce();
  expect(onPrinted).toHaveBeenCalledOnce();
});
