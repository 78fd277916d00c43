import { expect, test } from "vitest";
import { withoutDirectionMarks } from "../../domain/directionMarks.ts";
import { renderUi } from "../testing/renderUi.tsx";
import { formatBytes } from "./formatBytes.ts";
import { formatDate } from "./formatDate.ts";
import { TraceList } from "./TraceList.tsx";

const now = new Date(2026, 10, 22, 12, 0);
const at = (day: number, hour: number) => new Date(2026, 10, day, hour, 0);
const say = (date: Date) => formatDate(date, { language: "en-GB", now, relative: true });

test("writes a date as people do, and relative only when it is recent", () => {
  expect(say(new Date(now.getTime() - 5 * 60_000))).toBe("5 minutes ago");
  expect(say(at(22, 9))).toBe("3 hours ago");
  expect(say(at(21, 23))).toBe("yesterday");
  expect(say(at(20, 9))).toBe("20 November 2026");
  expect(say(at(23, 9))).toBe("23 November 2026");
  expect(formatDate(at(20, 9), { language: "de", now })).toBe("20. November 2026");
  expect(say(new Date(Number.NaN))).toBe("");
});

test("writes a size as phones do", () => {
  expect(formatBytes(0, "en")).toBe("0 bytes");
  expect(formatBytes(312_400, "en")).toBe("312 kB");
  expect(formatBytes(4_210_000, "en")).toBe("4.2 MB");
  expect(formatBytes(209_715_200, "en")).toBe("210 MB");
});

test("takes out the marks that turn a file's ending around", () => {
  expect(withoutDirectionMarks("photo\u202Egpj.exe")).toBe("photogpj.exe");
  expect(withoutDirectionMarks("تقرير 🩻.pdf")).toBe("تقرير 🩻.pdf");
});

test("lists what happened by day, newest first", async () => {
  const screen = await renderUi(
    <TraceList
      entries={[
        { id: "a", when: new Date(2020, 0, 1, 9), icon: "eye", what: "Old" },
        { id: "b", when: new Date(), icon: "eye", what: "New" },
      ]}
    />,
  );
  const text = screen.container.textContent ?? "";
  expect(text.indexOf("New")).toBeLessThan(text.indexOf("Old"));
  await expect.element(screen.getByRole("heading", { name: "Today" })).toBeVisible();
  await expect.element(screen.getByRole("heading", { name: "January 1, 2020" })).toBeVisible();
});
