import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";
import { contentSecurityPolicy } from "./contentSecurityPolicy.ts";

/** Puts the policy first in <head>, so that it holds for everything after it. */
function contentSecurityPolicyMeta(): Plugin {
  let mode: "build" | "serve" = "build";
  return {
    name: "content-security-policy-meta",
    configResolved(config) {
      mode = config.command;
    },
    transformIndexHtml: () => [
      {
        tag: "meta",
        attrs: {
          "http-equiv": "Content-Security-Policy",
          content: contentSecurityPolicy(mode),
        },
        injectTo: "head-prepend",
      },
    ],
  };
}

export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  // Relative, so that the build runs from any folder and from an IPFS path.
  base: "./",
  plugins: [react(), contentSecurityPolicyMeta()],
  worker: { format: "es" },
  server: { host: "127.0.0.1" },
  preview: { host: "127.0.0.1" },
  build: {
    outDir: fileURLToPath(new URL("../dist/app", import.meta.url)),
    emptyOutDir: true,
    target: "es2023",
    // Fonts, pictures and workers stay files: inline data would need a wider policy.
    assetsInlineLimit: 0,
    // The polyfill is an inline script, which the policy refuses.
    modulePreload: { polyfill: false },
  },
});
