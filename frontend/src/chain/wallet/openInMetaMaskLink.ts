/**
 * A link that opens this page in MetaMask's own browser on a phone, with path, query and hash
 * route kept. Not percent-encoded: MetaMask opens an empty page otherwise. A hash stays in the
 * fragment all the way, so MetaMask's landing page (app not installed) never receives it.
 * `undefined` for a page that a phone can't reach: not http(s), or this computer only.
 * https://docs.metamask.io/sdk/guides/use-deeplinks
 */
export function openInMetaMaskLink(currentUrl: string): string | undefined {
  const url = URL.canParse(currentUrl) ? new URL(currentUrl) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || isLoopbackHost(url.hostname)) {
    return undefined;
  }
  return `https://link.metamask.io/dapp/${url.host}${url.pathname}${url.search}${url.hash}`;
}

/** Whether a host name always means this very computer. */
export function isLoopbackHost(hostname: string): boolean {
  return /^(localhost|([a-z0-9-]+\.)*localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/i.test(hostname);
}
