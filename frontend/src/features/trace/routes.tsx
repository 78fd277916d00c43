import { RequireRole } from "../../session/RequireRole.tsx";
import type { FeatureRoute } from "../../ui/layout/featureRoute.ts";

export const routes: FeatureRoute[] = [
  {
    path: "trace",
    element: <RequireRole only="patient" />,
    children: [
      {
        index: true,
        lazy: async () => ({ Component: (await import("./TracePage.tsx")).TracePage }),
      },
    ],
  },
];
