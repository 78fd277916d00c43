import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./App.tsx";
import { createConnector } from "./connect/createConnector.ts";
import { startI18n } from "./i18n.ts";

const root = document.querySelector("#root");
if (root === null) throw new Error("index.html has no #root.");

await startI18n();
// Made once: StrictMode renders components twice.
const connector = createConnector(window);
createRoot(root).render(
  <StrictMode>
    <App connector={connector} />
  </StrictMode>,
);
