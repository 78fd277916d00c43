export type CameraProblem = "refused" | "missing" | "busy" | "insecure" | "failed";

/** Why no picture comes. html5-qrcode rejects with strings that hold the DOMException's name. */
export function cameraProblem(error: unknown): CameraProblem {
  const text = error instanceof Error ? `${error.name} ${error.message}` : String(error);
  if (/NotAllowedError|PermissionDenied|Permission denied/i.test(text)) return "refused";
  if (/NotFoundError|DevicesNotFound|OverconstrainedError|Requested device not found/i.test(text)) {
    return "missing";
  }
  if (/NotReadableError|TrackStartError|AbortError/i.test(text)) return "busy";
  if (/SecurityError|not supported|secure context/i.test(text)) return "insecure";
  return "failed";
}

/** Browsers hide the camera from pages that are not secure. */
export function cameraIsOffered(): boolean {
  return window.isSecureContext && typeof navigator.mediaDevices?.getUserMedia === "function";
}
