/*
 * What the page may load, as a <meta> policy: the static build is served from IPFS and from
 * folders, where no one sets headers for us (frame-ancestors works in a header only: docs).
 */

const LOOPBACK = "http://localhost:* http://127.0.0.1:* ws://localhost:* ws://127.0.0.1:*";

export function contentSecurityPolicy(mode: "build" | "serve"): string {
  const development = mode === "serve";
  const directives: Record<string, string> = {
    "default-src": "'none'",
    // 'wasm-unsafe-eval' compiles Argon2id's WebAssembly; it allows no eval of JavaScript.
    // Vite's dev server puts React's refresh code inline; the build has no inline script.
    "script-src": `'self' 'wasm-unsafe-eval'${development ? " 'unsafe-inline'" : ""}`,
    "worker-src": `'self'${development ? " blob:" : ""}`,
    // Mantine writes its variables into <style> elements at run time, and a page on IPFS has no
    // server to make a nonce. Styles can't run code, and no url() below leaves this page.
    "style-src": "'self' 'unsafe-inline'",
    // blob: is a record being shown; data: the arrows and pictures inside style sheets.
    "img-src": "'self' blob: data:",
    "media-src": "'self' blob:",
    "font-src": "'self'",
    // People set their own RPC and IPFS addresses, so any encrypted origin is allowed, and plain
    // HTTP on this machine only. What is sent there is ciphertext or public already.
    "connect-src": `'self' https: wss: ${LOOPBACK}`,
    // A PDF is shown by the browser's own viewer in a frame on a blob: address.
    "frame-src": "blob:",
    "object-src": "'none'",
    "manifest-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'none'",
  };
  return Object.entries(directives)
    .map(([name, value]) => `${name} ${value}`)
    .join("; ");
}
