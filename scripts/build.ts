// `npm run build`: the static web app in dist/app, for any web host or IPFS.
import { buildApp } from "./start/serveApp.ts";

const outcome = await buildApp();
console.log(outcome === "built" ? "Built dist/app." : "dist/app is up to date.");
