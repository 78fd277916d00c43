/**
 * Takes out the invisible direction marks that can make "photo-exe.gpj" look like "photo-jpg.exe".
 * For names that are shown, or become a title; letters of right-to-left scripts stay.
 */
export function withoutDirectionMarks(name: string): string {
  return name.replace(/[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu, "");
}
