import { expect, test } from "vitest";
import { renderUi } from "../testing/renderUi.tsx";
import { TraceList } from "./TraceList.tsx";

const entry = (what: string, when: string) => ({
  id: what,
  what,
  when: new Date(when),
  icon: "eye" as const,
});

test("is newest first, and within a minute as it was given", async () => {
  const screen = await renderUi(
    <TraceList
      entries={[
        entry("opened", "2027-04-26T08:30:05Z"),
        // By a clock some seconds ahead.
        entry("shared", "2027-04-26T08:30:40Z"),
        entry("asked", "2027-04-26T08:20:00Z"),
        entry("renewed", "2027-04-26T09:00:00Z"),
      ]}
    />,
  );
  const items = screen.getByRole("listitem").elements();
  const order = items.map(
    (item) => /renewed|opened|shared|asked/.exec(item.textContent ?? "")?.[0],
  );
  expect(order).toEqual(["renewed", "opened", "shared", "asked"]);
});
