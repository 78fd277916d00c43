import { describe, expect, test } from "vitest";
import type { Compartment } from "../domain/brand.ts";
import {
  changeDraft,
  draftFor,
  draftProblems,
  fileToAdd,
  isoDay,
  suggestKind,
} from "./fileDrafts.ts";
import { allCompartments } from "./testing/fakeSession.tsx";

const now = new Date(2027, 4, 3, 12);

function file(name: string, type = "", content = "x", lastModified = now.getTime()): File {
  return new File([content], name, { type, lastModified });
}

function draft(of: File) {
  return draftFor("file-1", of, allCompartments, now, "Photo of 3 May 2027");
}

function partNamed(kind: string): Compartment | undefined {
  return allCompartments.find((one) => one.kind === kind)?.compartment;
}

describe("what a chosen file is taken for", () => {
  test.each([
    ["IMG_2034.jpg", "image/jpeg", "photo"],
    ["blood_test.pdf", "application/pdf", "test-result"],
    ["Impfung.pdf", "application/pdf", "document"],
    ["knee-mri.pdf", "application/pdf", "scan"],
    ["vaccination card.png", "image/png", "vaccination"],
    ["discharge_summary.txt", "text/plain", "discharge-summary"],
    ["bundle.json", "application/json", "structured"],
    ["slice.dcm", "", "scan"],
    ["result.bin", "application/octet-stream", "test-result"],
  ] as const)("%s is suggested as %s, %s", (name, type, kind) => {
    expect(suggestKind({ name, type })).toBe(kind);
  });

  test("a camera's number is replaced by the day, any other name is kept and made readable", () => {
    expect(draft(file("IMG_2034.jpg", "image/jpeg")).title).toBe("Photo of 3 May 2027");
    expect(draft(file("image.png", "image/png")).title).toBe("Photo of 3 May 2027");
    expect(draft(file("knee from left.jpg", "image/jpeg")).title).toBe("Knee from left");
    expect(draft(file("blood_test-2026.txt")).title).toBe("Blood test 2026");
    expect(draft(file("تحليل 📄.pdf")).title).toBe("تحليل 📄");
  });

  test("the file's own day is suggested, but never one in the future", () => {
    expect(draft(file("a.txt", "", "x", new Date(2026, 0, 9, 12).getTime())).date).toBe(
      "2026-01-09",
    );
    expect(draft(file("a.txt", "", "x", now.getTime() + 86_400_000)).date).toBe("2027-05-03");
  });

  test("a test result goes to the test results, a photo to the general part", () => {
    expect(draft(file("blood_test.pdf")).part).toBe(partNamed("results"));
    expect(draft(file("IMG_1.jpg", "image/jpeg")).part).toBe(partNamed("general"));
  });
});

describe("changing what a file is", () => {
  test("another kind takes the suggested part along", () => {
    const was = draft(file("a.txt"));
    expect(changeDraft(was, { ...was, kind: "prescription" }, allCompartments).part).toBe(
      partNamed("medicines"),
    );
  });

  test("a part that the person chose stays", () => {
    const was = { ...draft(file("a.txt")), part: 10 as Compartment };
    expect(changeDraft(was, { ...was, kind: "prescription" }, allCompartments).part).toBe(10);
  });
});

describe("what keeps a file from being added", () => {
  test("an empty file is told as such, and nothing else about it", () => {
    expect(draftProblems({ ...draft(file("a.txt", "", "")), title: "" }, now)).toEqual([
      "empty-file",
    ]);
  });

  test("a title and a day that has come are needed", () => {
    const good = draft(file("a.txt"));
    expect(draftProblems(good, now)).toEqual([]);
    expect(draftProblems({ ...good, title: "  ", date: "" }, now)).toEqual(["no-title", "no-date"]);
    expect(draftProblems({ ...good, date: "2027-05-04" }, now)).toEqual(["future-date"]);
    expect(draftProblems({ ...good, date: isoDay(now) }, now)).toEqual([]);
  });
});

test("an unknown type is passed on as plain bytes, and the record it replaces by its reference", () => {
  const made = fileToAdd({ ...draft(file("a.bin")), title: " Scan " }, 65_536);
  expect(made).toMatchObject({
    fileName: "a.bin",
    mime: "application/octet-stream",
    title: "Scan",
    supersedes: 65_536,
  });
  expect(fileToAdd(draft(file("a.bin")))).not.toHaveProperty("supersedes");
});
