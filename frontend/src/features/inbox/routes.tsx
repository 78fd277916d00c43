import { RequireRole } from "../../session/RequireRole.tsx";
import type { FeatureRoute } from "../../ui/layout/featureRoute.ts";

export const routes: FeatureRoute[] = [
  {
    path: "requests",
    element: <RequireRole only="patient" />,
    children: [
      {
        index: true,
        lazy: async () => ({ Component: (await import("./RequestsPage.tsx")).RequestsPage }),
      },
      {
        path: ":provider",
        lazy: async () => ({ Component: (await import("./RequestPage.tsx")).RequestPage }),
      },
    ],
  },
];
