import { withoutDirectionMarks } from "../../domain/directionMarks.ts";

/** A file's name, safe to show: isolated from the text around it, and without direction marks. */
export function FileName({ name }: { name: string }) {
  return <bdi style={{ overflowWrap: "anywhere" }}>{withoutDirectionMarks(name)}</bdi>;
}
