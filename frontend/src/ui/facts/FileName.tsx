/**
 * A file's name, safe to show: isolated from the text around it, and with the invisible direction
 * marks taken out that can make "photo-exe.gpj" look like "photo-jpg.exe".
 */
export function FileName({ name }: { name: string }) {
  return <bdi style={{ overflowWrap: "anywhere" }}>{withoutDirectionMarks(name)}</bdi>;
}

export function withoutDirectionMarks(name: string): string {
  return name.replace(/[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu, "");
}
