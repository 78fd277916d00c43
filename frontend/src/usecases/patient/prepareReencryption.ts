import type { Compartment } from "../../domain/brand.ts";
import type { PatientChart } from "../charts/patientChart.ts";
import { UseCaseError } from "../errors.ts";
import type { FileToAdd, Prepared } from "../model.ts";
import type { WithProgress } from "../useCases.ts";
import { prepareRecords } from "./prepareRecords.ts";
import { openRecord } from "./records.ts";

/**
 * Adds old records once more under today's keys, each as an amendment of the old one. Who copied
 * the old ones keeps the copies; who only kept keys can open nothing of the new ones.
 */
export async function prepareReencryption(
  chart: PatientChart,
  refs: readonly number[],
  { onProgress, signal }: WithProgress = {},
): Promise<Prepared<readonly number[]>> {
  if (refs.length === 0) throw new UseCaseError("usecases.nothing-selected");
  const files: FileToAdd[] = [];
  for (const [index, ref] of refs.entries()) {
    const { metadata, blob } = await openRecord(chart, ref, signal === undefined ? {} : { signal });
    const { title, fileName, kind, date, mime } = metadata;
    const compartment = (ref >>> 16) as Compartment;
    files.push({ file: blob, fileName, mime, title, kind, date, compartment, supersedes: ref });
    onProgress?.((0.5 * (index + 1)) / refs.length, "opening");
  }
  const prepared = await prepareRecords(chart, files, {
    ...(signal === undefined ? {} : { signal }),
    onProgress: ({ index, fraction }) =>
      onProgress?.(0.5 + (0.5 * (index + fraction)) / refs.length, "encrypting"),
  });
  return { ...prepared, kind: "re-encrypt" };
}
