/**
 * A code in an address of this app is only the part after `#/c/`; what a camera or a person gives
 * is the whole link. Both become the link that the use case reads.
 */
export function codeText(code: string): string {
  return /^eip155(:|%3a)/i.test(code) ? `#/c/${code}` : code;
}

/** The address of the page for a scanned provider's code. */
export function sharePerCodePath(code: string): string {
  const route = code.slice(code.indexOf("#/c/") + 4);
  return `/share/code?${new URLSearchParams({ code: route.trim() })}`;
}
