import type { FeatureRoute } from "../../ui/layout/featureRoute.ts";

export const routes: FeatureRoute[] = [
  { path: "code", lazy: async () => ({ Component: (await import("./CodePage.tsx")).CodePage }) },
];
