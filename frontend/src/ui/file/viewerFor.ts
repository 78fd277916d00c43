/** How a file can be shown here. Anything unknown is saved, never guessed at. */
export type ViewerKind = "text" | "json" | "image" | "pdf" | "other";

const IMAGES = new Set([
  "image/jpeg",
  "image/png",
  "image/webp",
  "image/gif",
  "image/avif",
  "image/bmp",
  // Drawn by <img>, where an SVG runs no script and loads nothing.
  "image/svg+xml",
]);

/**
 * By the declared type, and by the name's ending where the type says nothing. HTML is text: it is
 * shown as it is written, never run.
 */
export function viewerFor(mimeType: string, fileName: string): ViewerKind {
  const type = (mimeType.split(";")[0] ?? "").trim().toLowerCase();
  if (IMAGES.has(type)) return "image";
  if (type === "application/pdf") return "pdf";
  if (type === "application/json" || type.endsWith("+json")) return "json";
  if (type.startsWith("text/") || type === "application/xml" || type.endsWith("+xml")) {
    return "text";
  }
  if (type !== "" && type !== "application/octet-stream") return "other";
  const ending = /\.([a-z0-9]+)$/i.exec(fileName)?.[1]?.toLowerCase() ?? "";
  if (["jpg", "jpeg", "png", "webp", "gif", "avif", "bmp"].includes(ending)) return "image";
  if (ending === "pdf") return "pdf";
  if (ending === "json") return "json";
  if (["txt", "md", "csv", "xml", "hl7", "log"].includes(ending)) return "text";
  return "other";
}
